'use client';

import { useEffect, useEffectEvent, useMemo, useRef, useState } from 'react';
import { reviewStore } from '#components/data/use-reviews.ts';
import { responseOf, responseTexts } from '#lib/grade/response.ts';
import type { StudentResponse, GradableBody } from '#lib/grade/verdict.ts';
import { isAsked, type QuizRecord, type TakenHint } from '#lib/quiz/quiz-record.ts';
import type { ReviewDraft } from '#lib/storage/review-store.ts';

const key = 'ackademy.quiz.unsettled';

/** The last response, while it is not in the log yet. */
interface UnsettledAnswer {
  /** Id of the quiz. */
  readonly quiz: string;
  readonly place: number;
  /** As an entry has it. */
  readonly response: string[];
  readonly hints: readonly TakenHint[];
}

/** What this tab had not written down when it was reloaded; null: nothing of this quiz. */
function unsettledAnswer(quiz: string): UnsettledAnswer | null {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(key) ?? 'null');
    if (!Array.isArray(kept)) return null;
    const parts: readonly unknown[] = kept;
    const [id, place, hints, ...response] = parts;
    const isReadable = typeof place === 'number' && response.every((text) => typeof text === 'string');
    if (id !== quiz || !isReadable || !Array.isArray(hints) || !hints.every(isHint)) return null;
    return { quiz, place, response, hints };
  } catch {
    return null;
  }
}

function isHint(value: unknown): value is TakenHint {
  if (typeof value !== 'object' || value === null || !('text' in value)) return false;
  const isOptionText = !('struck' in value) || typeof value.struck === 'string';
  return typeof value.text === 'string' && isOptionText;
}

/** Keeps it in the tab, at once: a page that goes has no time left to write to the log. `null` keeps nothing. */
function keepUnsettled(answer: UnsettledAnswer | null): void {
  try {
    if (answer === null) sessionStorage.removeItem(key);
    else {
      const { quiz, place, hints, response } = answer;
      sessionStorage.setItem(key, JSON.stringify([quiz, place, hints, ...response]));
    }
  } catch {
    // Full, or not allowed: what was typed last is lost with the page.
  }
}

/** How long after the last key an answer is written down, in ms. */
const settledMs = 400;

/** What stands as an answer, and what the hints to it said. */
interface Kept {
  readonly response: StudentResponse;
  readonly hints: readonly TakenHint[];
}

interface KeptAnswers {
  /** For each question what stands as its answer; null: nothing, or nothing that fits the card as it is now. */
  readonly response: readonly (StudentResponse | null)[];
  /** For each question. */
  readonly hints: readonly (readonly TakenHint[])[];
  /** The answer has changed: it is written down when it has settled, with a new hint at once. */
  readonly change: (place: number, response: StudentResponse, hints: readonly TakenHint[]) => void;
  /** Writes down at once what is not yet. */
  readonly flush: () => Promise<void>;
  /** Forgets what is not written down yet: it is graded, and the graded answer has it. */
  readonly drop: () => void;
}

/**
 * Answers that are not graded yet, kept in the log, so that they outlive a reload and are seen in another tab.
 *
 * @param bodies of the questions; null: its answer is not kept
 */
export function useKeptAnswers(quiz: QuizRecord, bodies: readonly (GradableBody | null)[]): KeptAnswers {
  /** Answers that are not in the log yet, by place; another tab may answer as well. */
  const [unsaved, setUnsaved] = useState<ReadonlyMap<number, Kept>>(() => leftOf(quiz.id, bodies));
  const saved = useMemo(
    () => bodies.map((body, at) => body && responseOf(body, quiz.response[at]?.response ?? [])),
    [bodies, quiz.response],
  );
  const hints = quiz.questions.map((_, at) => unsaved.get(at)?.hints ?? quiz.response[at]?.hints ?? []);
  const saving = useRef<{ timer: ReturnType<typeof setTimeout>; write: () => Promise<void> } | null>(null);
  const unsettled = useRef<UnsettledAnswer | null>(null);
  const resume = useEffectEvent(() => {
    const left = unsettledAnswer(quiz.id);
    keepUnsettled(null);
    if (left) settle(left, unsaved.get(left.place));
  });
  // What was typed last is not left behind with the page.
  useEffect(() => {
    resume();
    const hide = () => void flush();
    const leave = () => keepUnsettled(unsettled.current);
    document.addEventListener('visibilitychange', hide);
    addEventListener('pagehide', leave);
    return () => {
      document.removeEventListener('visibilitychange', hide);
      removeEventListener('pagehide', leave);
    };
  }, []);

  async function flush() {
    if (!saving.current) return;
    clearTimeout(saving.current.timer);
    await saving.current.write();
  }

  function drop() {
    if (saving.current) clearTimeout(saving.current.timer);
    saving.current = null;
    unsettled.current = null;
    setUnsaved(new Map());
  }

  function change(place: number, response: StudentResponse, taken: readonly TakenHint[]) {
    const body = bodies[place] ?? null;
    if (body === null) return;
    const kept = { response, hints: taken };
    setUnsaved((before) => new Map(before).set(place, kept));
    settle({ quiz: quiz.id, place, response: responseTexts(body, response), hints: taken }, kept);
    // An answer that follows at once drops what is not written yet; when it is undone, the hint is there again.
    if (taken.length > (hints[place]?.length ?? 0)) void flush();
  }

  function settle(answer: UnsettledAnswer, kept: Kept | undefined) {
    if (saving.current) clearTimeout(saving.current.timer);
    unsettled.current = answer;
    const { place, hints: taken } = answer;
    const isHinted = taken.length > 0 || quiz.response[place]?.hinted === true;
    const entry: ReviewDraft = {
      kind: 'response',
      quiz: quiz.id,
      question: place,
      response: answer.response,
      ...(isHinted ? { hinted: true } : {}),
      ...(taken.length > 0 ? { hints: [...taken] } : {}),
    };
    const write = async () => {
      saving.current = null;
      await reviewStore().appendAfter((state) => (isAsked(state, quiz.id, place) ? [entry] : []), Date.now());
      if (unsettled.current === answer) unsettled.current = null;
      setUnsaved((before) => without(before, place, kept));
    };
    saving.current = { timer: setTimeout(() => void write(), settledMs), write };
  }

  return { response: saved.map((each, at) => unsaved.get(at)?.response ?? each), hints, change, flush, drop };
}

/** What this tab had not written down before it was reloaded. */
function leftOf(quiz: string, bodies: readonly (GradableBody | null)[]): ReadonlyMap<number, Kept> {
  const left = unsettledAnswer(quiz);
  const body = left && bodies[left.place];
  const response = left && body ? responseOf(body, left.response) : null;
  return new Map(left && response ? [[left.place, { response, hints: left.hints }]] : []);
}

function without(
  unsaved: ReadonlyMap<number, Kept>,
  place: number,
  saved: Kept | undefined,
): ReadonlyMap<number, Kept> {
  return new Map([...unsaved].filter(([at, kept]) => at !== place || kept !== saved));
}
