import { useId } from 'react';
import type { Body } from '#lib/deck/prompt.ts';
import { shuffled } from '#lib/deck/shuffle.ts';
import type { CardBodyProps } from './card-body.tsx';
import { InlineMarkup, Markup } from './markup.tsx';

type Choice = Extract<Body, { kind: 'choice' }>;

/** The options of a choice card in the order they are shown, each with its position in the deck. */
export function shownOptions(body: Choice, seed: string) {
  return shuffled(
    body.options.map((option, position) => ({ ...option, position })),
    seed,
  );
}

/** Options to choose from; afterwards which were right, and why the others were not. */
export function ChoiceBody({ body, revealed, seed, picked, onPick }: CardBodyProps<Choice>) {
  const name = useId();
  const several = body.options.filter(({ right }) => right).length > 1;
  return (
    <>
      {body.question && <Markup html={body.question} className="mb-4" />}
      <fieldset className="flex flex-col gap-2">
        <legend className="mb-2 text-soft">{several ? 'Choose all that are right' : 'Choose one'}</legend>
        {shownOptions(body, seed).map(({ text, right, feedback, position }, index) => {
          const chosen = picked.has(position);
          if (!revealed) {
            return (
              <label
                key={position}
                className="flex cursor-pointer items-baseline gap-3 rounded-lg border border-line px-3 py-2 hover:border-edge has-checked:border-ink has-checked:bg-sunk has-focus-visible:outline-2 has-focus-visible:outline-client"
              >
                <input
                  type={several ? 'checkbox' : 'radio'}
                  name={name}
                  checked={chosen}
                  {...(onPick ? { onChange: () => onPick(position) } : { disabled: true })}
                  className="accent-ink outline-none"
                />
                <InlineMarkup html={text} className="flex-1" />
                <kbd className="key" aria-hidden="true">
                  {index + 1}
                </kbd>
              </label>
            );
          }
          return (
            <div
              key={position}
              className={`flex items-baseline gap-3 rounded-lg border px-3 py-2 ${right ? 'border-good bg-good-tint' : chosen ? 'border-bad bg-bad-tint' : 'border-line'}`}
            >
              <span className={`w-4 font-semibold ${right ? 'text-good' : 'text-bad'}`} aria-hidden="true">
                {right ? '✓' : '✕'}
              </span>
              <span className="sr-only">{right ? 'Right:' : 'Wrong:'}</span>
              <span className="flex-1">
                <InlineMarkup html={text} />
                {chosen && <span className="ml-2 text-sm font-semibold text-soft">your choice</span>}
                {feedback && (
                  <span className="block text-soft">
                    <InlineMarkup html={feedback} />
                  </span>
                )}
              </span>
            </div>
          );
        })}
      </fieldset>
      {revealed && body.explanation && <Markup html={body.explanation} className="mt-4" />}
    </>
  );
}
