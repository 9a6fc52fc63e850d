import { GradedOptions } from '#components/answer/graded-options.tsx';
import { OptionsField } from '#components/answer/options-field.tsx';
import type { Body } from '#lib/deck/prompt.ts';
import type { CardBodyProps } from './card-body.tsx';
import { Markup } from './markup.tsx';

/** Options to choose from; afterwards which were right, and why the others were not. */
export function ChoiceBody({
  body,
  revealed,
  seed,
  picked,
  onPick,
}: CardBodyProps<Extract<Body, { kind: 'choice' }>>) {
  return (
    <>
      {body.question && <Markup html={body.question} className="mb-4" />}
      {revealed ? (
        <GradedOptions body={body} seed={seed} picked={picked} />
      ) : (
        <OptionsField body={body} seed={seed} picked={picked} {...(onPick ? { onPick } : {})} />
      )}
      {revealed && body.explanation && <Markup html={body.explanation} className="mt-4" />}
    </>
  );
}
