import type { GradableBody, Grade, Verdict } from '#lib/grade/verdict.ts';

/** How many of an answer's parts are right, in words such as `2 of 3`; null where it has one part, or they say no more. */
export function partsRight(body: GradableBody, grade: Grade): string | null {
  if (grade.verdict === 'right') return null;
  switch (grade.kind) {
    case 'text':
    case 'options':
      return null;
    case 'list':
      return of(grade.items.filter(counts).length, grade.items.filter(counts).length + grade.missing.length);
    case 'steps':
      return body.kind === 'order'
        ? of(grade.faults.filter((fault) => fault === null).length, body.steps.length + body.free.length)
        : null;
    case 'pairs':
      return of(grade.areRight.filter(Boolean).length, grade.areRight.length);
    case 'blanks':
      return of(grade.blanks.filter(counts).length, grade.blanks.length);
    default:
      return grade satisfies never;
  }
}

function counts({ verdict }: { verdict: Verdict }): boolean {
  return verdict === 'right' || verdict === 'slip';
}

function of(right: number, all: number): string | null {
  return all > 1 ? `${right} of ${all}` : null;
}
