'use client';

import { lazy, type ReactNode, type Ref, Suspense, useEffect, useId, useRef } from 'react';
import { BlanksField } from '#components/answer/blanks-field.tsx';
import { untouched } from '#components/ui/untouched.ts';
import { OptionsField, useOptionKeys } from '#components/answer/options-field.tsx';
import { useKeys } from '#components/ui/keys.tsx';
import { LoadBoundary, LoadFailed } from '#components/ui/load-boundary.tsx';
import { Markup } from '#components/ui/markup.tsx';
import type { Body } from '#lib/cards/prompt.ts';
import type { StudentResponse, GradableBody } from '#lib/grade/verdict.ts';

/** One line to type an answer in. */
function TextField({
  body,
  text,
  onChange,
  onSubmit,
  inputRef,
}: {
  body: Extract<Body, { kind: 'typed' }>;
  text: string;
  onChange: (text: string) => void;
  onSubmit: () => void;
  inputRef: Ref<HTMLInputElement>;
}) {
  const id = useId();
  const [answer] = body.list?.items[0] ?? body.accepted;
  return (
    <div className="flex flex-col gap-1.5">
      <label htmlFor={id} className="text-soft">
        {body.list ? 'Your answers' : 'Your answer'}
      </label>
      <input
        dir="auto"
        ref={inputRef}
        id={id}
        className={`field w-full pointer-coarse:text-base ${answer?.isCode ? 'font-mono' : ''}`}
        value={text}
        {...untouched}
        aria-describedby={body.list ? `${id}-help` : undefined}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={(event) => {
          // An input method ends its composition with Enter, too.
          if (event.key !== 'Enter' || event.nativeEvent.isComposing || event.repeat) return;
          event.preventDefault();
          onSubmit();
        }}
      />
      {body.list && (
        <p id={`${id}-help`} className="text-sm text-soft">
          Separate them with commas.{body.list.anyOrder ? ' In any order.' : ''}
        </p>
      )}
    </div>
  );
}

// Only a question that is answered by placing pays for what that takes.
const OrderField = lazy(() =>
  import('#components/answer/order-field.tsx').then((module) => ({ default: module.OrderField })),
);
const MatchField = lazy(() =>
  import('#components/answer/match-field.tsx').then((module) => ({ default: module.MatchField })),
);

interface AnswerFormProps<B extends GradableBody = GradableBody> {
  readonly body: B;
  /** Decides in which order options, steps and pairs are shown. */
  readonly seed: string;
  /** The answer so far; what is of another kind than `body` counts as nothing. */
  readonly response: StudentResponse;
  readonly onChange: (response: StudentResponse) => void;
  /** Enter was pressed where it submits the answer, also an empty one. */
  readonly onSubmit: () => void;
  /** Options that a hint has ruled out, as positions in the deck. */
  readonly struck: ReadonlySet<number>;
  /** The question in words, for whom the form is read out. */
  readonly name?: string;
  /** Whether its first field gets the focus when the form appears. Give each question a `key` of its own. */
  readonly takesFocus: boolean;
}

/**
 * What is below a question's front, to answer it: the rest of the question and the fields of its kind. Choosing goes by
 * the keys shown with the choices. The page has the button that submits.
 */
export function AnswerForm(props: AnswerFormProps) {
  const { name = 'Your answer', onSubmit } = props;
  useKeys({ Enter: onSubmit }, 'first');
  return (
    <div role="group" aria-label={name}>
      <Fields {...props} />
    </div>
  );
}

function Fields(props: AnswerFormProps) {
  const { body, seed, response, onChange, onSubmit, takesFocus } = props;
  const first = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (takesFocus) first.current?.focus({ preventScroll: true });
  }, [takesFocus]);

  switch (body.kind) {
    case 'typed':
      return (
        <>
          {body.question && <Markup html={body.question} className="mb-4" />}
          <TextField
            body={body}
            text={response.kind === 'text' ? response.text : ''}
            onChange={(text) => onChange({ kind: 'text', text })}
            onSubmit={onSubmit}
            inputRef={first}
          />
        </>
      );
    case 'choice':
      return <ChoiceFields {...props} body={body} />;
    case 'order':
      return (
        <WhenLoaded>
          <OrderField
            body={body}
            seed={seed}
            placed={response.kind === 'steps' ? response.placed : []}
            takesFocus={takesFocus}
            onChange={(placed) => onChange({ kind: 'steps', placed })}
          />
        </WhenLoaded>
      );
    case 'match':
      return (
        <WhenLoaded>
          <MatchField
            body={body}
            seed={seed}
            rights={response.kind === 'pairs' ? response.rights : []}
            takesFocus={takesFocus}
            onChange={(rights) => onChange({ kind: 'pairs', rights })}
          />
        </WhenLoaded>
      );
    case 'cloze':
    case 'code':
      return (
        <BlanksField
          body={body}
          texts={response.kind === 'blanks' ? response.texts : []}
          onChange={(texts) => onChange({ kind: 'blanks', texts })}
          onSubmit={onSubmit}
          firstRef={first}
        />
      );
    default:
      return body satisfies never;
  }
}

function ChoiceFields({
  body,
  seed,
  response,
  onChange,
  struck,
  takesFocus,
}: AnswerFormProps<Extract<GradableBody, { kind: 'choice' }>>) {
  const fieldset = useRef<HTMLFieldSetElement>(null);
  const picked = new Set(response.kind === 'options' ? response.picked : []);
  useEffect(() => {
    if (takesFocus) fieldset.current?.focus({ preventScroll: true });
  }, [takesFocus]);

  function pick(position: number) {
    if (struck.has(position)) return;
    const several = body.options.filter(({ right }) => right).length > 1;
    const others = several ? [...picked].filter((each) => each !== position) : [];
    const after = several && picked.has(position) ? others : [...others, position];
    onChange({ kind: 'options', picked: after.sort((a, b) => a - b) });
  }

  useOptionKeys(body, seed, pick);
  return (
    <>
      {body.question && <Markup html={body.question} className="mb-4" />}
      <OptionsField
        body={body}
        seed={seed}
        picked={picked}
        struck={struck}
        onPick={pick}
        firstRef={fieldset}
      />
    </>
  );
}

function WhenLoaded({ children }: { children: ReactNode }) {
  return (
    <LoadBoundary failed={<LoadFailed what="The fields for this question" />}>
      <Suspense fallback={<p className="text-soft">Loading the fields …</p>}>{children}</Suspense>
    </LoadBoundary>
  );
}
