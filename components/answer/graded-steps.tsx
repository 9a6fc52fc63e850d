import type { ReactNode } from 'react';
import { OrderAnswer } from '#components/answer/solution.tsx';
import { InlineMarkup } from '#components/ui/markup.tsx';
import type { Body } from '#lib/cards/prompt.ts';
import { orderItems } from '#lib/grade/grade-order.ts';
import type { Grade, StepFault } from '#lib/grade/verdict.ts';

const stepFaultWords: Readonly<Record<StepFault, string>> = {
  'too-early': 'comes too early',
  'too-late': 'comes too late',
  distractor: 'does not belong here',
};

/** The student's order with a sign for each step, the first wrong one in words, and the right order. */
export function GradedSteps({
  body,
  placed,
  grade,
  aside,
}: {
  body: Extract<Body, { kind: 'order' }>;
  /** Positions in `orderItems(body)`. */
  placed: readonly number[];
  grade: Extract<Grade, { kind: 'steps' }>;
  /** Below the student's order: what the kernel says to it. */
  aside: ReactNode;
}) {
  const items = orderItems(body);
  return (
    <>
      {placed.length > 0 && grade.firstWrong !== null && (
        <FirstWrong {...{ body, placed, grade }} index={grade.firstWrong} />
      )}
      {placed.length > 0 && (
        <ol className="flex flex-col gap-2" aria-label="Your order">
          {placed.map((item, index) => {
            const fault = grade.faults[index] ?? null;
            const html = items[item]?.html;
            return (
              <li
                key={item}
                className={`flex gap-3 rounded-lg border px-3 py-2 ${fault === null ? 'border-line' : 'border-bad bg-bad-tint'}`}
              >
                <span className="w-5 shrink-0 text-right font-mono text-sm leading-6 text-soft">
                  {index + 1}
                </span>
                <span
                  className={`w-4 shrink-0 font-semibold ${fault === null ? 'text-good' : 'text-bad'}`}
                  aria-hidden="true"
                >
                  {fault === null ? '✓' : '✕'}
                </span>
                <span className="sr-only">{fault === null ? 'Right:' : 'Wrong:'}</span>
                <span className="min-w-0 flex-1">
                  {html !== undefined && <InlineMarkup html={html} />}
                  {fault !== null && <span className="text-sm text-bad"> · {stepFaultWords[fault]}</span>}
                </span>
              </li>
            );
          })}
        </ol>
      )}
      {aside}
      {grade.verdict === 'right' ? (
        <OrderAnswer body={body} withSteps={false} />
      ) : (
        <>
          <h3 className="mt-5 mb-2 font-semibold">The right order</h3>
          <OrderAnswer body={body} withSteps />
        </>
      )}
    </>
  );
}

function FirstWrong({
  body,
  placed,
  grade,
  index,
}: {
  body: Extract<Body, { kind: 'order' }>;
  placed: readonly number[];
  grade: Extract<Grade, { kind: 'steps' }>;
  index: number;
}) {
  const item = placed[index];
  const html = item === undefined ? undefined : orderItems(body)[item]?.html;
  const fault = grade.faults[index] ?? null;
  const left = grade.missing.length;
  return (
    <p className="mb-3">
      {html !== undefined ? (
        fault === null ? (
          // It is right relative to the steps after it, and is marked so.
          <>
            A step belongs before step {index + 1}, <InlineMarkup html={html} />.
          </>
        ) : (
          <>
            Step {index + 1}: <InlineMarkup html={html} /> {stepFaultWords[fault]}.
          </>
        )
      ) : (
        `Right up to step ${index}.`
      )}
      {left > 0 && ` ${left === 1 ? '1 step is' : `${left} steps are`} missing.`}
    </p>
  );
}
