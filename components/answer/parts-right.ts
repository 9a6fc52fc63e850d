import { orderItems } from '#lib/grade/grade-order.ts';
import type { StudentResponse, GradableBody, Grade, StepFault, Verdict } from '#lib/grade/verdict.ts';

/** How many of an answer's parts are right, in words such as `2 of 3`; null where it has one part, or they say no more. */
export function partsRight(body: GradableBody, response: StudentResponse, grade: Grade): string | null {
  if (grade.verdict === 'right') return null;
  switch (grade.kind) {
    case 'text':
    case 'options':
      return null;
    case 'list':
      return listParts(grade);
    case 'steps':
      return body.kind === 'order' && response.kind === 'steps'
        ? orderParts(body, response.placed, grade.faults)
        : null;
    case 'pairs':
      return of(grade.areRight.filter(Boolean).length, grade.areRight.length);
    case 'blanks':
      return of(grade.blanks.filter(counts).length, grade.blanks.length);
    default:
      return grade satisfies never;
  }
}

/** Of the list's items and of what was named in excess, as the credit counts them. */
function listParts({ items, missing, credit }: Extract<Grade, { kind: 'list' }>): string | null {
  const right = items.filter(counts).length;
  return of(right, right === 0 ? missing.length : Math.round(right / credit));
}

/** Of the numbered steps, and of whatever else was placed wrongly: as the credit counts them. */
function orderParts(
  body: Extract<GradableBody, { kind: 'order' }>,
  placed: readonly number[],
  faults: readonly (StepFault | null)[],
): string | null {
  const items = orderItems(body);
  const isStep = (item: number) => items[item]?.role === 'step';
  const inPlace = placed.filter((item, place) => isStep(item) && faults[place] === null).length;
  const wrongCompanion = placed.filter((item, place) => !isStep(item) && faults[place] !== null).length;
  return of(inPlace, body.steps.length + wrongCompanion);
}

function counts({ verdict }: { verdict: Verdict }): boolean {
  return verdict === 'right' || verdict === 'slip';
}

function of(right: number, all: number): string | null {
  return all > 1 ? `${right} of ${all}` : null;
}
