'use client';

import { useEffect, useMemo, useRef, useState } from 'react';
import type { Judged } from '#components/card/judge.ts';
import type { DeckHead } from '#components/data/deck-head.ts';
import { useDecks } from '#components/data/use-deck.ts';
import { useNow } from '#components/data/use-now.ts';
import { useReviews } from '#components/data/use-reviews.ts';
import { goneText, holds, rememberNext, type Turn, turnOf } from '#components/study/study-turn.ts';
import { useStudyLog } from '#components/study/use-study-log.ts';
import { useSaid } from '#components/ui/said.tsx';
import { announce } from '#components/ui/announce.ts';
import { type Body, type Deck, deckOf, type Prompt, type PromptKey } from '#lib/cards/prompt.ts';
import { isAnswered } from '#lib/grade/response.ts';
import { loggedAnswer } from '#lib/grade/response.ts';
import {
  type StudentResponse,
  type GradableBody,
  gradeChoice,
  type LoggedAnswer,
} from '#lib/grade/verdict.ts';
import { missedCards } from '#lib/quiz/quiz-result.ts';
import { justBecameLeech } from '#lib/review/schedule.ts';
import type { Rating } from '#lib/review/entry-schema.ts';
import { countedMs, type PromptEntry } from '#lib/review/log-entry.ts';
import { mixedQueue } from '#lib/review/mixed-queue.ts';
import { moreNewCards, type QueueRequest, type StudyMode, type StudyQueue } from '#lib/review/queue.ts';
import { previewPrompt } from '#lib/review/prompt-preview.ts';
import { promptState, type ReviewState } from '#lib/review/state.ts';
import type { Calendar } from '#lib/review/study-day.ts';
import { isUndone, lastUndoable } from '#lib/review/undo.ts';
import { localCalendar } from '#lib/storage/local-calendar.ts';
import type { ReviewDraft } from '#lib/storage/review-store.ts';

/** How many of the prompts were answered from `from` (epoch milliseconds) on, and are not to come again. */
function cardsDone(state: ReviewState, prompts: readonly Prompt[], from: number, queue: StudyQueue): number {
  const toCome = new Set(queue.items.map(({ prompt }) => prompt.key));
  return prompts.filter(({ key }) => {
    const known = promptState(state, key);
    const last = known?.answers.at(-1);
    const finished = !last?.counted || known?.memory?.state === 'review';
    return last !== undefined && last.at >= from && finished && !toCome.has(key);
  }).length;
}

/** What the chosen options (positions in the deck) say for the log; null where there is nothing to judge. */
function judgeChoice(body: Body, picked: ReadonlySet<number>): LoggedAnswer | null {
  if (body.kind !== 'choice' || picked.size === 0) return null;
  const positions = [...picked].sort((a, b) => a - b);
  return loggedAnswer(body, { kind: 'options', picked: positions }, gradeChoice(body, positions));
}

/**
 * The course of study on one page: which card is shown, and what the student's doings make of it. Each is written to the
 * log first; the next card is what the longer log says.
 *
 * @param heads the decks whose cards are asked, in one queue.
 * @param first the card the server painted, shown until the log and the decks have been read.
 * @param early whether the answer was asked for before that.
 * @param quiz id of the quiz whose missed cards are asked, and no others; null: all cards.
 */
export function useStudy(
  heads: readonly [DeckHead, ...DeckHead[]],
  first: { prompt: Prompt; seed: string },
  mode: StudyMode,
  early: boolean,
  quiz: string | null,
) {
  const { ready, state } = useReviews();
  const { decks, failed } = useDecks(heads);
  const now = useNow();
  const [since] = useState(() => (typeof window === 'undefined' ? 0 : Date.now()));
  const [turn, setTurn] = useState<Turn | null>(null);
  const [begun, setBegun] = useState(false);
  const [revealed, setRevealed] = useState(false);
  const [picked, setPicked] = useState<ReadonlySet<number>>(new Set());
  const [response, setResponse] = useState<StudentResponse | null>(null);
  const [judged, setJudged] = useState<Judged | null>(null);
  const [selfMarkedCorrect, setSelfMarked] = useState(false);
  const [leech, setLeech] = useState<Prompt | null>(null);
  const { said, say, unsay } = useSaid();
  const { write, elsewhere, setElsewhere } = useStudyLog();
  const shownAt = useRef(0);

  /** `null`: all decks. */
  const scope = heads.length === 1 ? heads[0].deck : null;
  const { dayStartsAtHour } = state.settings.latest(null);
  const calendar = useMemo(() => localCalendar(dayStartsAtHour), [dayStartsAtHour]);
  const all = useMemo(() => decks?.flatMap(({ prompts }) => prompts) ?? [], [decks]);
  const prompts = useMemo(() => new Map(all.map((prompt) => [prompt.key, prompt])), [all]);
  const missed = useMemo(() => (quiz === null ? null : missedCards(state, quiz)), [quiz, state]);
  const queue = useMemo(() => {
    if (!ready || decks === null || now === null) return null;
    const asked = decks.map((deck) => ({ deck: deck.deck, prompts: only(deck, missed) }));
    return mixedQueue(asked, { state, now, calendar, mode, since });
  }, [ready, decks, now, state, calendar, mode, since, missed]);

  function settingsOf(key: PromptKey) {
    return state.settings.latest(deckOf(key));
  }

  function show(next: Turn | null) {
    setTurn(next);
    setRevealed(false);
    setPicked(new Set());
    setResponse(null);
    setJudged(null);
    setSelfMarked(false);
  }

  // The card that the server painted stays, if it may be asked at all; else the head of the queue comes.
  if (queue && !(turn && prompts.has(turn.key) && holds(turn, state))) {
    const painted = turn === null && queue.items.some((item) => item.prompt.key === first.prompt.key);
    const next = painted && !begun ? first.prompt.key : queue.items[0]?.prompt.key;
    if (turn !== null || next !== undefined) show(next === undefined ? null : turnOf(state, next));
    // What this tab does itself leaves no card behind: another one was quicker.
    const lost = turn && revealed ? prompts.get(turn.key) : undefined;
    if (turn && lost) setElsewhere(goneText(turn, lost, state));
    if (!begun) {
      setBegun(true);
      // Where answers are typed, Space may have been a part of one.
      setRevealed(early && !settingsOf(next ?? first.prompt.key).typesAnswers);
    }
  }

  // Which cards were missed only the log knows.
  const painted = quiz === null ? first.prompt : null;
  const prompt = queue === null ? painted : turn ? (prompts.get(turn.key) ?? null) : null;
  const live = queue !== null && prompt !== null;
  /** The deck of the card. */
  const head = heads.find(({ deck }) => prompt !== null && deck === deckOf(prompt.key)) ?? heads[0];
  const settings = state.settings.latest(head.deck);
  const choice = prompt && judgeChoice(prompt.body, picked);
  const typing = live && settings.typesAnswers ? typedBody(prompt) : null;
  const asked = useRef<Turn | null>(null);

  useEffect(() => {
    shownAt.current = Date.now();
    asked.current = turn;
    if (turn) rememberNext(scope, turn.seed);
  }, [turn, scope]);

  function grade(rating: Rating) {
    if (!live || !revealed || turn === null) return;
    const at = Date.now();
    const durationMs = countedMs(at - shownAt.current);
    const said = judged
      ? { ...judged.entry, ...(selfMarkedCorrect ? { selfMarkedCorrect } : {}) }
      : (choice ?? {});
    const answer = { card: prompt.key, rev: prompt.rev, rating, durationMs, ...said };
    const draft: ReviewDraft =
      mode === 'practice'
        ? { kind: 'practice', ...answer }
        : { kind: 'review', ...answer, algorithm: 'fsrs-6' };
    const fits = (current: ReviewState) => holds(turn, current);
    const graded = (after: ReviewState) => {
      const known = promptState(after, prompt.key);
      setLeech(known && justBecameLeech(known) ? prompt : null);
      unsay();
      show(null);
    };
    write(draft, at, fits, graded, (current) => goneText(turn, prompt, current));
  }

  /** Grades the response, if there is one; then the answer is shown. */
  async function check() {
    if (!live || !typing || revealed) return;
    if (response === null || !isAnswered(typing, response)) return setRevealed(true);
    const before = turn;
    const loaded = await import('#components/card/judge.ts').catch(() => null);
    // The card may have gone in the meantime: another tab answered it.
    if (asked.current !== before) return;
    if (loaded === null) {
      announce('Your answer could not be graded: the server cannot be reached. Grade it yourself.');
      return setRevealed(true);
    }
    setJudged(loaded.judge(typing, response, promptsOf(decks, head)));
    setRevealed(true);
  }

  function undo() {
    const round = mode === 'practice' ? { practiceSince: since } : null;
    const entry = lastUndoable(state, scope, round);
    if (!entry) return say(round === null ? 'Nothing to undo.' : 'Nothing to undo in this round.');
    const fits = ({ undos }: ReviewState) => !isUndone(entry, undos);
    const undone = (after: ReviewState) => {
      setLeech(null);
      show(turnOf(after, entry.card));
      say(`Undone. ${doneWords[entry.kind]} “${prompts.get(entry.card)?.text ?? 'the card'}”.`);
    };
    write({ kind: 'undo', undoes: entry.id }, Date.now(), fits, undone, undoneElsewhere);
  }

  function setAside(kind: 'bury' | 'suspend', which: Prompt) {
    const at = Date.now();
    const aside = { card: which.key, rev: which.rev };
    const tomorrow = calendar.startOf(calendar.dayOf(at) + 1);
    const draft = kind === 'bury' ? { kind, ...aside, until: tomorrow } : { kind, ...aside };
    const isSetAside = () => {
      setLeech(null);
      if (which.key === prompt?.key) show(null);
      say(
        kind === 'bury'
          ? `Put off until tomorrow: “${which.text}”.`
          : `Suspended: “${which.text}”. The deck’s page lists it.`,
        true,
      );
    };
    write(draft, at, always, isSetAside, never);
  }

  const more = useMemo(
    () =>
      decks !== null && now !== null && mode === 'study' && quiz === null && queue?.items.length === 0
        ? moreOf(decks, { state, now, calendar, mode })
        : null,
    [decks, now, mode, quiz, queue, state, calendar],
  );

  /** Lets more new cards come than the day has. */
  function studyAhead() {
    if (more === null) return;
    const draft = { kind: 'settings', deck: more.deck.deck, patch: more.patch } as const;
    write(draft, Date.now(), always, unsay, never);
  }

  function pick(position: number) {
    if (prompt?.body.kind !== 'choice') return;
    const several = prompt.body.options.filter(({ right }) => right).length > 1;
    setPicked((before) => {
      const after = new Set(several ? before : []);
      if (before.has(position) && several) after.delete(position);
      else after.add(position);
      return after;
    });
  }

  const outcomes = useMemo(
    () =>
      revealed && prompt && mode !== 'practice' && now !== null ? previewPrompt(state, prompt, now) : null,
    [revealed, prompt, mode, now, state],
  );
  const done = useMemo(
    () =>
      queue && now !== null
        ? cardsDone(state, all, mode === 'study' ? todayAt(calendar, now) : since, queue)
        : 0,
    [queue, all, now, state, mode, calendar, since],
  );

  return {
    prompt,
    head,
    seed: queue === null ? first.seed : (turn?.seed ?? ''),
    /** Whether the log and the decks have been read, and there is a card to answer. */
    live,
    /** The grade of what was chosen or typed; null where nothing was. */
    verdict: judged?.grade.verdict ?? choice?.verdict ?? null,
    /** The card, where its answer is to be typed or placed. */
    typing,
    response,
    setResponse,
    judged,
    /** Whether the student says that the answer was right, whatever grading said. */
    selfMarkedCorrect,
    claim: () => setSelfMarked((before) => !before),
    check: () => void check(),
    queue,
    failed,
    settings,
    now,
    /** Cards done today, or in this round of practice. */
    done,
    revealed,
    picked,
    leech,
    elsewhere,
    /** What was done last and is not plain to see. */
    said,
    /** How many new cards of which deck may come beyond those of today; null where none may, or today's are not done. */
    more: more === null ? null : { cards: more.cards, title: more.deck.title },
    studyAhead,
    outcomes,
    reveal: () => live && setRevealed(true),
    grade,
    undo,
    setAside,
    pick,
  };
}

const always = () => true;
/** For entries that are written unconditionally. */
const never = () => '';

/** What is taken back by an undo, in words before the card's question. */
const doneWords: Readonly<Record<PromptEntry['kind'], string>> = {
  review: 'Asked again:',
  practice: 'Asked again:',
  bury: 'No longer put off:',
  suspend: 'No longer suspended:',
  resume: 'Suspended again:',
  reset: 'With its schedule as before:',
};
const undoneElsewhere = () => 'That was undone in another tab already.';

export type Study = ReturnType<typeof useStudy>;

/** What is answered with fields where the student prefers that; a choice is answered with its options anyway. */
function typedBody({ body }: Prompt): GradableBody | null {
  return body.kind === 'basic' || body.kind === 'choice' ? null : body;
}

function only({ prompts }: Deck, keys: ReadonlySet<string> | null): readonly Prompt[] {
  return keys === null ? prompts : prompts.filter(({ key }) => keys.has(key));
}

function promptsOf(decks: readonly Deck[] | null, { deck: wanted }: DeckHead): readonly Prompt[] {
  return decks?.find(({ deck }) => deck === wanted)?.prompts ?? [];
}

/** More new cards, of the first deck that has any. */
function moreOf(decks: readonly Deck[], request: Omit<QueueRequest, 'deck' | 'prompts'>) {
  for (const deck of decks) {
    const more = moreNewCards({ ...request, prompts: deck.prompts, deck: deck.deck });
    if (more !== null) return { ...more, deck };
  }
  return null;
}

function todayAt(calendar: Calendar, now: number): number {
  return calendar.startOf(calendar.dayOf(now));
}
