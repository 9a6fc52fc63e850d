import { GradedOptions } from '#components/answer/graded-options.tsx';
import { hintText, MarkupWithBlanks } from '#components/answer/markup-with-blanks.tsx';
import { OptionsField } from '#components/answer/options-field.tsx';
import { AlsoRight, OrderAnswer } from '#components/answer/solution.tsx';
import { InlineMarkup, Markup } from '#components/ui/markup.tsx';
import type { Body, Html } from '#lib/cards/prompt.ts';
import { shuffled } from '#lib/cards/shuffle.ts';

interface CardBodyProps<B extends Body = Body> {
  readonly body: B;
  readonly revealed: boolean;
  /** Decides in which order options, steps and pairs are shown. */
  readonly seed: string;
  /** Positions in the deck of the options the student chose. */
  readonly picked: ReadonlySet<number>;
  readonly onPick?: (option: number) => void;
}

/** What is below a card's question: the task, and later the answer. */
export function CardBody(props: CardBodyProps) {
  const { body, revealed, seed } = props;
  switch (body.kind) {
    case 'basic':
      return revealed ? <Answer html={body.answer} /> : body.asks && <Cue>{cues[body.asks]}</Cue>;
    case 'typed':
      return (
        <>
          {body.question && <Markup html={body.question} />}
          {revealed ? <TypedAnswer body={body} /> : <Cue>Say or write it, then look.</Cue>}
        </>
      );
    case 'choice':
      return <ChoiceBody {...props} body={body} />;
    case 'order':
      return <OrderBody body={body} revealed={revealed} seed={seed} />;
    case 'match':
      return <MatchBody body={body} revealed={revealed} seed={seed} />;
    case 'cloze':
    case 'code':
      return revealed ? <Markup html={body.shown} /> : <OpenBlanks body={body} />;
    default:
      return body satisfies never;
  }
}

/** Blanks to be filled in the mind. */
function OpenBlanks({ body }: { body: Extract<Body, { kind: 'cloze' | 'code' }> }) {
  return (
    <MarkupWithBlanks
      html={body.hidden}
      blank={(index) => {
        const hint = body.blanks[index]?.hint ?? null;
        return (
          <span className="blank">
            <span className="sr-only">{hint === null ? 'blank' : 'blank. '}</span>
            {hint === null ? <span aria-hidden="true">…</span> : hintText(hint)}
          </span>
        );
      }}
    />
  );
}

const cues = { meaning: 'What is it?', name: 'What is it called?' } as const;

function Cue({ children }: { children: string }) {
  return <p className="text-soft">{children}</p>;
}

function Answer({ html }: { html: Html }) {
  return (
    <>
      <hr className="my-5 border-line" />
      <Markup html={html} className="text-[1.0625rem]" />
    </>
  );
}

function TypedAnswer({ body }: { body: Extract<Body, { kind: 'typed' }> }) {
  return (
    <>
      <Answer html={body.answer} />
      <AlsoRight accept={body.accept} />
      {body.not.map(({ answer, message }) => (
        <p key={answer} className="mt-2 text-soft">
          <span className="font-semibold text-bad">✕ Not</span> <InlineMarkup html={answer} />
          {message && (
            <>
              {': '}
              <InlineMarkup html={message} />
            </>
          )}
        </p>
      ))}
    </>
  );
}

function OrderBody({
  body,
  revealed,
  seed,
}: {
  body: Extract<Body, { kind: 'order' }>;
  revealed: boolean;
  seed: string;
}) {
  if (!revealed) {
    const steps = [
      ...body.steps,
      ...body.free.map(({ step }) => step),
      ...body.distractors.map(({ step }) => step),
    ];
    return (
      <ul className="flex flex-col gap-2" aria-label="Steps, mixed">
        {shuffled(steps, seed).map((step) => (
          <li key={step} className="rounded-lg border border-line px-3 py-2">
            <InlineMarkup html={step} />
          </li>
        ))}
      </ul>
    );
  }
  return <OrderAnswer body={body} withSteps />;
}

function MatchBody({
  body,
  revealed,
  seed,
}: {
  body: Extract<Body, { kind: 'match' }>;
  revealed: boolean;
  seed: string;
}) {
  const rights = shuffled(
    body.pairs.map(([, right]) => right),
    seed,
  );
  return (
    <>
      <div className="markup">
        <div className="table-scroll">
          <table className="w-full">
            <thead>
              <tr>
                {body.head.map((html) => (
                  <th key={html} scope="col">
                    <InlineMarkup html={html} />
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {body.pairs.map(([left, right], index) => {
                const shown = revealed ? right : rights[index];
                return (
                  <tr key={left}>
                    <td className="w-1/2">
                      <InlineMarkup html={left} />
                    </td>
                    <td className={revealed ? '' : 'border-l-4 border-dashed text-soft'}>
                      {shown !== undefined && <InlineMarkup html={shown} />}
                    </td>
                  </tr>
                );
              })}
            </tbody>
          </table>
        </div>
      </div>
      {!revealed && <p className="mt-2 text-soft">The right column is mixed. Which belongs to which?</p>}
      {revealed && body.explanation && <Markup html={body.explanation} className="mt-4" />}
    </>
  );
}

/** Options to choose from; afterwards which were right, and why the others were not. */
function ChoiceBody({
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
