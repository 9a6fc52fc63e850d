import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { htmlTree, type HtmlNode } from '#lib/cards/html-tree.ts';
import type { Body, Html, Prompt } from '#lib/cards/prompt.ts';
import { readDeck } from '#lib/deck/deck-reader.ts';
import { deckAnswers } from './deck-answers.ts';
import { grade } from './grade.ts';

const none = deckAnswers([]);
const file = 'content/decks/sockets.md';

/** The text that the page shows of markup. */
function shownText(html: Html): string {
  const textOf = (node: HtmlNode): string =>
    typeof node === 'string' ? node : node.tag === 'br' ? ' ' : node.children.map(textOf).join('');
  return htmlTree(html).map(textOf).join('').trim();
}

/** The texts of the parts of markup whose element has the tag. */
function textsOf(html: Html, tag: string): string[] {
  const found: string[] = [];
  const visit = (node: HtmlNode): void => {
    if (typeof node === 'string') return;
    if (node.tag === tag) found.push(shownText(asHtml(node.children)));
    else node.children.forEach(visit);
  };
  htmlTree(html).forEach(visit);
  return found;
}

/** Escaped text, so that it can be read as markup again. */
function asHtml(nodes: readonly HtmlNode[]): Html {
  const textOf = (node: HtmlNode): string =>
    typeof node === 'string' ? node : node.children.map(textOf).join('');
  return nodes.map(textOf).join('').replaceAll('&', '&amp;').replaceAll('<', '&lt;') as Html;
}

type TypedBody = Extract<Body, { kind: 'typed' }>;
type BlanksBody = Extract<Body, { kind: 'cloze' | 'code' }>;

/** What a page shows as right of a typed card. */
function rightOf(body: TypedBody): string[] {
  if (body.list === null) return [body.answer, ...body.accept].map(shownText);
  return [textsOf(body.answer, 'li').join(', ')];
}

function wrongOf({ body }: Prompt, others = none): unknown[] {
  if (body.kind === 'typed') return wrongTexts(body, others);
  return body.kind === 'cloze' || body.kind === 'code' ? wrongBlanks(body, others) : [];
}

function wrongTexts(body: TypedBody, others: typeof none): unknown[] {
  return rightOf(body)
    .map((text) => [text, grade(body, { kind: 'text', text }, others).verdict])
    .filter(([, verdict]) => verdict !== 'right');
}

function wrongBlanks(body: BlanksBody, others: typeof none): unknown[] {
  const texts = textsOf(body.shown, 'mark');
  const { verdict } = grade(body, { kind: 'blanks', texts }, others);
  return verdict === 'right' ? [] : [[texts, verdict]];
}

function promptsOf(body: string): readonly Prompt[] {
  return readDeck(`---\ndeck: d\ntitle: D\n---\n\n## Q <!-- id: q -->\n${body}\n`, { file: 'd.md' }).deck
    .prompts;
}

function acceptedOf(body: string): (readonly string[])[] {
  return promptsOf(body).map(({ body: one }) =>
    one.kind === 'typed' ? one.accepted.map(({ text }) => text) : [],
  );
}

/** Texts that mean something in Markdown, in code, to a reader or to the grader. */
const pieces = fc.constantFrom(
  ...[
    '*',
    '**',
    '_',
    '__',
    '~~',
    '`',
    '<',
    '>',
    '</b>',
    '<b>',
    '<!-- c -->',
    '[',
    ']',
    '(',
    ')',
    '![',
    '](x)',
  ],
  ...[
    '|',
    '\\',
    '\\*',
    '&',
    '&lt;',
    '&amp;',
    '#',
    '{',
    '}',
    '{{',
    '}}',
    '::',
    '$',
    '%',
    ' %',
    '—',
    ' — ',
    ' - ',
  ],
  ...[
    'a',
    'x',
    'SYN',
    'List',
    'int',
    '2',
    '16',
    '0x',
    '1,000',
    '127.0.0.1',
    'not',
    'or',
    'the',
    'é',
    'ß',
    'ﬁ',
  ],
  ...[
    ' ',
    '  ',
    '\u00a0',
    '\u00ad',
    '\u200b',
    ',',
    ', ',
    '.',
    ';',
    ':',
    '?',
    '!',
    '"',
    "'",
    '’',
    '=',
    '==',
    '+',
    '-',
  ],
);
const text = fc.oneof(
  { weight: 3, arbitrary: fc.array(pieces, { minLength: 1, maxLength: 8 }).map((all) => all.join('')) },
  fc.string({ maxLength: 20 }),
  fc.string({ unit: 'grapheme', maxLength: 12 }),
);
const line = text.filter((one) => !/[\r\n]/.test(one));

describe('what the page shows as right is graded as right', () => {
  it('on every card of the course', () => {
    const { deck } = readDeck(readFileSync(file, 'utf8'), { file });
    const others = deckAnswers(deck.prompts);
    for (const prompt of deck.prompts)
      expect([prompt.key, wrongOf(prompt, others)]).toEqual([prompt.key, []]);
  });

  it('for any text of an answer', () => {
    fc.assert(
      fc.property(line, line, (answer, accept) => {
        const body = `**Answer:** ${answer}\n\n**Also accept:** ${accept}`;
        expect([body, promptsOf(body).flatMap((prompt) => wrongOf(prompt))]).toEqual([body, []]);
      }),
      { numRuns: 1500, examples: [['[](x)', '*']] },
    );
  });

  it('for any text of an item of a list', () => {
    fc.assert(
      fc.property(line, line, fc.boolean(), (one, two, isOrdered) => {
        const body = `**Answer:**\n\n${isOrdered ? '1.' : '-'} ${one}\n${isOrdered ? '2.' : '-'} ${two}`;
        expect([body, promptsOf(body).flatMap((prompt) => wrongOf(prompt))]).toEqual([body, []]);
      }),
      { numRuns: 1000 },
    );
  });

  it('for any text of a blank, in prose and in code', () => {
    fc.assert(
      fc.property(line, fc.boolean(), (answer, isCode) => {
        const blank = `x {{${answer}}} y`;
        const body = isCode ? `\`\`\`python\n${blank}\n\`\`\`` : blank;
        expect([body, promptsOf(body).flatMap((prompt) => wrongOf(prompt))]).toEqual([body, []]);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('an answer', () => {
  it.each([
    '2**16 - 2**8',
    '2**16',
    'x**2 + y**2',
    'a*b*c',
    '2*3*4',
    '*.*',
    '*.tar.*',
    '**/*.py',
    '*args, **kwargs',
    '__init__',
    '__name__ == "__main__"',
    '_private_',
    '~~x~~',
    'List<int>',
    'Map<String, List<int>>',
    '<socket>',
    'vector<int> and set<int>',
    'a < b > c',
    'handlers[key](event)',
    'x[i](y)',
    '50%',
    '50 %',
    '5 €',
    'C:*.*',
    'int **argv, char **envp',
    'a_b_c',
    '#include <stdio.h>',
    '1 << 16',
    'SYN & ACK',
  ])('is all of %s, not what is left when Markdown takes its signs', (answer) => {
    expect(acceptedOf(`**Answer:** ${answer}`)).toEqual([[answer]]);
    expect(acceptedOf(`**Answer:** x\n\n**Also accept:** ${answer} | y`)).toEqual([['x', answer, 'y']]);
  });

  it.each([
    ['**SYN**', 'SYN'],
    ['the *SYN* flag', 'the SYN flag'],
    ['**S**YN', 'SYN'],
    ['a \\* b', 'a * b'],
    ['[the manual](https://example.org)', 'the manual'],
    ['a <!-- remark -->', 'a'],
  ])('in %s has markup that is meant', (answer, accepted) => {
    expect(acceptedOf(`**Answer:** ${answer}`)).toEqual([[accepted]]);
  });
});

describe('a percentage', () => {
  it.each([
    ['50%', '50 %'],
    ['50 %', '50%'],
    ['50 %', '50 percent'],
    ['50%', 'fifty percent'],
    ['a loss of 1.5 %', 'loss of 1.5%'],
    ['20 °C', '20°C'],
    ['5 €', '5€'],
    ['1.5 GB', '1.5GB'],
  ])('is the same with and without a space: %s is %s', (answer, typed) => {
    const graded = promptsOf(`**Answer:** ${answer}`).map(({ body }) =>
      body.kind === 'typed' ? grade(body, { kind: 'text', text: typed }, none).verdict : null,
    );
    expect(graded).toEqual(['right']);
  });

  it.each([
    ['50%', '50'],
    ['50%', '5 %'],
    ['50 ms', '50 s'],
  ])('keeps its number and its sign: %s is not %s', (answer, typed) => {
    const graded = promptsOf(`**Answer:** ${answer}`).map(({ body }) =>
      body.kind === 'typed' ? grade(body, { kind: 'text', text: typed }, none).verdict : null,
    );
    expect(graded).toEqual(['wrong']);
  });
});

it('takes a sum for its value, and for the sum', () => {
  const verdict = (typed: string) =>
    promptsOf('**Answer:** 2**16 - 2**8').map(({ body }) =>
      body.kind === 'typed' ? grade(body, { kind: 'text', text: typed }, none).verdict : null,
    );
  for (const typed of ['2**16 - 2**8', '2**16-2**8', '65280', '65,280', '2^16 - 2^8', '256 * 255'])
    expect([typed, verdict(typed)]).toEqual([typed, ['right']]);
  for (const typed of ['216 - 28', '216-28', '188', '65536'])
    expect([typed, verdict(typed)]).toEqual([typed, ['wrong']]);
});

describe('parentheses after a blank in code', () => {
  const verdict = (code: string, typed: string) =>
    promptsOf(`\`\`\`python\n${code}\n\`\`\``).map(({ body }) =>
      body.kind === 'code' ? grade(body, { kind: 'blanks', texts: [typed] }, none).verdict : null,
    );

  it.each(['Thread(target={{socket}})', 'x = {{socket}}'])(
    'are wrong where they would call it: %s',
    (code) => {
      expect(verdict(code, 'socket()')).toEqual(['wrong']);
      expect(verdict(code, 'socket')).toEqual(['right']);
    },
  );

  it.each(['s = {{socket}}(AF_INET)', '{{socket}} (AF_INET)'])(
    'are a slip, and shown as one, where they would call it twice: %s',
    (code) => {
      expect(verdict(code, 'socket()')).toEqual(['slip']);
      expect(verdict(code, 'socket')).toEqual(['right']);
    },
  );

  it('may repeat those that follow', () => {
    expect(verdict('s.{{accept}}()', 'accept()')).toEqual(['right']);
  });
});
