import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readDeck } from '#lib/deck/deck-reader.ts';
import { deckAnswers } from '#lib/grade/deck-answers.ts';
import { orderItems } from '#lib/grade/grade-order.ts';
import { grade } from '#lib/grade/grade.ts';
import { hint } from '#lib/grade/hint.ts';
import { emptyResponse, responseOf, responseTexts, isAnswered } from '#lib/grade/response.ts';
import { type StudentResponse, type GradableBody, ratingOf } from '#lib/grade/verdict.ts';

const file = 'content/decks/sockets.md';
const { deck } = readDeck(readFileSync(file, 'utf8'), { file });
const others = deckAnswers(deck.prompts);
const gradable = deck.prompts.flatMap(({ key, body }) => (body.kind === 'basic' ? [] : [{ key, body }]));

function bodyOf(card: string, words = ''): GradableBody {
  const source = `---\ndeck: d\ntitle: D\n---\n## Q <!-- id: q${words} -->\n${card}\n`;
  const body = readDeck(source, { file: 'd.md' }).deck.prompts[0]?.body;
  if (body === undefined || body.kind === 'basic') throw new Error(card);
  return body;
}

function rightResponse(body: GradableBody): StudentResponse {
  switch (body.kind) {
    case 'typed':
      return { kind: 'text', text: body.accepted[0]?.text ?? '' };
    case 'choice':
      return { kind: 'options', picked: body.options.flatMap(({ right }, at) => (right ? [at] : [])) };
    case 'order':
      return { kind: 'steps', placed: body.steps.map((_, at) => at) };
    case 'match':
      return { kind: 'pairs', rights: body.pairs.map((_, at) => at) };
    case 'cloze':
    case 'code':
      return { kind: 'blanks', texts: body.blanks.map(({ accepted }) => accepted[0]?.text ?? '') };
    default:
      return body satisfies never;
  }
}

describe('what is given to a card', () => {
  it('is nothing at first, and something then', () => {
    for (const { key, body } of gradable) {
      expect([key, isAnswered(body, emptyResponse(body)), isAnswered(body, rightResponse(body))]).toEqual([
        key,
        false,
        true,
      ]);
    }
    const body = bodyOf('**Answer:** x');
    expect(isAnswered(body, { kind: 'text', text: ' \n' })).toBe(false);
    expect(isAnswered(body, { kind: 'options', picked: [1] })).toBe(false);
  });

  it('comes back from the texts that the log keeps', () => {
    for (const { key, body } of gradable) {
      for (const response of [rightResponse(body), emptyResponse(body)]) {
        expect([key, responseOf(body, responseTexts(body, response))]).toEqual([key, response]);
      }
      expect(grade(body, rightResponse(body), others).verdict).toBe('right');
    }
  });

  it('is kept part by part, as one reads it', () => {
    const match = bodyOf('| A | B |\n|---|---|\n| 1 | `one` |\n| 2 | two |', '; match');
    expect(responseTexts(match, { kind: 'pairs', rights: [1, null] })).toEqual(['two', '']);
    expect(responseOf(match, ['two', ''])).toEqual({ kind: 'pairs', rights: [1, null] });
    const order = bodyOf('1. `a`\n2. `b`\n3. `a`\n\n**Extra:** x — no', '; order');
    expect(responseTexts(order, { kind: 'steps', placed: [3, 2, 0] })).toEqual(['x', 'a', 'a']);
    expect(responseOf(order, ['x', 'a', 'a'])).toEqual({ kind: 'steps', placed: [3, 0, 2] });
    const choice = bodyOf('- [x] **a** — so\n- [ ] b');
    expect(responseTexts(choice, { kind: 'options', picked: [0] })).toEqual(['a']);
  });

  it('is gone where the card has no such part any more', () => {
    expect(responseOf(bodyOf('- [x] a\n- [ ] b'), ['c'])).toBeNull();
    expect(responseOf(bodyOf('1. a\n2. b', '; order'), ['a', 'a'])).toBeNull();
    expect(
      responseOf(bodyOf('| A | B |\n|---|---|\n| 1 | one |\n| 2 | two |', '; match'), ['one']),
    ).toBeNull();
    expect(responseOf(bodyOf('The {{1::a}} and {{1::b}}.'), ['a'])).toBeNull();
    expect(responseOf(bodyOf('**Answer:** x'), [])).toBeNull();
  });
});

it('rates wrong and close as Again, a slip and a hint as Hard, right as Good', () => {
  const verdicts = ['wrong', 'close', 'slip', 'right'] as const;
  expect(verdicts.map((verdict) => ratingOf(verdict, false))).toEqual([1, 1, 2, 3]);
  expect(verdicts.map((verdict) => ratingOf(verdict, true))).toEqual([1, 1, 2, 2]);
});

describe('a hint', () => {
  it('says how an answer begins, one letter more each time, up to half of it', () => {
    const body = bodyOf('**Answer:** `listen()`');
    const first = hint(body, { kind: 'text', text: 'accept' }, 's');
    expect(first).toEqual({
      text: 'It begins with “l” and has 8 characters.',
      response: { kind: 'text', text: 'l' },
      struck: null,
    });
    expect(hint(body, { kind: 'text', text: 'lis' }, 's')?.response).toEqual({ kind: 'text', text: 'list' });
    expect(hint(body, { kind: 'text', text: 'list' }, 's')).toBeNull();
    expect(hint(body, { kind: 'text', text: 'listen' }, 's')).toBeNull();
  });

  it('of a list says how many things there are, and how one begins that is missing', () => {
    const body = bodyOf('**Answer:**\n\n- network\n- transport\n- link');
    expect(hint(body, { kind: 'text', text: 'transport' }, 's')).toEqual({
      text: '3 things. The next: it begins with “n” and has 7 characters.',
      response: { kind: 'text', text: 'transport, n' },
      struck: null,
    });
    expect(hint(body, { kind: 'text', text: 'transport, n' }, 's')?.response).toEqual({
      kind: 'text',
      text: 'transport, ne',
    });
  });

  it('of a blank gives the author’s first', () => {
    const body = bodyOf('The {{1::client}} and the {{1::server::it waits}}.');
    expect(hint(body, { kind: 'blanks', texts: ['client', ''] }, 's')).toMatchObject({
      text: 'Blank 2: it waits · It begins with “s” and has 6 characters.',
      response: { kind: 'blanks', texts: ['client', 's'] },
    });
  });

  it('strikes out a wrong option, first one that was chosen, and the same for the same seed', () => {
    const body = bodyOf('- [x] a\n- [ ] b\n- [ ] c\n- [ ] d');
    expect(hint(body, { kind: 'options', picked: [0, 2] }, 's')).toEqual({
      text: 'Not “c”.',
      response: { kind: 'options', picked: [0] },
      struck: 2,
    });
    const struck = (seed: string) => hint(body, { kind: 'options', picked: [] }, seed)?.struck;
    expect(struck('one')).toBe(struck('one'));
    const all = ['1', '2', '3', '4', '5', '6', '7', '8'].map(struck);
    expect(new Set(all).size).toBeGreaterThan(1);
    expect(all).not.toContain(0);
    expect(hint(bodyOf('- [x] a\n- [ ] b'), { kind: 'options', picked: [] }, 's')).toBeNull();
  });

  it('leads every order and every match of the course deck to the right answer, step by step', () => {
    for (const { key, body } of gradable) {
      if (body.kind !== 'order' && body.kind !== 'match') continue;
      let response: StudentResponse =
        body.kind === 'order'
          ? {
              kind: 'steps',
              placed: orderItems(body)
                .map((_, at) => at)
                .reverse(),
            }
          : { kind: 'pairs', rights: body.pairs.map((_, at) => (at + 1) % body.pairs.length) };
      let credit = 0;
      for (let next = hint(body, response, 's'); next !== null; next = hint(body, response, 's')) {
        response = next.response;
        credit = grade(body, response, others).credit;
        expect(next.text).toMatch(/“.+”/);
      }
      const hasChoice = body.kind === 'order' && body.distractors.length + body.free.length > 0;
      expect([key, hasChoice ? credit > 0.5 : credit]).toEqual([key, hasChoice ? true : 1]);
    }
  });

  it('says the next step and leaves what was rightly placed', () => {
    const body = bodyOf('1. a\n2. b\n3. c\n\n**Free:** f after 1 before 3', '; order');
    expect(hint(body, { kind: 'steps', placed: [0, 3, 2] }, 's')).toEqual({
      text: 'Step 2 is “b”.',
      response: { kind: 'steps', placed: [0, 3, 1, 2] },
      struck: null,
    });
  });
});
