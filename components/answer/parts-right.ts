import { orderItems } from '#lib/grade/order-items.ts';
import type { Given, GradableBody, Grade, StepFault, Verdict } from '#lib/grade/verdict.ts';

/** How many of an answer's parts are right, in words such as `2 of 3`; null where it has one part, or they say no more. */
export function partsRight(body: GradableBody, given: Given, grade: Grade): string | null {
  if (grade.verdict === 'right') return null;
  switch (grade.kind) {
    case 'text':
    case 'options':
      return null;
    case 'list':
      return of(grade.items.filter(counts).length, grade.items.filter(counts).length + grade.missing.length);
    case 'steps':
      return body.kind === 'order' && given.kind === 'steps'
        ? of(stepsInPlace(body, given.placed, grade.faults), body.steps.length)
        : null;
    case 'pairs':
      return of(grade.areRight.filter(Boolean).length, grade.areRight.length);
    case 'blanks':
      return of(grade.blanks.filter(counts).length, grade.blanks.length);
    default:
      return grade satisfies never;
  }
}

/** Of the numbered steps; a free one is none of them. */
function stepsInPlace(
  body: Extract<GradableBody, { kind: 'order' }>,
  placed: readonly number[],
  faults: readonly (StepFault | null)[],
): number {
  const items = orderItems(body);
  return placed.filter((item, place) => items[item]?.role === 'step' && faults[place] === null).length;
}

function counts({ verdict }: { verdict: Verdict }): boolean {
  return verdict === 'right' || verdict === 'slip';
}

function of(right: number, all: number): string | null {
  return all > 1 ? `${right} of ${all}` : null;
}
