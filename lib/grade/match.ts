import type { AnswerForm, TypedForms } from '#lib/grade/normal-form.ts';
import { editsOutsideDigits } from '#lib/grade/typing-errors.ts';
import { editDistance } from '#lib/text/edit-distance.ts';
import { numberValue } from '#lib/grade/number-value.ts';
import type { Token } from '#lib/grade/python-tokens.ts';
import type { TextNote } from '#lib/grade/verdict.ts';

/** How many words may be added to those of the answer. */
const mostAdded = 3;

/** Words that negate an answer, or offer a second one. */
const turning =
  /^(?:no|not|non|never|none|neither|nor|without|cannot|or|instead|except|but|(?:is|are|was|were|do|does|did|has|have|had|ca|could|would|should|wo|must|need)nt)$/;

export function isTurning(word: string): boolean {
  return turning.test(word);
}

/**
 * What was typed in addition to the words of an answer, which it holds in order. `null`: it does not, or more than three words
 * are added, or one of those turns the answer round.
 */
function addedWords(words: readonly string[], typed: readonly string[]): string[] | null {
  if (typed.length - words.length > mostAdded) return null;
  const added: string[] = [];
  let at = 0;
  for (const word of typed) {
    if (word === words[at]) at += 1;
    else added.push(word);
  }
  return at < words.length || added.some(isTurning) ? null : added;
}

/** Letters of an answer from which one edit is a slip, and from which two are. */
const fromLetters = { one: 5, two: 9 };

/** Beginnings that make another word of a word, as in `reliable` and `unreliable`, `encode` and `decode`. */
const prefixes = new Set(
  ' asyn asym de dis down en ex extra fore il im in inter intra ir macro micro mid mis mono multi non out over post pre re semi sub super syn sym trans un under uni up'.split(
    ' ',
  ),
);

/** How many edits are a slip. */
function tolerance(text: string): number {
  const letters = text.match(/\p{L}/gu)?.length ?? 0;
  return letters >= fromLetters.two ? 2 : letters >= fromLetters.one ? 1 : 0;
}

/** Whether two words differ in their beginning, and the beginning makes another word of them. */
function isOtherWord(a: string, b: string): boolean {
  let same = 0;
  while (same < a.length && same < b.length && a.at(-1 - same) === b.at(-1 - same)) same += 1;
  for (let common = same; common >= Math.min(3, same); common -= 1) {
    const [beginA, beginB] = [a.slice(0, a.length - common), b.slice(0, b.length - common)];
    if (beginA !== beginB && prefixes.has(beginA) && prefixes.has(beginB)) return true;
  }
  return false;
}

/** Whether one word of the answer has become another one, or the answer was turned round. */
function isAnotherAnswer(words: readonly string[], typed: readonly string[]): boolean {
  if (words.some(isTurning) || typed.some(isTurning)) {
    if (words.filter(isTurning).join(' ') !== typed.filter(isTurning).join(' ')) return true;
  }
  return words.length === typed.length && words.some((word, at) => isOtherWord(word, typed[at] ?? ''));
}

/** Words that say what an answer is, and name nothing themselves. */
const categories = new Set('state protocol flag segment segments call function method exception'.split(' '));

/** Two neighbours are swapped in a word that is too short for a slip: `prot`. */
function isSwap(word: string, typed: string): boolean {
  const lettersOf = (text: string) => [...text].toSorted().join('');
  return (
    /^\p{L}{3,4}$/u.test(word) && lettersOf(word) === lettersOf(typed) && editDistance(word, typed, 1) === 1
  );
}

function matchProse(
  words: readonly string[],
  typed: readonly string[],
  isStrict: boolean,
): AnswerMatch | null {
  const [answer, response] = [words.join(' '), typed.join(' ')];
  if (answer === response) return { verdict: 'right', edits: 0, note: null };
  const added = addedWords(words, typed);
  if (added?.every((word) => categories.has(word))) return { verdict: 'right', edits: 0, note: null };
  if (added !== null) return { verdict: 'close', edits: 0, note: { kind: 'more-words' } };
  if (isAnotherAnswer(words, typed)) return null;
  const slip = editsOutsideDigits(answer, response, tolerance(answer));
  if (slip !== null) {
    // Next to code and numbers nothing is taken for a typing error without being asked.
    return isStrict
      ? { verdict: 'close', edits: slip, note: { kind: 'near' } }
      : { verdict: 'slip', edits: slip, note: null };
  }
  if (isStrict || words.length !== typed.length) return null;
  if (words.length < 2)
    return isSwap(answer, response) ? { verdict: 'close', edits: 1, note: { kind: 'near' } } : null;
  let sum = 0;
  for (const [at, word] of words.entries()) {
    const cost = editsOutsideDigits(word, typed[at] ?? '', tolerance(word));
    if (cost === null) return null;
    sum += cost;
  }
  return { verdict: 'close', edits: sum, note: { kind: 'near' } };
}

/** How what was typed is like an answer. */
export interface AnswerMatch {
  readonly verdict: 'right' | 'slip' | 'close';
  /** How many letters differ; 0 for what differs otherwise. */
  readonly edits: number;
  readonly note: TextNote | null;
}

function matchNumber(value: string, typed: TypedForms): AnswerMatch | null {
  if (typed.value === value) return { verdict: 'right', edits: 0, note: null };
  const word = typed.words.find((one) => numberValue(one) === value);
  if (typed.value !== null || word === undefined) return null;
  const added = addedWords([word], typed.words);
  const isOnly = added !== null && !added.some((one) => /\d/.test(one) || numberValue(one) !== null);
  return isOnly ? { verdict: 'close', edits: 0, note: { kind: 'near' } } : null;
}

/**
 * How a typed text is like an answer; `null`: it is not.
 *
 * @param isStrict no letter of prose may differ: it is next to an answer that is code or a number
 */
export function matchAnswer(form: AnswerForm, typed: TypedForms, isStrict: boolean): AnswerMatch | null {
  switch (form.kind) {
    case 'code':
      return matchCode(form.tokens, typed.tokens, form.isCall);
    case 'number':
      return matchNumber(form.value, typed);
    case 'prose':
      return matchProse(form.words, typed.words, isStrict);
    default:
      return form satisfies never;
  }
}

function isSame(a: readonly Token[], b: readonly Token[], keyOf: (token: Token) => string): boolean {
  return (
    a.length === b.length && a.every((token, at) => b[at] !== undefined && keyOf(token) === keyOf(b[at]))
  );
}

const key = (token: Token) => token.key;
/** A string's letters are data; only those of a name may have been typed by a phone. */
const caselessKey = (token: Token) => (token.kind === 'name' ? token.key.toLowerCase() : token.key);

/** The name, or the names with dots, in front of what the answer is; `null`: something else is there. */
function receiverOf(answer: readonly Token[], typed: readonly Token[]): string | null {
  const front = typed.slice(0, -answer.length);
  if (front.length < 2 || front.length % 2 !== 0 || answer[0]?.kind !== 'name') return null;
  const isChain = front.every((token, at) => (at % 2 === 0 ? token.kind === 'name' : token.key === '.'));
  return isChain
    ? front
        .map(({ raw }) => raw.trim())
        .join('')
        .slice(0, -1)
    : null;
}

/** What was typed without the arguments at its end; `null`: it has none. */
function withoutArguments(typed: readonly Token[]): readonly Token[] | null {
  const open = typed.findIndex((token) => token.key === '(');
  if (open < 1 || typed.at(-1)?.key !== ')') return null;
  let depth = 0;
  for (const [at, token] of typed.entries()) {
    if (token.key === '(') depth += 1;
    else if (token.key === ')') depth -= 1;
    if (depth === 0 && at > open && at < typed.length - 1) return null;
  }
  return depth === 0 ? typed.slice(0, open) : null;
}

/** Whether an exception was named as one speaks of it: `Type error`, `connection refused`. */
function isSpokenError(answer: readonly Token[], typed: readonly Token[]): boolean {
  const [name] = answer.slice(-1);
  if (name === undefined || !name.key.endsWith('rror') || typed.some(({ kind }) => kind !== 'name'))
    return false;
  const said = typed.map(({ key }) => key.toLowerCase()).join('');
  return said === name.key.toLowerCase() || `${said}error` === name.key.toLowerCase();
}

/** Words that say what an answer is, name nothing themselves, and are none of Python's. */
const framing = new Set(
  'a an the it its call calls function method exception constant keyword option statement object type value variable returns raises gives'.split(
    ' ',
  ),
);
/** The same of words that may mean more. */
const generic = new Set([
  ...framing,
  ...'called error class name raise except is this on with use using python socket bytes'.split(' '),
]);
/** How many of them may be around an answer. */
const mostAround = 3;

/** What is around the answer, which is whole in what was typed; `null`: it does not, or nothing is around it. */
function aroundOf(answer: readonly Token[], typed: readonly Token[], isCall: boolean): string[] | null {
  const said = typed.filter(({ key }, at) => !(isCall && /^[()]$/.test(key) && at > 0));
  const more = said.length - answer.length;
  if (more < 1 || more > mostAround) return null;
  for (let at = 0; at <= more; at += 1)
    if (isSame(answer, said.slice(at, at + answer.length), key))
      return said.toSpliced(at, answer.length).map((token) => token.key.toLowerCase());
  return null;
}

/** Both without empty parentheses at their end; `isCall`: the author wrote them. */
function matchCode(answer: readonly Token[], typed: readonly Token[], isCall: boolean): AnswerMatch | null {
  if (isSame(answer, typed, key)) return { verdict: 'right', edits: 0, note: null };
  if (isSame(answer, typed, caselessKey))
    return { verdict: 'close', edits: 0, note: { kind: 'letter-case' } };
  const receiver = receiverOf(answer, typed);
  if (receiver !== null && isSame(answer, typed.slice(-answer.length), key))
    return { verdict: 'close', edits: 0, note: { kind: 'receiver', receiver } };
  const called = isCall ? withoutArguments(typed) : null;
  if (called !== null && isSame(answer, called.slice(-answer.length), key)) {
    const isBare = called.length === answer.length || receiverOf(answer, called) !== null;
    if (isBare) return { verdict: 'close', edits: 0, note: { kind: 'arguments' } };
  }
  if (isSpokenError(answer, typed)) return { verdict: 'close', edits: 0, note: { kind: 'near' } };
  const around = aroundOf(answer, typed, isCall);
  if (around?.every((word) => framing.has(word))) return { verdict: 'right', edits: 0, note: null };
  if (around?.every((word) => generic.has(word)))
    return { verdict: 'close', edits: 0, note: { kind: 'more-words' } };
  return null;
}
