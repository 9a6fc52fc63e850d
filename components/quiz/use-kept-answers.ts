'use client';

import { useEffect, useEffectEvent, useMemo, useRef, useState } from 'react';
import { reviewStore } from '#components/data/use-reviews.ts';
import { type UnsettledAnswer, unsettledAnswers } from '#components/quiz/kept-in-tab.ts';
import { responseOf, responseTexts } from '#lib/grade/response.ts';
import type { StudentResponse, GradableBody } from '#lib/grade/verdict.ts';
import { isAsked, type QuizRecord, type TakenHint } from '#lib/quiz/quiz-record.ts';
import type { ReviewDraft } from '#lib/storage/review-store.ts';

/** How long after the last key an answer is written down, in ms. */
const settledMs = 400;

/** The answer so far, and what the hints to it said. */
interface Kept {
  readonly response: StudentResponse;
  readonly hints: readonly TakenHint[];
}

interface KeptAnswers {
  /** For each question the answer so far; null: nothing, or nothing that fits the card as it is now. */
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
    const left = unsettledAnswers.take();
    if (left?.quiz === quiz.id) settle(left, unsaved.get(left.place));
  });
  // What was typed last is not left behind with the page.
  useEffect(() => {
    resume();
    const hide = () => void flush();
    const leave = () => void unsettledAnswers.write(unsettled.current);
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
      response: [...answer.response],
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
  const left = unsettledAnswers.read();
  const body = left?.quiz === quiz && bodies[left.place];
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
