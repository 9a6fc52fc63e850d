import { callCodes, type CodeInfo, error, warning } from '#lib/diagnostics/call-codes.ts';

const fileCodes = {
  FILE_UNREADABLE: error('the file cannot be read', 'check that the file exists and that you may read it'),
  FILE_NOT_UTF8: error('the file is not UTF-8', 'save the file as UTF-8'),
  FILE_FOREIGN: error(
    'the file is not a deck of this site',
    'write its questions as a deck, in a file that ends in `.md`',
  ),
  FILE_PASSED_OVER: warning(
    'this file is not a deck of this site, so no page shows what is in it',
    'write its questions as a deck, in a file that ends in `.md`, and move this one out of the folder',
  ),
};

const frontMatterCodes = {
  FRONT_MATTER_MISSING: error(
    'the deck has no front matter',
    'begin the file with `---`, `deck: …`, `title: …`, `---`',
  ),
  FRONT_MATTER_UNCLOSED: error('the front matter has no end', 'close it with a line `---`'),
  FRONT_MATTER_BROKEN: error('the front matter is not valid YAML', 'write one `key: value` on each line'),
  FRONT_MATTER_KEY_MISSING: error(
    'the front matter lacks a required key',
    'add `deck: …` and `title: …` to the front matter',
  ),
  FRONT_MATTER_KEY_UNKNOWN: warning(
    'the front matter has an unknown key',
    'use `deck`, `title`, `lang`, `language`, `topics` or `topic-names`',
  ),
  FRONT_MATTER_COMMENT: warning(
    'a `#` after a space begins a comment, so the rest of the line is not part of the title',
    'put the title in quotes',
  ),
  FRONT_MATTER_LANG: warning('this language is unknown', 'correct the name of the language'),
  FRONT_MATTER_VALUE: error('a value in the front matter is not valid', 'correct the value'),
  DECK_DUPLICATE: error('two files have the same `deck`', 'give each file its own `deck`'),
  DECK_EMPTY: warning('the deck has no cards', 'begin a card with `## ` at the beginning of a line'),
};

const cardCodes = {
  TOPIC_UNKNOWN: warning(
    'this topic is not among the `topic-names` of the deck',
    'correct its number, or name it in `topic-names`',
  ),
  ID_MISSING: error('the card has no id', 'run `npm run deck -- fix`, which writes it'),
  ID_DUPLICATE: error('two cards have the same id', 'give the newer card another id'),
  ID_MALFORMED: error(
    'the id is malformed',
    'use lowercase letters, digits and single hyphens, at most 64 characters',
  ),
  COMMENT_UNCLOSED: error('a comment has no end', 'close it with `-->`'),
  COMMENT_MALFORMED: error(
    'this looks like a comment but is none',
    'write it as `<!-- id: … -->`, with two hyphens at both ends',
  ),
  COMMENT_WORD_UNKNOWN: error(
    'the comment has an unknown word',
    'use `id`, `both`, `order`, `match`, `rev` or `topics`',
  ),
  COMMENT_VALUE: error('a value in the comment is not valid', 'correct the value'),
  BOTH_NOT_REVERSIBLE: error('only a basic card can be reversed', 'remove `both`'),
  HEADING_EMPTY: error('the heading is empty', 'write the question after `## `'),
  BODY_EMPTY: error('the card has no body', 'write the answer below the heading'),
  FENCE_UNCLOSED: error(
    'a code block has no end',
    'close it with a line of as many ``` or ~~~ as it began with',
  ),
};

const limitCodes = {
  NESTED_TOO_DEEP: error(
    'the Markdown here is nested too deeply, or there is too much of it',
    'use fewer levels of lists and quotes, and put an empty line between paragraphs',
  ),
  BLANKS_TOO_MANY: error('the card has more than 300 blanks', 'split the card'),
  CARD_UNREADABLE: error('the card cannot be read', 'reword the card, and report this message'),
};

const labelCodes = {
  ANSWER_UNNOTICED: error(
    'this looks like the label of the answer but is none',
    'write `**Answer:**` at the very beginning of a line, or reword it',
  ),
  ANSWER_TOO_LONG: error(
    'the answer to be typed is longer than one short line',
    'put the explanation below `**Why:**`',
  ),
  LIST_ONE_ITEM: error(
    'a list of answers needs at least two items',
    'add an item, or write the answer after `**Answer:**`',
  ),
  LIST_ITEM_EMPTY: error(
    'an item of the answer is empty',
    'write the text to be typed, and no bar after the last alternate',
  ),
  LIST_ITEM_REPEATED: error('two items of the answer are the same', 'remove one of them'),
  NOT_IS_RIGHT: error('a wrong answer is the same as a right one', 'remove one of them'),
  DISTRACTOR_IS_STEP: error('a distractor is the same as a step of the list', 'remove one of them'),
  LABEL_MISPLACED: error(
    'this label belongs to another kind of card',
    'remove the label, or change the kind of the card',
  ),
  LABEL_REPEATED: error('a card can have this label only once', 'join the two sections'),
  LABEL_EMPTY: error('the label is empty', 'write the text after the label, or remove it'),
  FREE_RANGE: error(
    'the range of a free step is not valid',
    'end it with `after N before M`, where N < M are step numbers',
  ),
};

const kindCodes = {
  CHOICE_LIST: error(
    'the choices are not one task list',
    'begin every choice with `- [ ] ` or `- [x] ` at the left margin',
  ),
  CHOICE_NONE_RIGHT: error('no choice is marked as right', 'mark the right choices with `[x]`'),
  CHOICE_ONE: error('a choice needs at least two options', 'add another option'),
  CHOICE_EMPTY: error('a choice has no text', 'write the text after the box'),
  CHOICE_REPEATED: error('two choices are the same', 'remove one of them'),
  ORDER_LIST: error('an order begins with a numbered list', 'write `1. `, `2. ` … right below the heading'),
  ORDER_ONE_STEP: error('an order needs at least two steps', 'add a step'),
  ORDER_EMPTY_STEP: error('a step has no text', 'write the step after its number'),
  MATCH_TABLE: error('a match begins with a table', 'put a table of two columns right below the heading'),
  MATCH_COLUMNS: error('a match needs a table of exactly two columns', 'give every row two cells'),
  MATCH_ONE_PAIR: error('a match needs at least two pairs', 'add a row'),
  MATCH_EMPTY_CELL: error('a cell of a match is empty', 'write the missing half of the pair'),
  MATCH_REPEATED: error(
    'two rows of a match have the same text on one side',
    'make every side different, so that there is only one right answer',
  ),
};

const blankCodes = {
  BLANK_UNCLOSED: error(
    'a blank has no end',
    'close it with `}}` on the same line; `\\{{` is a literal `{{`',
  ),
  BLANK_EMPTY: error(
    'a blank has no answer',
    'write the answer between `{{` and `}}`; `\\{{` is a literal `{{`',
  ),
  BLANK_ANKI: error('this is a cloze deletion of Anki, not a blank', 'write `{{1::`, without the `c`'),
  BLANK_GROUP_NUMBER: error(
    'these digits are read as the number of a group, and groups are numbered 1, 2, 3 …',
    'if they are the answer, write `{{1::200::hint}}`: a group, the answer, a hint',
  ),
  BLANK_IN_HEADING: error(
    'a heading cannot contain a blank',
    'move the blank to the body; `\\{{` is a literal `{{`',
  ),
  BLANK_MISPLACED: error('a blank is not possible here', 'use blanks in text, code, lists or tables only'),
};

const imageCodes = {
  IMAGE_MISSING: error('the image does not exist', 'put the file there, or correct the path'),
  IMAGE_OUTSIDE: error(
    'the image is outside the folder of the deck',
    'copy it into that folder and write a relative path',
  ),
  IMAGE_TYPE: error('images of this type are not supported', 'use png, jpg, jpeg, gif, webp, avif or svg'),
  IMAGE_ALT_EMPTY: error(
    'the image has no alternative text for people who cannot see it',
    'describe it between `![` and `]`',
  ),
};

const labFenceCodes = {
  LAB_SCRIPT_NONE: warning('the file has no lab script', 'begin one with a line ```lab'),
  LAB_FENCE_UNCLOSED: error(
    'a lab script has no end',
    'close it with a line of as many ``` or ~~~ as it began with',
  ),
  LAB_FENCE_PLACE: error(
    'a lab script cannot begin here',
    'put ```lab on a line of its own, with nothing but spaces before it',
  ),
  LAB_FENCE_WORD: error(
    'the first line of the script has an unknown word',
    'write ```lab, ```lab continued or ```lab as-root',
  ),
  LAB_CONTINUED: error(
    'there is no script above that this one could continue',
    'write ```lab alone, or begin the script above',
  ),
  LAB_FENCE_ANEW: error(
    'this script begins in a new network, so it does not know the script above',
    'write ```lab continued to continue that script',
  ),
  LAB_FENCE_MISSPELT: warning('this is nearly the first line of a lab script', 'write ```lab'),
  LAB_FENCE_EMPTY: warning('the lab script does nothing', 'write a call, as in `server> s = socket()`'),
};

const labLineCodes = {
  LAB_FOREIGN_SIGN: error('this character only looks like one of Python', 'write the plain character'),
  LAB_LINE_UNKNOWN: error(
    'this line is not part of the lab script language',
    'write a call after its program, as in `server> s.listen(1)`, or an expectation; `#` begins a comment',
  ),
  LAB_PROGRAM_MISSING: error(
    'the line does not name the program that makes the call',
    'begin it with the program, as in `server> s.listen(1)`',
  ),
  LAB_PROGRAM_NAME: error(
    'this is not a valid name of a program',
    'use lowercase letters, digits, `_` or `-`, at most 24 characters, the first of them a letter',
  ),
  LAB_PROGRAM_MISSPELT: warning(
    'this program makes only one call, and its name is nearly that of another',
    'correct its name, or choose names that differ more',
  ),
  LAB_PROGRAM_UNKNOWN: error('no such program has made a call', 'correct its name'),
  LAB_THREAD_NUMBER: error(
    'this is not a valid number of a thread',
    'write a whole number from 1 to 99, as in `server/2>`',
  ),
  LAB_THREAD_BUSY: error(
    'this thread is still blocked in an earlier call',
    'write how that call ends first, or let another thread make this one, as in `server/2>`',
  ),
};

const labNameCodes = {
  LAB_NAME_UNBOUND: error('this name has no value yet', 'assign one first, as in `s = socket()`'),
  LAB_NAME_AMBIGUOUS: error(
    'several programs have a variable of this name',
    'write the program before it, as in `server.s`',
  ),
  LAB_CONSTANT_UNKNOWN: error('this constant is not available', 'use one that docs/lab-scripts.md lists'),
  LAB_SOCKET_EXPECTED: error('this is not a socket', 'name a variable that holds a socket'),
  LAB_SOCKET_FOREIGN: error(
    'a program cannot use a socket of another program',
    'let the program that opened it make the call',
  ),
  LAB_SOCKET_DROPPED: warning(
    'this socket is open and nothing holds it any more, so Python closes it',
    'close it first, or use another name',
  ),
};

const cardLabCodes = {
  LAB_LINK_FORM: error(
    'this does not name a stage of a lab',
    'write the lab and the stage, as in `echo#end`',
  ),
  LAB_LINK_UNKNOWN: error(
    'this stage of a lab does not exist',
    'name a lab of content/labs and one of its stages',
  ),
  LAB_LINK_AND_SCRIPT: error(
    'the card has both a lab script and a link to a stage of a lab',
    'remove one of the two',
  ),
  LAB_SCRIPT_SECOND: error(
    'this is a second lab script',
    'join the two, or put a heading with another id between them',
  ),
  LAB_COMPANION_PLACE: error(
    'this card has companion programs, but no order for them to run with',
    'move them to a card whose steps are all lab calls, or remove `beside`',
  ),
  LAB_COMPANION_STEP: error(
    'this step is not a lab call, so the order cannot run with its companion programs',
    'write one call in backticks, or remove the companion programs',
  ),
  LAB_ORDER_FAILED: error(
    'the right order of this card fails on the kernel',
    'correct the step, the steps before it, or the companion programs',
  ),
  LAB_COMPANION_LINE: error(
    'a companion program only makes calls',
    'write a prompt and a call, as in `server> s.listen()`',
  ),
  LAB_COMPANION_AND_SCRIPT: error(
    'the card has both a lab script and companion programs',
    'remove one of the two',
  ),
};

const guideCodes = {
  LAB_HEADING: error(
    'this heading begins no stage',
    'begin a stage with `## ` and an id; a single `#` is only for the title',
  ),
  LAB_SCRIPT_OUTSIDE: error(
    'this script is outside of every stage',
    'put a heading above it, as in `## Connect <!-- id: connect -->`',
  ),
  LAB_QUESTION_OUTSIDE: error(
    'this question or label is outside of every stage',
    'move it below the heading of a stage',
  ),
  LAB_LINK_PLACE: error('`**Lab:**` is for the cards of a deck', 'remove it, or write a lab script here'),
  LAB_STAGE_NONE: error('the lab has no stages', 'begin a stage with `## ` and an id'),
  LAB_STAGE_EMPTY: error('the stage is empty', 'write prose, a question or a lab script below its heading'),
  LAB_STAGE_KIND: error(
    'a stage can ask only a choice or an answer to be typed',
    'write a task list or `**Answer:**`',
  ),
  LAB_IMAGE: error('a lab shows no images', 'describe in words what the image shows'),
  LAB_DUPLICATE: error('two files have the same `lab`', 'give each file its own `lab`'),
  LAB_NUMBER_TAKEN: error('two labs have the same number', 'give each lab its own number'),
};

const labExpectationCodes = {
  LAB_EXPECTATION_MISPLACED: error(
    'no call is right above this line',
    'put it below its call; for a call that was blocked, write `server returns …`',
  ),
  LAB_EXPECTATION_COMMENT: warning(
    'this is a comment, so nothing is compared',
    'put it on the next line, without `#`',
  ),
  LAB_EXPECTATION_REPEATED: error(
    'the line above already gives the end of this call',
    'remove one of the two',
  ),
  LAB_NOT_BLOCKED: error(
    'no call of this thread is blocked',
    'write `blocks` below the call that has to wait; for a call right above that does not wait, omit the program',
  ),
  LAB_EXCEPTION_UNKNOWN: error(
    'no call of a lab raises this',
    "write a class of Python's exceptions, or an error number's name such as `ECONNREFUSED`",
  ),
  LAB_STATE_UNKNOWN: error('TCP has no such state', 'write it as RFC 9293 does, as in `SYN-SENT`'),
  LAB_MEASURE_UNKNOWN: error('a socket has no such property', 'correct its name'),
  LAB_COMPARISON: error('a number is expected here', 'write it as `5`, `>0` or `>=2`'),
  LAB_SEGMENT_FORM: error(
    'this is not a segment',
    'write its sender and its flags, as in `client PSH ACK 11`, with commas between segments',
  ),
  LAB_FLAG_UNKNOWN: error('TCP has no such flag', 'use SYN, ACK, PSH, FIN, RST, URG, ECE or CWR'),
  LAB_LOSS_FORM: error(
    'this does not name the segments to lose',
    'write `lose all to c`, with `all`, `nothing`, `handshake`, `next 2` or `30%`, and `to` or `from`',
  ),
  LAB_DURATION: error('this is not a time', 'write it as `300ms` or `1.5s`, at most 300s'),
  LAB_EXPECTATION_FAILED: error(
    'the kernel did something else',
    'read the log below, then correct the script or its expectation',
  ),
  LAB_REFUSED: error('the lab refused this', 'use only what the lab offers'),
};

/**
 * The codes of all problems but those that the lint rules of `lib/deck/lint/rules/` find. `docs/errors.md` lists them, and
 * a test compares the two.
 */
export const codes = {
  ...fileCodes,
  ...frontMatterCodes,
  ...cardCodes,
  ...limitCodes,
  ...labelCodes,
  ...kindCodes,
  ...blankCodes,
  ...imageCodes,
  ...labFenceCodes,
  ...labLineCodes,
  ...callCodes,
  ...labNameCodes,
  ...labExpectationCodes,
  ...cardLabCodes,
  ...guideCodes,
} satisfies Record<string, CodeInfo>;

export type DiagnosticCode = keyof typeof codes;
