import { shownOptions } from '#components/answer/shown-options.ts';
import { InlineMarkup } from '#components/ui/markup.tsx';
import type { Body } from '#lib/cards/prompt.ts';
import { gradeChoice } from '#lib/grade/verdict.ts';

/** What an option came to: `missed` is right and was not chosen, `left` is wrong and was not chosen. */
type OptionResult = 'right' | 'missed' | 'wrong' | 'left';

const optionLooks: Readonly<
  Record<OptionResult, { readonly sign: string; readonly className: string; readonly signName: string }>
> = {
  right: { sign: '✓', className: 'border-good bg-good-tint', signName: 'text-good' },
  missed: { sign: '○', className: 'border-dashed border-good', signName: 'text-good' },
  wrong: { sign: '✕', className: 'border-bad bg-bad-tint', signName: 'text-bad' },
  left: { sign: '', className: 'border-line', signName: '' },
};

/** What is said of an option; of one that was rightly left, only to whom it is read out. */
function optionWords(result: OptionResult, hasChosen: boolean): string | null {
  switch (result) {
    case 'right':
      return 'your choice, right';
    case 'missed':
      return hasChosen ? 'right, not chosen' : 'right';
    case 'wrong':
      return 'your choice, not right';
    case 'left':
      return null;
    default:
      return result satisfies never;
  }
}

/** The options of a choice: which were right, which the student chose, and what there is to say of each. */
export function GradedOptions({
  body,
  seed,
  picked,
}: {
  body: Extract<Body, { kind: 'choice' }>;
  seed: string;
  /** Positions in the deck. */
  picked: ReadonlySet<number>;
}) {
  const credit = creditWords(body, picked);
  return (
    <>
      <ul className="flex flex-col gap-2" aria-label="Options">
        {shownOptions(body, seed).map(({ text, right, feedback, position }) => {
          const isChosen = picked.has(position);
          const result = right ? (isChosen ? 'right' : 'missed') : isChosen ? 'wrong' : 'left';
          const { sign, className, signName } = optionLooks[result];
          const words = optionWords(result, picked.size > 0);
          return (
            <li
              key={position}
              className={`flex items-baseline gap-3 rounded-lg border px-3 py-2 ${className}`}
            >
              <span className={`w-4 shrink-0 text-center font-semibold ${signName}`} aria-hidden="true">
                {result === 'missed' && picked.size === 0 ? '✓' : sign}
              </span>
              <span className="min-w-0 flex-1">
                <InlineMarkup html={text} />
                {words === null ? (
                  <span className="sr-only"> · not right, not chosen</span>
                ) : (
                  <span className={`text-sm font-semibold ${signName}`}> · {words}</span>
                )}
                {feedback && (
                  <span className="block text-soft">
                    <InlineMarkup html={feedback} />
                  </span>
                )}
              </span>
            </li>
          );
        })}
      </ul>
      {credit !== null && <p className="mt-3 text-soft">{credit}</p>}
    </>
  );
}

/** How the credit came about, where an answer can be right in part; null where there is nothing to say. */
function creditWords(body: Extract<Body, { kind: 'choice' }>, picked: ReadonlySet<number>): string | null {
  const { right, rightPicked, wrongPicked } = gradeChoice(body, [...picked]);
  if (right < 2 || picked.size === 0) return null;
  const points = Math.max(0, rightPicked - wrongPicked);
  const found = `You chose ${String(rightPicked)} of ${String(right)} right options`;
  const wrong =
    wrongPicked === 0
      ? ''
      : `, and ${String(wrongPicked)} wrong ${wrongPicked === 1 ? 'one, which takes one' : `ones, which take ${String(wrongPicked)}`} off`;
  return `${found}${wrong}. Credit: ${String(points)} of ${String(right)}.`;
}
