import { InlineMarkup } from '#components/study/markup.tsx';
import type { Body } from '#lib/deck/prompt.ts';
import { shuffled } from '#lib/deck/shuffle.ts';

/** Each row with what the student gave it, and what is right where that is something else. */
export function GradedPairs({
  body,
  seed,
  rights,
  areRight,
}: {
  body: Extract<Body, { kind: 'match' }>;
  seed: string;
  /** For each row the row whose right side it was given. */
  rights: readonly (number | null)[];
  areRight: readonly boolean[];
}) {
  const isGiven = rights.some((right) => right !== null);
  return (
    <ul className="flex flex-col gap-2" aria-label="Rows">
      {shuffled([...body.pairs.keys()], `${seed} left`).map((row) => {
        const [left, right] = body.pairs[row] ?? [];
        const item = rights[row] ?? null;
        const given = item === null ? undefined : body.pairs[item]?.[1];
        const isRight = areRight[row] ?? false;
        if (left === undefined || right === undefined) return null;
        return (
          <li
            key={row}
            className={`flex flex-col gap-x-3 gap-y-1 rounded-lg border px-3 py-2 sm:flex-row ${isRight ? 'border-line' : 'border-bad bg-bad-tint'}`}
          >
            <span className="flex min-w-0 flex-1 gap-2">
              <span className={`w-4 font-semibold ${isRight ? 'text-good' : 'text-bad'}`} aria-hidden="true">
                {isRight ? '✓' : '✕'}
              </span>
              <span className="sr-only">{isRight ? 'Right:' : 'Wrong:'}</span>
              <InlineMarkup html={left} className="min-w-0" />
            </span>
            <span className="min-w-0 flex-1 pl-6 sm:pl-0">
              {!isRight && isGiven && (
                <span className="block text-soft">
                  <span className="sr-only">you gave </span>
                  {given === undefined ? 'nothing' : <InlineMarkup html={given} className="line-through" />}
                  <span className="sr-only">, right is </span>
                </span>
              )}
              <InlineMarkup html={right} className={isRight ? '' : 'font-medium'} />
            </span>
          </li>
        );
      })}
    </ul>
  );
}
