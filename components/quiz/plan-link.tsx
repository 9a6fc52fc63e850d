'use client';

import { announce } from '#lib/browser/announce.ts';
import { type QuizPlan, writePlan } from '#lib/quiz/quiz-plan.ts';

/** Gives others the same quiz. */
export function PlanLink({ plan }: { plan: QuizPlan }) {
  async function copy() {
    const address = `${location.origin}${location.pathname}?${writePlan(plan).toString()}`;
    try {
      await navigator.clipboard.writeText(address);
      announce('Link copied.');
    } catch {
      // Without https a browser hands over no clipboard.
      prompt('Copy this link:', address);
    }
  }
  return (
    <button type="button" className="button" onClick={() => void copy()}>
      Copy the link to this quiz
    </button>
  );
}
