'use client';

import { useEffect, useMemo, useRef, useState } from 'react';
import { useNow } from '#components/review/use-now.ts';
import { reviewStore, useReviews } from '#components/review/use-reviews.ts';
import { announce } from '#lib/browser/announce.ts';
import { localCalendar } from '#lib/browser/local-calendar.ts';
import type { ReviewDraft } from '#lib/browser/review-store.ts';
import type { Deck, Prompt } from '#lib/deck/prompt.ts';
import type { Calendar } from '#lib/review/calendar.ts';
import { justBecameLeech } from '#lib/review/leech.ts';
import { previewPrompt } from '#lib/review/prompt-preview.ts';
import type { StudyMode, StudyQueue } from '#lib/review/queue-item.ts';
import { studyQueue } from '#lib/review/queue.ts';
import type { Rating } from '#lib/review/row.ts';
import { promptState, type ReviewState } from '#lib/review/state.ts';
import { lastUndoable, undoMoment } from '#lib/review/undo.ts';
import { rememberNext } from './next-cookie.ts';
import { holds, type Turn, turnOf } from './study-turn.ts';
import type { DeckHead } from '#components/deck/deck-head.ts';
import { useDeck } from './use-deck.ts';

/** An answer that took longer counts as this long: the student was elsewhere. */
const longestMs = 60_000;

/**
 * The course of study on one page: which card is shown, and what the student's doings make of it. Each is written to the
 * log first; the next card is what the longer log says.
 *
 * @param first the card the server painted, shown until the log and the deck have been read.
 */
export function useStudy(head: DeckHead, first: { prompt: Prompt; seed: string }, mode: StudyMode) {
  const { ready, state } = useReviews();
  const { deck, failed } = useDeck(head);
  const now = useNow();
  const [since] = useState(() => (typeof window === 'undefined' ? 0 : Date.now()));
  const [turn, setTurn] = useState<Turn | null>(null);
  const [revealed, setRevealed] = useState(false);
  const [picked, setPicked] = useState<ReadonlySet<number>>(new Set());
  const [writing, setWriting] = useState(false);
  const [leech, setLeech] = useState<Prompt | null>(null);
  const shownAt = useRef(0);

  const settings = state.settings.latest(head.deck);
  const calendar = useMemo(() => localCalendar(settings.dayStartsAtHour), [settings.dayStartsAtHour]);
  const prompts = useMemo(() => new Map(deck?.prompts.map((prompt) => [prompt.key, prompt])), [deck]);
  const queue = useMemo(
    () =>
      ready && deck && now !== null
        ? studyQueue({ state, prompts: deck.prompts, deck: head.deck, now, calendar, mode, since })
        : null,
    [ready, deck, now, state, calendar, mode, since, head.deck],
  );

  function show(next: Turn | null) {
    setTurn(next);
    setRevealed(false);
    setPicked(new Set());
  }

  if (queue && !writing && !(turn && prompts.has(turn.key) && holds(turn, state))) {
    const next = queue.items[0]?.prompt.key;
    if (turn !== null || next !== undefined) show(next === undefined ? null : turnOf(state, next));
  }

  const prompt = queue === null ? first.prompt : turn ? (prompts.get(turn.key) ?? null) : null;
  const live = queue !== null && prompt !== null;

  useEffect(() => {
    shownAt.current = Date.now();
    if (turn) rememberNext(head.deck, turn.seed);
  }, [turn, head.deck]);

  /** Writes rows, then lets `after` say what is shown. Until they are written nothing else is taken. */
  async function write(draft: ReviewDraft, at: number, after: (state: ReviewState) => void) {
    if (writing) return;
    setWriting(true);
    await reviewStore().append([draft], at);
    after(reviewStore().view().state);
    setWriting(false);
  }

  function grade(rating: Rating) {
    if (!live || !revealed) return;
    const at = Date.now();
    const durationMs = Math.min(longestMs, Math.max(0, at - shownAt.current));
    const answer = { card: prompt.key, rev: prompt.rev, rating, durationMs };
    const draft: ReviewDraft =
      mode === 'practice'
        ? { kind: 'practice', ...answer }
        : { kind: 'review', ...answer, algorithm: 'fsrs-6' };
    void write(draft, at, (after) => {
      const known = promptState(after, prompt.key);
      setLeech(known && justBecameLeech(known) ? prompt : null);
      show(null);
    });
  }

  function undo() {
    const row = lastUndoable(state, head.deck);
    if (!row) return announce('Nothing to undo.');
    void write({ kind: 'undo', undoes: row.id }, undoMoment(row, Date.now()), (after) => {
      setLeech(null);
      show(turnOf(after, row.card));
      announce('Undone. The card is back.');
    });
  }

  function setAside(kind: 'bury' | 'suspend', which: Prompt) {
    const at = Date.now();
    const aside = { card: which.key, rev: which.rev };
    const tomorrow = calendar.startOf(calendar.dayOf(at) + 1);
    void write(kind === 'bury' ? { kind, ...aside, until: tomorrow } : { kind, ...aside }, at, () => {
      setLeech(null);
      if (which.key === prompt?.key) show(null);
      announce(
        kind === 'bury' ? 'Card put off until tomorrow.' : 'Card suspended. The deck’s page lists it.',
      );
    });
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

  const done = useMemo(
    () =>
      queue && deck && now !== null
        ? answered(state, deck, mode === 'study' ? todayAt(calendar, now) : since, queue)
        : 0,
    [queue, deck, now, state, mode, calendar, since],
  );

  return {
    prompt,
    seed: queue === null ? first.seed : (turn?.seed ?? ''),
    /** Whether the log and the deck have been read, and there is a card to answer. */
    live,
    queue,
    failed,
    settings,
    now,
    /** Cards done today, or in this round of practice. */
    done,
    revealed,
    picked,
    leech,
    intervals: () =>
      prompt && mode !== 'practice' && now !== null
        ? previewPrompt(state, prompt, Math.max(now, shownAt.current))
        : null,
    reveal: () => live && setRevealed(true),
    grade,
    undo,
    setAside,
    pick,
  };
}

function todayAt(calendar: Calendar, now: number): number {
  return calendar.startOf(calendar.dayOf(now));
}

/** How many of a deck's prompts were answered from `from` (epoch milliseconds) on, and are not to come again. */
function answered(state: ReviewState, deck: Deck, from: number, queue: StudyQueue): number {
  const toCome = new Set(queue.items.map(({ prompt }) => prompt.key));
  return deck.prompts.filter(({ key }) => {
    const known = promptState(state, key);
    const last = known?.answers.at(-1);
    const finished = !last?.counted || known?.memory?.state === 'review';
    return last !== undefined && last.at >= from && finished && !toCome.has(key);
  }).length;
}
