import { body, card, match, order } from '#lib/deck/lint/base/example-decks.ts';
import type { Rule } from '#lib/deck/lint/base/rule.ts';
import { nodeRange, firstLineOf } from '#lib/deck/markdown/parse.ts';
import { isEmpty } from '#lib/deck/markdown/phrase.ts';

/** Headings that ask for an order, in the languages that decks were seen in. */
const asksOrder =
  /\b(?:in|into|by)\b.{0,60}\border\b|^(?:which|what) order\b|^(?:what|which) (?:is|was) the (?:\w+ )?(?:order|sequence)\b|\b(?:right|correct|proper) (?:order|sequence)\b|\b(?:in|into) .{0,40}\bsequence\b|^(?:order|sort|arrange|rank|sequence)\b|\breihenfolge\b|^(?:ordne|sortiere)\b|\bdans l['’]ordre\b|\bordonne[rz]?\b|\ben orden\b|\bordena\b|\bin ordine\b|\bna ordem\b|\bpo kolei\b|\bпорядке?\b|順番|顺序|顺序/iu;
const asksMatch =
  /^(?:match|pair|connect)\b|\bmatch (?:each|the|every)\b|^(?:ordne|verbinde)\b.*\bzu\b|\bzuordn|^(?:associe|relie)|\bemparej|^relaciona|^abbina|^associa|\bdopasuj|\bсопостав/iu;

export const kindUnmarked: Rule = {
  code: 'KIND_UNMARKED',
  severity: 'warning',
  message: 'the comment of the heading names no kind, so the card shows this as its answer',
  help: 'add the word to the comment, or leave it if students only think of the answer',
  check: ({ body: nodes, outline }, report) => {
    const { kind, heading, source } = outline;
    if (kind !== 'basic' || heading.comment.both !== null) return;
    const [first, ...more] = nodes.filter((node) => !isEmpty([node]));
    if (first === undefined || more.length > 0) return;
    const isSteps = first.type === 'list' && first.ordered === true && first.children.length > 1;
    if (isSteps && asksOrder.test(heading.text))
      report(firstLineOf(first, source), {
        message: 'without `order` in the comment of the heading, students only see this list as the answer',
        help: 'write `<!-- id: …; order -->` if they are to put the steps in order; otherwise reword the heading',
      });
    const isPairs =
      first.type === 'table' && first.children.length > 2 && first.children[0]?.children.length === 2;
    if (isPairs && asksMatch.test(heading.text)) {
      const { start } = nodeRange(first);
      const end = start + (/^[^\r\n]*/.exec(source.slice(start))?.[0].length ?? 1);
      report(
        { start, end },
        {
          message:
            'without `match` in the comment of the heading, students only see this table as the answer',
          help: 'write `<!-- id: …; match -->` if they are to match the pairs; otherwise reword the heading',
        },
      );
    }
  },
  examples: {
    reported: [
      { deck: card('Put the calls in order <!-- id: q -->', '⟦1. bind()⟧\n2. listen()'), help: '; order' },
      { deck: card('In which order? <!-- id: q -->', '⟦1. bind()⟧\n2. listen()'), help: '; order' },
      { deck: card('Sort the states of a client <!-- id: q -->', '⟦1. a⟧\n2. b\n3. c'), help: '; order' },
      { deck: card('What is the order of the calls? <!-- id: q -->', '⟦1. a⟧\n2. b'), help: '; order' },
      { deck: card('Bring them into the right sequence <!-- id: q -->', '⟦1. a⟧\n2. b'), help: '; order' },
      { deck: card('Arrange these <!-- id: q -->', '⟦1) a⟧\n2) b'), help: '; order' },
      { deck: card('Bringe die Aufrufe in die richtige Reihenfolge <!-- id: q -->', '⟦1. a⟧\n2. b') },
      {
        deck: card('Match the terms <!-- id: q -->', '⟦| a | b |⟧\n|---|---|\n| 1 | 2 |\n| 3 | 4 |'),
        help: '; match',
      },
    ],
    silent: [
      card('How does a server begin? <!-- id: q -->', '1. bind()\n2. listen()'),
      card('Put the calls in order <!-- id: q -->', 'First bind(), then listen().'),
      card('What is network byte order? <!-- id: q -->', '1. Big-endian\n2. The first byte is the highest'),
      card('Put the calls in order <!-- id: q -->', 'Think first.\n\n1. bind()\n2. listen()'),
      card('What does each error mean? <!-- id: q -->', '| a | b |\n|---|---|\n| 1 | 2 |\n| 3 | 4 |'),
      body('1. a\n2. b'),
      order('1. a\n2. b'),
      match('| a | b |\n|---|---|\n| 1 | 2 |\n| 3 | 4 |'),
    ],
  },
};
