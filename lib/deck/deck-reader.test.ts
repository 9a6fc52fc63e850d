import { describe, expect, it } from 'vitest';
import type { Prompt } from '#lib/cards/prompt.ts';
import { readDeck } from '#lib/deck/deck-reader.ts';

const context = { file: 'content/decks/d.md' };
const front = '---\ndeck: d\ntitle: D\nlang: python\ntopics: [4]\n---\n\n';

function read(cards: string): readonly Prompt[] {
  const { deck, diagnostics } = readDeck(front + cards, context);
  expect(diagnostics).toEqual([]);
  return deck.prompts;
}

function only(cards: string): Prompt {
  const [prompt, ...more] = read(cards);
  expect(more).toEqual([]);
  if (prompt === undefined) throw new Error('no prompt');
  return prompt;
}

describe('each kind becomes what the format says', () => {
  it('basic, with a reason', () => {
    expect(
      only(
        '## What does `bind()` do?  <!-- id: bind; topics: 9, 3; rev: 2 -->\nGives an **address**.\n\n**Why:** so that\n',
      ),
    ).toEqual({
      key: 'd/bind',
      card: 'd/bind',
      rev: 2,
      kind: 'basic',
      topics: [3, 9],
      line: 8,
      front: 'What does <code>bind()</code> do?',
      text: 'What does bind() do?',
      body: { kind: 'basic', answer: '<p>Gives an <strong>address</strong>.</p>', asks: null },
      why: '<p>so that</p>',
      lab: null,
    });
  });

  it('both ways, where the forward key is the card’s own', () => {
    const [forward, reversed] = read('## `EADDRINUSE`  <!-- id: e; both -->\nThe address is **taken**.\n');
    expect(forward).toMatchObject({ key: 'd/e', topics: [4], body: { kind: 'basic', asks: 'meaning' } });
    expect(reversed).toMatchObject({
      key: 'd/e/reverse',
      card: 'd/e',
      front: 'The address is <strong>taken</strong>.',
      text: 'The address is taken.',
      body: { kind: 'basic', answer: '<code>EADDRINUSE</code>', asks: 'name' },
    });
  });

  it('typed', () => {
    const { body } = only(
      '## Which? <!-- id: t -->\nA question.\n\n**Answer:** `listen()`\n\n**Also accept:** `a|b` | c\n\n**Not:** `accept()` — it waits\n**Not:** x\n',
    );
    expect(body).toEqual({
      kind: 'typed',
      question: '<p>A question.</p>',
      answer: '<p><code>listen()</code></p>',
      accept: ['<code>a|b</code>', 'c'],
      accepted: [
        { text: 'listen()', isCode: true },
        { text: 'a|b', isCode: true },
        { text: 'c', isCode: false },
      ],
      list: null,
      not: [
        { answer: '<code>accept()</code>', text: { text: 'accept()', isCode: true }, message: 'it waits' },
        { answer: 'x', text: { text: 'x', isCode: false }, message: null },
      ],
    });
  });

  it('typed, where the answer is a list', () => {
    const text = (shown: string, isCode = false) => ({ text: shown, isCode });
    const items = '`SYN` | one\n2. SYN-ACK | two flags\n3. ACK';
    const { body } = only(`## Which? <!-- id: t -->\n**Answer:**\n\n1. ${items}\n\n**Not:** FIN\n`);
    expect(body).toEqual({
      kind: 'typed',
      question: null,
      answer: '<ol>\n<li><code>SYN</code></li>\n<li>SYN-ACK</li>\n<li>ACK</li>\n</ol>',
      accept: ['one', 'two flags'],
      accepted: [text('SYN, SYN-ACK, ACK')],
      list: {
        items: [[text('SYN', true), text('one')], [text('SYN-ACK'), text('two flags')], [text('ACK')]],
        anyOrder: false,
      },
      not: [{ answer: 'FIN', text: text('FIN'), message: null }],
    });
    expect(only('## Which? <!-- id: t -->\n**Answer:**\n- `a`\n- `b`\n').body).toMatchObject({
      answer: '<ul>\n<li><code>a</code></li>\n<li><code>b</code></li>\n</ul>',
      accepted: [text('a, b', true)],
      list: { items: [[text('a', true)], [text('b', true)]], anyOrder: true },
    });
  });

  it('choice', () => {
    expect(
      only('## Which? <!-- id: c -->\nLook:\n\n- [x] `a` — yes — really\n- [ ] b\n\nAfter.\n').body,
    ).toEqual({
      kind: 'choice',
      question: '<p>Look:</p>',
      options: [
        { text: '<code>a</code>', right: true, feedback: 'yes — really' },
        { text: 'b', right: false, feedback: null },
      ],
      explanation: '<p>After.</p>',
    });
  });

  it('order', () => {
    const free = '**Free:** `x` after 1\n**Free:** y before 2\n**Free:** z after 1 before 3\n';
    expect(
      only(`## Order <!-- id: o; order -->\n1. a\n2. b\n\nAfter.\n\n${free}\n**Extra:** \`w\` — no\n`).body,
    ).toEqual({
      kind: 'order',
      steps: ['a', 'b'],
      free: [
        { step: '<code>x</code>', after: 1, before: 3 },
        { step: 'y', after: 0, before: 2 },
        { step: 'z', after: 1, before: 3 },
      ],
      distractors: [{ step: '<code>w</code>', message: 'no' }],
      explanation: '<p>After.</p>',
      run: null,
    });
  });

  it('match', () => {
    expect(
      only('## Match <!-- id: m; match -->\n| E | C |\n|---|---|\n| `a` | b |\n| c | d |\n').body,
    ).toEqual({
      kind: 'match',
      head: ['E', 'C'],
      pairs: [
        ['<code>a</code>', 'b'],
        ['c', 'd'],
      ],
      explanation: null,
    });
  });

  it('cloze, a prompt for each blank or group of blanks', () => {
    const prompts = read(
      '## H <!-- id: h -->\nA {{SYN|syn::flag}}, {{1::ACK}}, {{1::`x()`}}, \\{{no}}.\n\n| a |\n|---|\n| {{p|q}} |\n',
    );
    expect(prompts.map(({ key }) => key)).toEqual(['d/h/syn', 'd/h/1', 'd/h/p']);
    const blank = '<span class="sr-only">blank</span><span aria-hidden="true">…</span></span>';
    const table = (cell: string) =>
      `\n<div class="table-scroll" tabindex="0" role="group" aria-label="Table"><table><thead><tr><th>a</th></tr></thead><tbody><tr><td>${cell}</td></tr></tbody></table></div>`;
    const flat = ({ body }: Prompt) =>
      JSON.parse(JSON.stringify(body).replaceAll(/\\n(?=<\/?t)/g, '')) as unknown;
    const [first, second] = prompts;
    expect(first && flat(first)).toEqual({
      kind: 'cloze',
      hidden: `<p>A <span class="blank" data-blank="0"><span class="sr-only">blank: </span>flag</span>, ACK, <code>x()</code>, {{no}}.</p>${table('p')}`,
      shown: `<p>A <mark class="blank">SYN</mark>, ACK, <code>x()</code>, {{no}}.</p>${table('p')}`,
      blanks: [
        {
          accepted: [
            { text: 'SYN', isCode: false },
            { text: 'syn', isCode: false },
          ],
          hint: 'flag',
          parentheses: 'same',
          before: 'A',
          after: ',',
        },
      ],
    });
    expect(second && flat(second)).toMatchObject({
      hidden: `<p>A SYN, <span class="blank" data-blank="0">${blank}, <span class="blank" data-blank="1">${blank}, {{no}}.</p>${table('p')}`,
      blanks: [
        { accepted: [{ text: 'ACK', isCode: false }], before: ',', after: ',' },
        { accepted: [{ text: 'x()', isCode: true }], before: ',' },
      ],
    });
  });

  it('code with blanks, coloured as if the answers were there', () => {
    const { body } = only('## H <!-- id: h -->\n```\ns.{{bind}}(b"\\{{")\n```\n');
    const pre = (inner: string) =>
      `<pre class="code" data-lang="python" tabindex="0" role="group" aria-label="Python code"><code>s.${inner}(<span class="tok-string">b"{{"</span>)</code></pre>`;
    expect(body).toMatchObject({
      kind: 'code',
      shown: pre('<mark class="blank"><span class="tok-function">bind</span></mark>'),
    });
  });

  it('the first kind of the table wins', () => {
    const kind = (body: string, words = '') =>
      readDeck(`${front}## Q <!-- id: q${words} -->\n${body}`, context).deck.prompts[0]?.kind;
    expect(kind('- [x] {{a}}\n- [ ] b\n\n**Answer:** x\n', '; order')).toBe('typed');
    expect(kind('1. [x] {{a}}\n2. [ ] b\n', '; order')).toBe('choice');
    expect(kind('1. {{a}}\n2. b\n', '; order; match')).toBe('order');
    expect(kind('| {{a}} | b |\n|---|---|\n| c | d |\n| e | f |\n', '; match')).toBe('match');
    expect(kind('{{a}}\n```\n{{b}}\n```\n')).toBe('code');
    expect(kind('{{a}}\n```\n\\{{b}}\n```\n')).toBe('cloze');
    expect(kind('\\{{a}}\n')).toBe('basic');
  });
});

describe('labels', () => {
  it('end at the next one, also without an empty line between', () => {
    expect(only('## Q <!-- id: q -->\ntext\n**Answer:** a\n**Why:** because\nof it\n')).toMatchObject({
      body: { question: '<p>text</p>', answer: '<p>a</p>' },
      why: '<p>because\nof it</p>',
    });
  });

  it('hold whole blocks', () => {
    expect(only('## Q <!-- id: q -->\nA\n\n**Why:**\n\n- a\n- b\n')).toMatchObject({
      why: '<ul>\n<li>a</li>\n<li>b</li>\n</ul>',
    });
  });

  it('are text in code, and other bold words are prose', () => {
    expect(only('## Q <!-- id: q -->\n**Note:** x\n\n```\n**Answer:** y\n```\n').kind).toBe('basic');
  });
});

describe('no card', () => {
  it('is text in fences, in comments, and below a first-level heading', () => {
    const cards =
      '# Part\nprose\n\n<!--\n## Old <!-- id: old -->\nx\n-->\n## Q <!-- id: q -->\n~~~~md\n~~~\n## In code <!-- id: code -->\n~~~~\n# Next\n**Answer:** none\n';
    expect(read(cards).map(({ key, kind }) => [key, kind])).toEqual([['d/q', 'basic']]);
  });
});

describe('identity', () => {
  it('does not move progress when a blank is put in front', () => {
    const keys = (body: string) => read(`## H <!-- id: h -->\n${body}\n`).map(({ key }) => key);
    expect(keys('{{a}} {{b}}')).toEqual(['d/h/a', 'd/h/b']);
    expect(keys('{{new}} {{a}} {{b}}')).toEqual(['d/h/new', 'd/h/a', 'd/h/b']);
  });

  it('names blanks that have no letters, are numbers, or are the same', () => {
    const keys = read('## H <!-- id: h -->\n{{*}} {{1}} {{漢}} {{SYN}} {{syn}} {{1::x}}\n').map(({ key }) =>
      key.slice(4),
    );
    expect(keys).toEqual(['u2a', 'blank-1', 'u6f22', 'syn', 'syn-2', '1']);
  });

  it('serves cards without an id, and two of the same heading apart', () => {
    const { deck } = readDeck(
      `${front}## What is a port?\nA\n\n## What is a port?\nB\n\n## The <!-- id: port-2 -->\nC\n`,
      context,
    );
    expect(deck.prompts.map(({ key }) => key)).toEqual(['d/port', 'd/port-3', 'd/port-2']);
  });

  it('derives the deck from the file’s name where the front matter has none', () => {
    const { deck } = readDeck('---\n: : broken\n---\n## Q <!-- id: q -->\nA\n', {
      file: 'content/decks/TCP sockets.md',
    });
    expect(deck).toMatchObject({ deck: 'tcp-sockets', lang: 'en', prompts: [{ key: 'tcp-sockets/q' }] });
  });
});

it('reads CRLF, a byte order mark and a missing final line ending as if they were not there', () => {
  const text = `${front}## Q <!-- id: q -->\n**Answer:** a\nb\n\n\`\`\`python\nx = 1\ny = 2\n\`\`\``;
  expect(readDeck(`\ufeff${text.replaceAll('\n', '\r\n')}`, context)).toEqual(readDeck(`${text}\n`, context));
});

it('asks for images each time, and renders them with the address of the moment', () => {
  const { deck, diagnostics } = readDeck(`${front}## Q <!-- id: q -->\n![A plan](img/a%20b.png)\n`, {
    ...context,
    imageAt: (path) => (path === 'img/a b.png' ? 'file' : 'nothing'),
    imageUrl: (path) => `/files/${encodeURI(path)}`,
    imageSize: () => ({ width: 3, height: 4 }),
  });
  expect(diagnostics).toEqual([]);
  expect(deck.prompts[0]?.body).toEqual({
    kind: 'basic',
    answer:
      '<p><img src="/files/img/a%20b.png" alt="A plan" width="3" height="4" loading="lazy" decoding="async"></p>',
    asks: null,
  });
});

it.each(['v after 1, before 3', 'v before 3 after 1', 'v, After 1 and before 3.'])(
  'reads the range of a free step: %s',
  (free) => {
    const { deck, diagnostics } = readDeck(
      `${front}## Q <!-- id: q; order -->\n1. a\n2. b\n3. c\n\n**Free:** ${free}\n`,
      context,
    );
    expect(diagnostics).toEqual([]);
    expect(deck.prompts[0]?.body).toMatchObject({ free: [{ step: 'v', after: 1, before: 3 }] });
  },
);

it('knows what the topics are called', () => {
  const named = front.replace('---\n', '---\ntopic-names: {3: the backlog, 8: blocking}\n');
  const { deck, diagnostics } = readDeck(`${named}## Q <!-- id: q -->\nA\n`, context);
  expect(diagnostics).toEqual([]);
  expect(deck.topicNames).toEqual({ 3: 'the backlog', 8: 'blocking' });
});
