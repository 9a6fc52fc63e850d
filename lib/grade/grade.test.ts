import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readDeck } from '#lib/deck/deck-reader.ts';
import type { Body } from '#lib/cards/prompt.ts';
import { shuffled } from '#lib/cards/shuffle.ts';
import { processorMs } from '#test/processor-ms.ts';
import { deckAnswers } from './deck-answers.ts';
import { emptyResponse } from '#lib/grade/response.ts';
import { grade } from './grade.ts';
import { orderItems } from '#lib/grade/grade-order.ts';
import type { StudentResponse, GradableBody, Grade } from './verdict.ts';

const file = 'content/decks/sockets.md';
const { deck } = readDeck(readFileSync(file, 'utf8'), { file });
const others = deckAnswers(deck.prompts);
const none = deckAnswers([]);

function bodyOf(card: string, words = ''): GradableBody {
  const source = `---\ndeck: d\ntitle: D\n---\n## Q <!-- id: q${words} -->\n${card}\n`;
  const body = readDeck(source, { file: 'd.md' }).deck.prompts[0]?.body;
  if (body === undefined || body.kind === 'basic') throw new Error(card);
  return body;
}

function typed(body: GradableBody, text: string) {
  return grade(body, { kind: 'text', text }, none);
}

describe('a list', () => {
  const anyOrder = bodyOf(
    '**Answer:**\n\n- SYN\n- SYN and ACK | SYN-ACK\n- `bind((host, port))`\n\n**Not:** FIN — no',
  );
  const inOrder = bodyOf('**Answer:**\n\n1. socket\n2. binding\n3. listening\n4. accepting');

  it('is right with commas, semicolons, arrows, lines or words between, in any order', () => {
    for (const text of [
      'SYN, SYN-ACK, bind((host, port))',
      'SYN; SYN and ACK; bind((host,port))',
      'bind((host, port)) and SYN and SYN-ACK',
      'syn-ack\nbind((host, port))\n the SYN',
      'SYN, SYN and ACK, and bind((host, port)).',
      'SYN -> SYN-ACK -> bind((host, port))',
      'SYN → SYN-ACK，bind((host, port))',
    ]) {
      expect([text, typed(anyOrder, text)]).toEqual([
        text,
        expect.objectContaining({ verdict: 'right', credit: 1, missing: [] }),
      ]);
    }
  });

  it('gives credit for each item, and takes some for each wrong one', () => {
    expect(typed(anyOrder, 'SYN, SYN-ACK')).toMatchObject({
      verdict: 'wrong',
      credit: 2 / 3,
      missing: ['bind((host, port))'],
    });
    expect(typed(anyOrder, 'SYN, FIN, SYN-ACK, SYN')).toMatchObject({
      verdict: 'wrong',
      credit: 2 / 5,
      items: [
        { verdict: 'right' },
        { verdict: 'wrong', note: { kind: 'not', index: 0 } },
        {},
        { verdict: 'wrong' },
      ],
    });
    expect(typed(anyOrder, '')).toMatchObject({ verdict: 'wrong', credit: 0, items: [] });
  });

  it('has the tolerance of each item’s kind', () => {
    expect(typed(inOrder, 'socket, bindign, listening, accepting')).toMatchObject({
      verdict: 'slip',
      credit: 1,
    });
    expect(typed(anyOrder, 'SYN, SYN-ACK, Bind((host, port))')).toMatchObject({
      verdict: 'close',
      credit: 2 / 3,
    });
    expect(typed(anyOrder, 'SYN, SYN-ACK, bnd((host, port))')).toMatchObject({
      verdict: 'wrong',
      credit: 2 / 4,
    });
  });

  it('does not say of an item that is named twice that it is misplaced where any order is right', () => {
    expect(typed(anyOrder, 'SYN, SYN')).toMatchObject({
      verdict: 'wrong',
      items: [{ verdict: 'right' }, { verdict: 'wrong', note: null }],
    });
  });

  it('counts the longest part that is in order where it is numbered', () => {
    expect(typed(inOrder, 'socket, binding, listening, accepting')).toMatchObject({
      verdict: 'right',
      credit: 1,
    });
    expect(typed(inOrder, 'accepting, socket, binding, listening')).toMatchObject({
      verdict: 'wrong',
      credit: 3 / 4,
      items: [
        { verdict: 'wrong', expected: 'socket', note: { kind: 'misplaced' } },
        { verdict: 'right' },
        {},
        {},
      ],
      missing: [],
    });
    expect(typed(inOrder, 'socket, listening, accepting')).toMatchObject({ verdict: 'wrong', credit: 3 / 4 });
    expect(typed(inOrder, 'socket, binding, listening, accepting, mumbling')).toMatchObject({
      verdict: 'wrong',
      credit: 4 / 5,
    });
  });

  it('gives an item that says two of them to the one that is left', () => {
    const body = bodyOf('**Answer:**\n\n- one way | both ways\n- other way | also both');
    expect(typed(body, 'both ways, other way').verdict).toBe('right');
    const shared = bodyOf('**Answer:**\n\n- network\n- networks');
    expect(typed(shared, 'networks, network').verdict).toBe('right');
  });

  it('keeps a number with its commas, and an apostrophe that opens nothing', () => {
    const body = bodyOf("**Answer:**\n\n- 65,535\n- the client's port");
    expect(typed(body, "the client's port, 65,535").verdict).toBe('right');
  });

  it('takes less than 50 ms, whatever is typed', () => {
    const items = Array.from(
      { length: 20 },
      (_, at) => `- item number ${'x'.repeat(at)} | \`other${String(at)}\``,
    );
    const body = bodyOf(`**Answer:**\n\n${items.join('\n')}`);
    for (const unit of ['\n', 'a,', "item, 'x and ", '(', "'b", ',', 'item number xx, ', 'x']) {
      for (const length of [65_536, 590]) {
        const text = unit.repeat(length / unit.length);
        expect(
          processorMs(() => typed(body, text)),
          `${unit} × ${String(length)}`,
        ).toBeLessThan(50);
      }
    }
  });

  it('is right in every order of its items, however they are parted', () => {
    const names = ['alpha', 'bravo', 'charlie', 'delta', 'echo'];
    const body = bodyOf(`**Answer:**\n\n${names.map((name) => `- ${name}`).join('\n')}`);
    fc.assert(
      fc.property(fc.string(), fc.constantFrom(', ', ' ; ', '\n', ' and ', ', and '), (seed, between) => {
        expect(typed(body, shuffled(names, seed).join(between))).toMatchObject({
          verdict: 'right',
          credit: 1,
        });
      }),
    );
  });
});

describe('code with blanks', () => {
  const body = bodyOf('```python\ns.{{1::listen}}()\nThread(target={{1::serve}})\n{{1::close(s)}}\n```');
  const filled = (...texts: string[]) => grade(body, { kind: 'blanks', texts }, none);

  it('does not call what the code only names', () => {
    expect(filled('listen()', 'serve()', 'close(s)')).toMatchObject({
      verdict: 'wrong',
      blanks: [{ verdict: 'right' }, { verdict: 'wrong', note: { kind: 'called' } }, { verdict: 'right' }],
    });
    expect(filled('listen', 'serve', 'close(s)').verdict).toBe('right');
  });
});

describe('what is next to a blank', () => {
  const body = bodyOf(
    '```python\nwith {{1::socket}}.socket() {{1::as}} c:\n    if {{1::not data|data == b""}}: {{1::break}}\n```',
    'code',
  );
  const verdictOf = (text: string, at: number) => {
    const texts = body.kind === 'code' ? body.blanks.map((_, index) => (index === at ? text : '')) : [];
    const graded = grade(body, { kind: 'blanks', texts }, none);
    return graded.kind === 'blanks' ? graded.blanks[at] : null;
  };
  const repeated = { verdict: 'close', note: { kind: 'repeated' } };

  it('may be typed once more: then the student decides', () => {
    expect(verdictOf('as c', 1)).toMatchObject(repeated);
    expect(verdictOf('.socket() as c:', 1)).toMatchObject(repeated);
    expect(verdictOf('if not data:', 2)).toMatchObject({ ...repeated, typed: 'if not data:' });
    expect(verdictOf('if  data == b""', 2)).toMatchObject(repeated);
    expect(verdictOf('socket.socket()', 0)).toMatchObject(repeated);
  });

  it('makes nothing right that is wrong without it, and is no answer', () => {
    for (const [text, at] of [
      ['in c', 1],
      ['as d', 1],
      ['c:', 1],
      ['c', 1],
      ['if data', 2],
      ['while not data:', 2],
      ['if not data: break', 2],
    ] as const)
      expect(verdictOf(text, at), text).toMatchObject({ verdict: 'wrong' });
  });
});

describe('an order', () => {
  const body = bodyOf(
    '1. `a`\n2. `b`\n3. `c`\n4. `b`\n\n**Free:** f after 1 before 3\n\n**Extra:** x — no',
    '; order',
  );
  const placed = (...positions: number[]) => grade(body, { kind: 'steps', placed: positions }, none);
  const [a, b, c, again, free, distractor] = [0, 1, 2, 3, 4, 5] as const;

  it('is right with a free step anywhere in its range, or left out', () => {
    for (const order of [
      [a, b, c, again],
      [a, free, b, c, again],
      [a, b, free, c, again],
    ]) {
      expect(placed(...order)).toMatchObject({ verdict: 'right', credit: 1, firstWrong: null, missing: [] });
    }
    expect(placed(free, a, b, c, again)).toMatchObject({
      verdict: 'wrong',
      credit: 4 / 5,
      faults: ['too-early', null, null, null, null],
      firstWrong: 0,
    });
    expect(placed(a, b, c, free, again)).toMatchObject({
      faults: [null, null, null, 'too-late', null],
      firstWrong: 3,
    });
  });

  it('takes two steps with the same text for each other', () => {
    expect(placed(a, again, c, b)).toMatchObject({ verdict: 'right', credit: 1 });
  });

  it('gives credit by the longest run, and says what is too early, too late and extra', () => {
    expect(placed(b, a, c, again)).toMatchObject({
      credit: 3 / 4,
      faults: ['too-early', null, null, null],
      firstWrong: 0,
    });
    expect(placed(b, c, again, a)).toMatchObject({
      credit: 3 / 4,
      faults: [null, null, null, 'too-late'],
      firstWrong: 0,
    });
    expect(placed(a, distractor, b, c, again)).toMatchObject({
      verdict: 'wrong',
      credit: 4 / 5,
      faults: [null, 'distractor', null, null, null],
      firstWrong: 1,
    });
    expect(placed(a, b)).toMatchObject({
      credit: 2 / 4,
      faults: [null, null],
      firstWrong: 2,
      missing: [c, again],
    });
    expect(placed()).toMatchObject({ credit: 0, firstWrong: 0 });
  });

  it('takes a place that does not exist, or twice the same, for what does not belong', () => {
    expect(placed(a, a, 99, -1, b, c, again)).toMatchObject({
      verdict: 'wrong',
      credit: 4 / 7,
      faults: [null, 'distractor', 'distractor', 'distractor', null, null, null],
    });
  });
});

describe('a choice', () => {
  const one = bodyOf('- [x] a\n- [ ] b\n- [ ] c');
  const several = bodyOf('- [x] a\n- [x] b\n- [x] c\n- [ ] d\n- [ ] e');
  const picked = (body: GradableBody, ...positions: number[]) =>
    grade(body, { kind: 'options', picked: positions }, none);

  it('with one right answer is right or wrong', () => {
    expect(picked(one, 0)).toMatchObject({ verdict: 'right', credit: 1 });
    expect(picked(one, 1)).toMatchObject({ verdict: 'wrong', credit: 0 });
    expect(picked(one)).toMatchObject({ verdict: 'wrong', credit: 0 });
  });

  it('with several gives a share for each right one, and takes one for each wrong one', () => {
    expect(picked(several, 0, 1, 2)).toMatchObject({ verdict: 'right', credit: 1 });
    expect(picked(several, 0, 1)).toMatchObject({ verdict: 'wrong', credit: 2 / 3 });
    expect(picked(several, 0, 1, 2, 3)).toMatchObject({
      verdict: 'wrong',
      credit: 2 / 3,
      right: 3,
      rightPicked: 3,
      wrongPicked: 1,
    });
    expect(picked(several, 3, 4)).toMatchObject({ credit: 0 });
    expect(picked(several, 0, 1, 2, 3, 4)).toMatchObject({ credit: 1 / 3 });
  });
});

describe('a match', () => {
  it('gives a share for each right row', () => {
    const body = bodyOf('| A | B |\n|---|---|\n| 1 | one |\n| 2 | two |\n| 3 | three |', '; match');
    const rights = (...rows: (number | null)[]) => grade(body, { kind: 'pairs', rights: rows }, none);
    expect(rights(0, 1, 2)).toMatchObject({ verdict: 'right', credit: 1 });
    expect(rights(0, 2, 1)).toMatchObject({
      verdict: 'wrong',
      credit: 1 / 3,
      areRight: [true, false, false],
    });
    expect(rights(null, 1)).toMatchObject({ credit: 1 / 3 });
  });

  it('takes a right side with the same text for the same', () => {
    const body = bodyOf('| A | B |\n|---|---|\n| 1 | one |\n| 2 | two |', '; match');
    const [first] = body.kind === 'match' ? body.pairs : [];
    if (body.kind !== 'match' || first === undefined) throw new Error('no match');
    const same = { ...body, pairs: [first, [first[0], first[1]] as const] };
    expect(grade(same, { kind: 'pairs', rights: [1, 0] }, none)).toMatchObject({
      verdict: 'right',
      credit: 1,
    });
  });
});

describe('blanks', () => {
  const body = bodyOf('The {{1::client}} asks the {{1::server}} at {{1::8080}}.');
  const filled = (...texts: string[]) => grade(body, { kind: 'blanks', texts }, none);

  it('count each by itself, in its own place; the worst is the verdict', () => {
    expect(filled('client', 'server', '8,080')).toMatchObject({ verdict: 'right', credit: 1 });
    expect(filled('cleint', 'server', '8080')).toMatchObject({ verdict: 'slip', credit: 1 });
    expect(filled('cleint', 'server', '8080 bytes')).toMatchObject({ verdict: 'close', credit: 2 / 3 });
    expect(filled('server', 'client', '8080')).toMatchObject({ verdict: 'wrong', credit: 1 / 3 });
    expect(filled('client')).toMatchObject({ verdict: 'wrong', credit: 1 / 3, blanks: { length: 3 } });
  });
});

const gradable = deck.prompts.flatMap(({ key, body }) => (body.kind === 'basic' ? [] : [{ key, body }]));

describe('every card of the course deck', () => {
  it('grades nothing, and what belongs to another kind, as wrong', () => {
    for (const { key, body } of gradable) {
      const other: StudentResponse = {
        kind: body.kind === 'choice' ? 'blanks' : 'options',
        ...{ picked: [0], texts: [] },
      };
      for (const response of [emptyResponse(body), other]) {
        expect([key, grade(body, response, others)]).toEqual([
          key,
          expect.objectContaining({ verdict: 'wrong', credit: 0 }),
        ]);
      }
    }
  });

  it('has a credit from 0 to 1, and 1 only for what is right', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 30 }),
      fc.constantFrom(...gradable.flatMap(({ body }) => answersOf(body))),
    );
    const positions = fc.array(fc.integer({ min: -1, max: 9 }), { maxLength: 10 });
    fc.assert(
      fc.property(
        fc.constantFrom(...gradable),
        fc.array(text, { minLength: 1, maxLength: 4 }),
        positions,
        ({ body }, texts, numbers) => {
          const graded = grade(body, responseFor(body, texts, numbers), others);
          expect(graded.credit).toBeGreaterThanOrEqual(0);
          expect(graded.credit).toBeLessThanOrEqual(1);
          expect(graded.credit === 1).toBe(graded.verdict === 'right' || graded.verdict === 'slip');
        },
      ),
      { numRuns: 2000 },
    );
  });

  const ways = gradable.flatMap(({ key, body }) =>
    body.kind === 'typed' ? body.accepted.map(({ text, isCode }) => ({ key, body, text, isCode })) : [],
  );

  it('takes a right answer in every allowed variation', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...ways),
        fc.constantFrom(...variations),
        fc.nat(),
        ({ key, body, text, isCode }, vary, at) => {
          const written = itemsOf(body, text)
            .map((item) => vary(item, isCode, at))
            .join(', ');
          expect([key, written, graded(body, written).verdict]).toEqual([key, written, 'right']);
        },
      ),
      { numRuns: 2000 },
    );
  });

  it('takes no answer in which a digit or a letter of an identifier is another one', () => {
    const exact = ways.filter(({ isCode, text }) => isCode || /\d/.test(text));
    fc.assert(
      fc.property(fc.constantFrom(...exact), fc.nat(), fc.nat(), ({ key, body, text, isCode }, at, by) => {
        const places = Array.from(text.matchAll(isCode ? /[A-Za-z0-9_]/g : /\d/g), ({ index }) => index);
        const place = places[at % places.length] ?? 0;
        const letters = /\d/.test(text.charAt(place))
          ? '0123456789'
          : 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_';
        const letter = letters.charAt(by % letters.length);
        const changed = text.slice(0, place) + letter + text.slice(place + 1);
        const isOther = body.kind === 'typed' && body.accepted.every((one) => one.text !== changed);
        // The prefix of a string may be written large.
        if (!isOther || changed.toLowerCase() === text.toLowerCase()) return;
        // The other items of a list are right.
        const rest = itemsOf(body, text).length - 1;
        const { credit } = graded(body, changed);
        expect([key, changed, credit === 0 || credit <= rest / (rest + 1)]).toEqual([key, changed, true]);
      }),
      { numRuns: 3000 },
    );
  });
});

/** What a typed answer is made of: one thing, or the items of a list. */
function itemsOf(body: GradableBody, text: string): string[] {
  const list = body.kind === 'typed' ? body.list : null;
  return list === null ? [text] : list.items.map((item) => item[0]?.text ?? '');
}

function graded(body: GradableBody, text: string): Grade {
  return grade(body, { kind: 'text', text }, others);
}

function answersOf(body: Body): string[] {
  if (body.kind === 'typed')
    return [...body.accepted, ...body.not.map((wrong) => wrong.text)].map(({ text }) => text);
  return body.kind === 'cloze' || body.kind === 'code'
    ? body.blanks.flatMap(({ accepted }) => accepted.map(({ text }) => text))
    : [];
}

function responseFor(
  body: GradableBody,
  texts: readonly string[],
  numbers: readonly number[],
): StudentResponse {
  switch (body.kind) {
    case 'typed':
      return { kind: 'text', text: texts[0] ?? '' };
    case 'choice':
      return { kind: 'options', picked: numbers };
    case 'order':
      return { kind: 'steps', placed: numbers.filter((number) => number <= orderItems(body).length) };
    case 'match':
      return { kind: 'pairs', rights: numbers };
    case 'cloze':
    case 'code':
      return { kind: 'blanks', texts };
    default:
      return body satisfies never;
  }
}

type Vary = (text: string, isCode: boolean, at: number) => string;

/** Ways to write an answer that make no other of it. */
const variations: readonly Vary[] = [
  (text) => `  ${text}\t`,
  (text) => `\`${text}\``,
  (text) => `${text}.`,
  (text) => text.replace(/[!-&(-~]/g, (char) => String.fromCharCode(char.charCodeAt(0) + 0xfee0)),
  (text, isCode) => (isCode && /\w$/.test(text) ? `${text}()` : text.replace(/\(\)$/, '')),
  (text, isCode) => (isCode ? text.replaceAll("'", '"') : text.replaceAll("'", '’')),
  (text) => (/['\d]/.test(text) ? text : text.replace(/[.() ]/g, ' $& ')),
  (text, isCode) => (isCode ? text : text.toUpperCase()),
  (text, isCode) => (isCode ? text : text.toLowerCase()),
  (text, isCode) => (isCode || /\d/.test(text) ? text : `the ${text.replaceAll(' ', '-')}`),
  (text, isCode, at) => (isCode || /\d/.test(text) ? text : `${text}${'!?.,;:'.charAt(at % 6)}`),
  (text) => (/^\d+$/.test(text) ? `0x${Number(text).toString(16)}` : text),
];
