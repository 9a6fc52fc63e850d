import { InlineMarkup } from '#components/ui/markup.tsx';
import type { Body } from '#lib/cards/prompt.ts';
import { shuffled } from '#lib/cards/shuffle.ts';

/** The options of a choice in the order they are shown, each with its position in the deck. */
export function shownOptions(body: Extract<Body, { kind: 'choice' }>, seed: string) {
  return shuffled(
    body.options.map((option, position) => ({ ...option, position })),
    seed,
  );
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
  return (
    <ul className="flex flex-col gap-2" aria-label="Options">
      {shownOptions(body, seed).map(({ text, right, feedback, position }) => {
        const chosen = picked.has(position);
        return (
          <li
            key={position}
            className={`flex items-baseline gap-3 rounded-lg border px-3 py-2 ${right ? 'border-good bg-good-tint' : chosen ? 'border-bad bg-bad-tint' : 'border-line'}`}
          >
            <span className={`w-4 font-semibold ${right ? 'text-good' : 'text-bad'}`} aria-hidden="true">
              {right ? '✓' : '✕'}
            </span>
            <span className="sr-only">{right ? 'Right:' : 'Wrong:'}</span>
            <span className="flex-1">
              <InlineMarkup html={text} />
              {chosen && <span className="text-sm font-semibold text-soft"> · your choice</span>}
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
  );
}
