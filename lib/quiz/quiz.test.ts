import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plainHtml } from '#lib/cards/html.ts';
import { cardKinds, type Prompt } from '#lib/cards/prompt.ts';
import { createDeckReader } from '#lib/deck/deck-reader.ts';
import { answerSort } from '#lib/grade/answer-sort.ts';
import { askedBody } from '#lib/quiz/answer-draft.ts';
import { candidatesFor, composeQuiz, similarCards } from '#lib/quiz/compose-quiz.ts';
import { defaultPlan, type QuizPlan, readPlan, writePlan } from '#lib/quiz/quiz-plan.ts';
import { isAsked, isLeft, openQuiz, quizRecord, quizzesOf } from '#lib/quiz/quiz-record.ts';
import { missedCards, performanceByTopic, quizResult } from '#lib/quiz/quiz-result.ts';
import { extend, fold } from '#lib/review/fold.ts';
import { review, entryAt, type EntryDraft, entryId } from '#test/arbitrary-log.ts';
import { processorMs } from '#test/processor-ms.ts';

const file = 'content/decks/sockets.md';
const { prompts } = createDeckReader().read(readFileSync(file, 'utf8'), { file }).deck;
const byKey = new Map(prompts.map((prompt) => [prompt.key, prompt]));
const find = (key: string) => byKey.get(key);
const nothing = fold([]);
const now = Date.UTC(2026, 10, 22);
const plan = defaultPlan('7');

function the(key: string): Prompt {
  const prompt = byKey.get(key);
  if (prompt === undefined) throw new Error(`there is no card ${key}`);
  return prompt;
}

const keysOf = (wanted: QuizPlan) => composeQuiz(wanted, prompts, nothing, now).map(({ card }) => card);

describe('the questions of a quiz', () => {
  it('are the same for the same seed, and others for another', () => {
    expect(keysOf(plan)).toEqual(keysOf({ ...plan }));
    expect(keysOf(plan)).toHaveLength(20);
    expect(keysOf({ ...plan, seed: '8' })).not.toEqual(keysOf(plan));
  });

  it('never ask one card twice', () => {
    const cards = keysOf({ ...plan, length: null }).map((key) => the(key).card);
    expect(new Set(cards).size).toBe(cards.length);
    expect(cards.length).toBe(new Set(prompts.map(({ card }) => card)).size);
  });

  it('keep to kinds and topics, and to the order of the deck where they are not shuffled', () => {
    const keys = keysOf({
      ...plan,
      length: null,
      kinds: ['typed', 'order'],
      topics: [9, 20],
      isShuffled: false,
    });
    const asked = keys.map(the);
    expect(asked.length).toBeGreaterThan(3);
    expect(asked.every(({ kind }) => kind === 'typed' || kind === 'order')).toBe(true);
    expect(asked.every(({ topics }) => topics.includes(9) || topics.includes(20))).toBe(true);
    expect(asked.map(({ line }) => line)).toEqual(asked.map(({ line }) => line).toSorted((a, b) => a - b));
  });

  it('are weak ones only where that is wanted: last answered again or hard, or likely to be forgotten', () => {
    const day = 86_400_000;
    const state = fold([
      entryAt(now - day, 1, review('sockets/passive', 1)),
      entryAt(now - day, 2, review('sockets/connect', 4)),
      entryAt(now - 300 * day, 3, review('sockets/loopback', 3)),
      entryAt(now - day, 4, review('sockets/port-max', 1)),
      entryAt(now - day + 1, 5, review('sockets/port-max', 4)),
      entryAt(now - day, 6, review('sockets/server-order', 2)),
    ]);
    const keys = composeQuiz({ ...plan, onlyWeak: true, length: null }, prompts, state, now).map(
      ({ card }) => card,
    );
    expect(keys.toSorted()).toEqual(['sockets/loopback', 'sockets/passive', 'sockets/server-order']);
  });

  it('leave out what is suspended, and in a test what nobody could grade', () => {
    const state = fold([entryAt(now, 1, { kind: 'suspend', card: 'sockets/passive', rev: 1 })]);
    const all = { ...plan, length: null };
    expect(candidatesFor(all, prompts, state, now).map(({ key }) => key)).not.toContain('sockets/passive');
    expect(keysOf(all)).toContain('sockets/server-program');
    expect(keysOf({ ...all, mode: 'test' })).not.toContain('sockets/server-program');
  });

  it('may be none', () => {
    expect(keysOf({ ...plan, topics: [4711] })).toEqual([]);
  });
});

describe('a basic card as a choice', () => {
  const basic = prompts.filter(({ body }) => body.kind === 'basic');
  const asChoices = basic.flatMap((prompt) => {
    const others = similarCards(prompt, prompts, '7');
    return others === null ? [] : [{ prompt, body: askedBody(prompt, { others }, find) }];
  });

  it('has one right option and two or three of its own sort and length, none of which holds the right one', () => {
    expect(asChoices.length).toBeGreaterThan(10);
    for (const { prompt, body } of asChoices) {
      if (body.kind !== 'choice') throw new Error(`${prompt.key} is no choice`);
      const texts = body.options.map(({ text }) => plainHtml(text).toLowerCase());
      expect(body.options.map(({ right }) => right)).toEqual([true, ...texts.slice(1).map(() => false)]);
      expect(texts.length).toBeGreaterThanOrEqual(3);
      expect(texts.length).toBeLessThanOrEqual(4);
      for (const { length } of texts) {
        const [shorter, longer] = [length, texts[0]?.length ?? 0].sort((a, b) => a - b);
        expect(longer).toBeLessThanOrEqual(1.6 * (shorter ?? 0) + 12);
      }
      for (const [a, one] of texts.entries())
        for (const [b, other] of texts.entries()) if (a !== b) expect(other).not.toContain(one);
      expect(body.options.every(({ text }) => !text.includes('<p>'))).toBe(true);
    }
  });

  it('offers a number with numbers, a call with calls, and so on: no option gives itself away by its sort', () => {
    const answers = [
      ...['5', '65535', '2**16', '1024'],
      ...['`listen()`', '`sock.recv(1024)`', '`close()`'],
      ...['`OSError`', '`TimeoutError`', '`BrokenPipeError`'],
      ...['ENOTCONN', '`EPIPE`', 'EADDRINUSE'],
      ...['127.0.0.1', '`0.0.0.0`', '::1'],
      ...['the kernel', 'the client', 'a router'],
      ...['ESTABLISHED', 'TIME-WAIT', 'LISTEN'],
      '`SO_REUSEADDR`',
    ];
    const cards = answers.map(
      (answer, at) => `## Question ${String(at)}  <!-- id: q${String(at)}; topics: 1 -->\n${answer}\n`,
    );
    const text = `---\ndeck: sorts\ntitle: Sorts\n---\n\n${cards.join('\n')}`;
    const { deck } = createDeckReader().read(text, { file: 'sorts.md' });
    const sortAt = (at: number) =>
      answerSort({ text: (answers[at] ?? '').replaceAll('`', ''), isCode: false });
    expect(deck.prompts).toHaveLength(answers.length);
    for (const [at, prompt] of deck.prompts.entries()) {
      const others = similarCards(prompt, deck.prompts, '7');
      if (at === answers.length - 1) expect(others, 'nothing is like it').toBeNull();
      else
        expect(others?.map((key) => sortAt(Number(key.replace('sorts/q', ''))))).toEqual(
          others?.map(() => sortAt(at)),
        );
      if (at < answers.length - 1) expect(others?.length, answers[at]).toBeGreaterThanOrEqual(2);
    }
  });

  it('asks for a name among names, and for a meaning among meanings', () => {
    const others = similarCards(the('sockets/ephemeral/reverse'), prompts, '7') ?? [];
    expect(others.length).toBe(3);
    expect(others.every((key) => key.endsWith('/reverse'))).toBe(true);
  });

  it('is none where the answer is a yes, a program, or where the deck has nothing alike', () => {
    for (const key of ['sockets/loopback-offline', 'sockets/server-program'])
      expect(similarCards(the(key), prompts, '7')).toBeNull();
    expect(similarCards(the('sockets/bind'), [the('sockets/bind'), the('sockets/nic')], '7')).toBeNull();
  });

  it('borrows from the whole of a deck of ten thousand cards, by the seed, in a moment', () => {
    const copies = Math.ceil(10_000 / prompts.length);
    const many = Array.from({ length: copies }, (_, copy) =>
      prompts.map((prompt) => ({
        ...prompt,
        key: `${prompt.key}-${String(copy)}`,
        card: `${prompt.card}-${String(copy)}`,
      })),
    ).flat();
    const candidates = () => candidatesFor({ ...plan, mode: 'test' }, many, nothing, now);
    expect(candidates().length).toBeGreaterThan(7000);
    // Compared one with another it takes ten seconds.
    expect(processorMs(candidates, 2)).toBeLessThan(2000);
    const asked = many.find(({ key }) => key === 'sockets/ephemeral/reverse-3');
    if (asked === undefined) throw new Error('there is no such card');
    const drawn = ['1', '2', '3', '4'].map((seed) => similarCards(asked, many, seed) ?? []);
    expect(drawn.map((keys) => keys.length)).toEqual([3, 3, 3, 3]);
    expect(new Set(drawn.flat()).size).toBeGreaterThan(8);
    expect(similarCards(asked, many, '1')).toEqual(drawn[0]);
    // Each copy of a card has the same answer, and no two of them are next to each other.
    for (const keys of drawn)
      expect(new Set(keys.map((key) => key.replace(/-\d+$/, ''))).size).toBe(keys.length);
    const copiesOf = new Set(drawn.flat().map((key) => key.split('-').at(-1)));
    expect(copiesOf.size).toBeGreaterThan(3);
  });

  it('stays basic where the other cards are gone', () => {
    expect(askedBody(the('sockets/bind'), { others: ['sockets/gone'] }, find).kind).toBe('basic');
  });
});

const quizId = entryId(1);
const begin: EntryDraft = {
  kind: 'quiz',
  deck: 'sockets',
  mode: 'quiz',
  seed: '7',
  minutes: null,
  questions: ['passive', 'connect', 'server-order'].map((id) => ({ card: `sockets/${id}`, rev: 1 })),
};
const answer = (id: string, credit: number): Extract<EntryDraft, { kind: 'review' }> => ({
  kind: 'review',
  card: `sockets/${id}`,
  rev: 1,
  rating: credit === 1 ? 3 : 1,
  durationMs: 8000,
  algorithm: 'fsrs-6',
  quiz: quizId,
  credit,
});
const recordOf = (drafts: readonly EntryDraft[]) => {
  const state = fold(drafts.map((draft, index) => entryAt(now + index * 1000, index + 1, draft)));
  return quizRecord(state.quizzes.get(quizId) ?? [], state.undos);
};

describe('the record of a quiz', () => {
  it('goes on where it was, also when its last answer is still to be read', () => {
    expect(recordOf([begin, answer('connect', 1)])).toMatchObject({
      endedAt: null,
      answers: [null, { card: 'sockets/connect' }, null],
    });
    const all = [begin, answer('connect', 1), answer('passive', 0), answer('server-order', 0.5)];
    expect(recordOf(all)?.endedAt).toBeNull();
  });

  it('ends when it is left, handed in, or its result asked for, the first time, and stays ended', () => {
    const end: EntryDraft = { kind: 'quiz-end', quiz: quizId };
    const taken = [begin, answer('connect', 1), answer('passive', 0), answer('server-order', 0.5), end];
    expect(recordOf([...taken, { kind: 'undo', undoes: entryId(4) }])?.endedAt).toBe(now + 4000);
    expect(recordOf([begin, end])?.endedAt).toBe(now + 1000);
    expect(recordOf([begin, end, answer('connect', 1), end])?.endedAt).toBe(now + 1000);
  });

  it('is left where it ended with questions unanswered; a test, where it was handed in', () => {
    const end: EntryDraft = { kind: 'quiz-end', quiz: quizId };
    const all = ['passive', 'connect', 'server-order'].map((id) => answer(id, 1));
    const isLeftAfter = (...drafts: readonly EntryDraft[]) => {
      const record = recordOf(drafts);
      return record !== null && isLeft(record);
    };
    expect(isLeftAfter(begin, answer('connect', 1))).toBe(false);
    expect(isLeftAfter(begin, answer('connect', 1), end)).toBe(true);
    expect(isLeftAfter(begin, ...all)).toBe(false);
    expect(isLeftAfter({ ...begin, mode: 'test' }, ...all, end)).toBe(true);
  });

  it('has the newest response, and the newest grade that was not undone', () => {
    const record = recordOf([
      begin,
      { kind: 'response', quiz: quizId, question: 0, response: ['bind'] },
      { kind: 'response', quiz: quizId, question: 0, response: ['listen'] },
      { kind: 'response', quiz: quizId, question: 9, response: ['elsewhere'] },
      answer('passive', 0),
      { kind: 'undo', undoes: entryId(5) },
      answer('passive', 1),
      answer('connect', 1),
      answer('connect', 0),
    ]);
    expect(record?.response[0]?.response).toEqual(['listen']);
    expect(record?.answers).toMatchObject([{ credit: 1 }, { credit: 0 }, null]);
  });

  it('knows whose right answer was seen: where a graded answer was taken back, but not where students grade', () => {
    const response = ['bind()'];
    const record = recordOf([
      begin,
      { ...answer('passive', 0), response },
      { kind: 'undo', undoes: entryId(2) },
      answer('connect', 0),
      { kind: 'undo', undoes: entryId(4) },
      { ...answer('server-order', 0), response },
    ]);
    expect(record?.answers).toMatchObject([null, null, { credit: 0 }]);
    expect(record?.seen).toEqual([true, false, false]);
  });

  it('does not forget what was seen when the answer was marked correct, or is undone twice', () => {
    const response = ['bind()'];
    const selfMarkedCorrect: EntryDraft = { ...answer('passive', 1), response, selfMarkedCorrect: true };
    const drafts: EntryDraft[] = [
      begin,
      { ...answer('passive', 0), response },
      { kind: 'undo', undoes: entryId(2) },
    ];
    const seenAfter = (...more: readonly EntryDraft[]) => recordOf([...drafts, ...more])?.seen[0];
    expect(seenAfter(selfMarkedCorrect, { kind: 'undo', undoes: entryId(4) })).toBe(true);
    expect(seenAfter({ ...selfMarkedCorrect, hinted: true }, { kind: 'undo', undoes: entryId(4) })).toBe(
      true,
    );
    expect(seenAfter({ kind: 'undo', undoes: entryId(3) }), 'the undo was undone').toBe(false);
  });

  it('is none without its beginning, or when that was taken back', () => {
    expect(recordOf([answer('passive', 1)])).toBeNull();
    expect(recordOf([begin, { kind: 'undo', undoes: quizId }])).toBeNull();
  });

  it('is read again only where its entries, or what was taken back, have changed', () => {
    const state = fold([entryAt(now, 1, begin), entryAt(now + 1, 2, answer('connect', 0))]);
    const first = openQuiz(state, 'sockets');
    const elsewhere = extend(state, [entryAt(now + 2, 3, review('sockets/bind', 3))]);
    expect(openQuiz(elsewhere, 'sockets')).toBe(first);
    const undone = extend(elsewhere, [entryAt(now + 3, 4, { kind: 'undo', undoes: entryId(2) })]);
    expect(first?.answers[1]).toMatchObject({ credit: 0 });
    expect(openQuiz(undone, 'sockets')?.answers).toEqual([null, null, null]);
  });

  it('of a test says when its time is over', () => {
    expect(recordOf([{ ...begin, mode: 'test', minutes: 10 }])?.endsAt).toBe(now + 600_000);
  });

  it('is found by its deck, the newest first, and goes on where the newest has ended', () => {
    const second: EntryDraft = { ...begin, seed: '8' };
    const state = fold([
      entryAt(now, 1, begin),
      entryAt(now + 1, 2, second),
      entryAt(now + 2, 3, { ...begin, deck: 'x' }),
    ]);
    expect(quizzesOf(state, 'sockets').map(({ seed }) => seed)).toEqual(['8', '7']);
    expect(openQuiz(state, 'sockets')?.seed).toBe('8');
    const ended = fold([
      ...state.entries.values(),
      entryAt(now + 3, 4, { kind: 'quiz-end', quiz: entryId(2) }),
    ]);
    expect(openQuiz(ended, 'sockets')?.seed).toBe('7');
    const both = fold([...ended.entries.values(), entryAt(now + 4, 5, { kind: 'quiz-end', quiz: quizId })]);
    expect(openQuiz(both, 'sockets')).toBeNull();
  });

  it('is open without a question left only while it is the newest', () => {
    const all = ['passive', 'connect', 'server-order'].map((id) => answer(id, 1));
    const read = fold([begin, ...all].map((draft, at) => entryAt(now + at, at + 1, draft)));
    expect(openQuiz(read, 'sockets')?.id).toBe(quizId);
    const later = extend(read, [
      entryAt(now + 9, 9, { ...begin, seed: '8' }),
      entryAt(now + 10, 10, { kind: 'quiz-end', quiz: entryId(9) }),
    ]);
    expect(openQuiz(later, 'sockets')).toBeNull();
  });

  it('asks a question until it has an answer that counts, or the quiz has ended', () => {
    const entries = [entryAt(now, 1, begin), entryAt(now + 1, 2, answer('connect', 0))];
    const state = fold(entries);
    expect([0, 1, 2, 3].map((place) => isAsked(state, quizId, place))).toEqual([true, false, true, false]);
    const undone = extend(state, [entryAt(now + 2, 3, { kind: 'undo', undoes: entryId(2) })]);
    expect(isAsked(undone, quizId, 1)).toBe(true);
    expect(
      isAsked(extend(undone, [entryAt(now + 3, 4, { kind: 'quiz-end', quiz: quizId })]), quizId, 1),
    ).toBe(false);
    expect(isAsked(state, entryId(9), 0)).toBe(false);
  });
});

describe('the result of a quiz', () => {
  const answered = [begin, answer('passive', 1), answer('server-order', 0.5)];

  it('counts what was answered of a quiz, and everything of a test', () => {
    const left = recordOf([...answered, { kind: 'quiz-end', quiz: quizId }]);
    if (left === null) throw new Error('there is no record');
    expect(quizResult(left, find)).toMatchObject({
      credit: 1.5,
      questions: 2,
      isComplete: false,
      missed: [2],
    });
    expect(quizResult({ ...left, mode: 'test' }, find)).toMatchObject({
      credit: 1.5,
      questions: 3,
      isComplete: true,
      missed: [1, 2],
    });
  });

  it('says how many gained something with a hint', () => {
    const hinted = (id: string, credit: number): EntryDraft => ({ ...answer(id, credit), hinted: true });
    const of = (...drafts: readonly EntryDraft[]) => {
      const record = recordOf([begin, ...drafts]);
      return record && quizResult(record, find);
    };
    expect(of(hinted('passive', 1), hinted('connect', 0), answer('server-order', 1))).toMatchObject({
      credit: 2,
      hinted: 1,
    });
    expect(of(answer('passive', 1))?.hinted).toBe(0);
  });

  it('is listed by kind and by topic', () => {
    const record = recordOf(answered);
    if (record === null) throw new Error('there is no record');
    expect(quizResult(record, find)).toMatchObject({
      byKind: [
        { kind: 'typed', credit: 1, questions: 1 },
        { kind: 'order', credit: 0.5, questions: 1 },
      ],
      byTopic: [
        { topic: 3, credit: 1, questions: 1 },
        { topic: 9, credit: 1.5, questions: 2 },
      ],
    });
  });
});

describe('the cards that were missed', () => {
  it('are those that were asked and not answered rightly, and none of a quiz that is not known', () => {
    const drafts = [begin, answer('passive', 1), answer('server-order', 0.5)];
    const state = fold(drafts.map((draft, index) => entryAt(now + index, index + 1, draft)));
    expect([...missedCards(state, quizId)]).toEqual(['sockets/server-order']);
    expect(missedCards(state, entryId(9)).size).toBe(0);
  });
});

describe('performance by topic', () => {
  it('is what was gained in all quizzes, a question of several topics in each', () => {
    const drafts = [begin, answer('passive', 1), answer('server-order', 0.5)];
    const state = fold(drafts.map((draft, index) => entryAt(now + index, index + 1, draft)));
    expect(Object.fromEntries(performanceByTopic(state, prompts))).toEqual({
      3: { credit: 1, questions: 1 },
      9: { credit: 1.5, questions: 2 },
    });
    const undone = fold([
      ...state.entries.values(),
      entryAt(now + 9, 9, { kind: 'undo', undoes: entryId(2) }),
    ]);
    expect(performanceByTopic(undone, prompts).get(3)).toBeUndefined();
  });
});

describe('a plan in an address', () => {
  const plans: fc.Arbitrary<QuizPlan> = fc.record({
    mode: fc.constantFrom('quiz', 'test'),
    length: fc.option(fc.integer({ min: 1, max: 9999 }), { nil: null }),
    kinds: fc.subarray([...cardKinds], { minLength: 1 }),
    topics: fc.option(fc.uniqueArray(fc.integer({ min: 1, max: 99 }), { minLength: 1 }), { nil: null }),
    onlyWeak: fc.boolean(),
    isShuffled: fc.boolean(),
    minutes: fc.option(fc.integer({ min: 1, max: 600 }), { nil: null }),
    seed: fc.stringMatching(/^[a-z0-9 &=%]{1,40}$/).filter((seed) => seed.trim() === seed && seed !== ''),
  });

  it('is read as it was written', () => {
    fc.assert(
      fc.property(plans, (wanted) => {
        expect(readPlan(new URLSearchParams(writePlan(wanted).toString()), defaultPlan('?'))).toEqual(wanted);
      }),
    );
  });

  it('leaves as it was what it does not understand', () => {
    const query = new URLSearchParams('mode=exam&length=-3&kinds=essay&topics=x&minutes=soon&seed=%20');
    expect(readPlan(query, plan)).toEqual(plan);
  });
});
