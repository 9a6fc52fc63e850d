'use client';

import { untouched } from '#components/ui/untouched.ts';
import { type FormEvent, useState } from 'react';
import { OptionsField, useOptionKeys } from '#components/answer/options-field.tsx';
import type { Answer, GuideSnapshot, Said } from '#components/lab/guide/guide-run.ts';
import { LoadFailed } from '#components/ui/load-boundary.tsx';
import { useKeys } from '#components/ui/keys.tsx';
import { InlineMarkup, Markup } from '#components/ui/markup.tsx';
import { plainHtml } from '#lib/cards/html.ts';
import type { Stage } from '#lib/guide/guide.ts';

type Question = NonNullable<Stage['question']>;
type Choice = Extract<Question, { kind: 'choice' }>;

interface Asking {
  /** The same seed gives the same order of options. */
  readonly seed: string;
  readonly legend: string;
  /** What the button says. */
  readonly action: string;
  /** Whether digits choose and Enter sends; inside another page these keys are the page's. */
  readonly hasKeys: boolean;
  readonly onAnswer: (answer: Answer) => void;
  /** Whether the answer could not be graded. */
  readonly hasFailed?: boolean;
}

/** Asks what will happen, or what was seen. */
export function GuideQuestion({ question, ...asking }: Asking & { question: Question }) {
  return question.kind === 'choice' ? (
    <ChoiceQuestion question={question} {...asking} />
  ) : (
    <TypedQuestion {...asking} />
  );
}

function ChoiceQuestion({
  question,
  seed,
  legend,
  action,
  hasKeys,
  onAnswer,
}: Asking & { question: Choice }) {
  const [picked, setPicked] = useState<ReadonlySet<number>>(new Set());
  const several = question.options.filter(({ right }) => right).length > 1;
  const pick = (position: number) => setPicked((before) => toggled(before, position, several));

  function submit() {
    const chosen = question.options.filter((_, position) => picked.has(position));
    onAnswer({
      answer: chosen.map(({ text }) => plainHtml(text)).join(' | '),
      saying: { kind: 'options', picked: [...picked] },
    });
  }

  useOptionKeys(question, seed, hasKeys ? pick : undefined);
  useKeys({ Enter: hasKeys && picked.size > 0 ? submit : undefined }, 'first');
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <OptionsField
        body={question}
        seed={seed}
        picked={picked}
        legend={legend}
        showsKeys={hasKeys}
        onPick={pick}
      />
      <button type="submit" className="button button-strong mt-3" disabled={picked.size === 0}>
        {action}
      </button>
    </form>
  );
}

function toggled(before: ReadonlySet<number>, position: number, several: boolean): ReadonlySet<number> {
  const after = new Set(several ? before : []);
  if (several && before.has(position)) after.delete(position);
  else after.add(position);
  return after;
}

/** What grades a text is fetched when somebody begins to type one, so that it is there before the answer. */
const fetchAhead = () => void import('#lib/guide/grade-said.ts').catch(() => undefined);

function TypedQuestion({ legend, action, onAnswer, hasFailed = false }: Asking) {
  const [text, setText] = useState('');

  return (
    <form
      className="flex flex-wrap items-end gap-2"
      onFocus={fetchAhead}
      onSubmit={(event: FormEvent) => {
        event.preventDefault();
        onAnswer({ answer: text.trim(), saying: { kind: 'text', text } });
      }}
    >
      <label className="flex min-w-40 flex-1 flex-col gap-1 text-soft">
        {legend}
        <input
          className="field font-mono text-ink"
          value={text}
          {...untouched}
          onChange={(event) => setText(event.target.value)}
        />
      </label>
      <button type="submit" className="button button-strong" disabled={text.trim() === ''}>
        {action}
      </button>
      {hasFailed && <LoadFailed what="What grades an answer" className="basis-full" />}
    </form>
  );
}

/** What was predicted, what was seen, and which of it is right. */
export function GuideVerdict({
  question,
  graded: { predicted, seen },
}: {
  question: Question;
  graded: NonNullable<GuideSnapshot['graded']>;
}) {
  const chosen = (said: Said | null) => new Set(said === null ? [] : said.answer.split(' | '));
  const [expected, found] = [chosen(predicted), chosen(seen)];
  const several = question.kind === 'choice' && question.options.filter(({ right }) => right).length > 1;
  return (
    <div>
      <ul className="flex flex-col gap-1">
        <SaidLine name="You predicted" said={predicted} />
        <SaidLine name="You saw" said={seen} />
      </ul>
      {question.kind === 'choice' ? (
        <ul className="mt-3 flex flex-col gap-1.5">
          {question.options
            .map((option) => ({ ...option, words: plainHtml(option.text) }))
            .filter(({ right, words }) => right || expected.has(words) || found.has(words))
            .map(({ text, right, feedback, words }, index) => (
              <li key={index} className="flex gap-2">
                <Sign isRight={right} />
                <span>
                  <InlineMarkup html={text} />
                  {several && (
                    <span className="text-sm font-semibold text-soft">
                      {' '}
                      · {chosenWords(expected.has(words), found.has(words))}
                    </span>
                  )}
                  {feedback && (
                    <span className="text-soft">
                      {' '}
                      – <InlineMarkup html={feedback} />
                    </span>
                  )}
                </span>
              </li>
            ))}
        </ul>
      ) : (
        <div className="mt-3">
          <p className="flex gap-2">
            <Sign isRight /> <Markup html={question.answer} />
          </p>
          {question.not
            .filter((_, index) => predicted?.named === index || seen?.named === index)
            .map(({ answer, message }) => (
              <p key={answer} className="mt-1 flex gap-2">
                <Sign isRight={false} />
                <span>
                  <InlineMarkup html={answer} />
                  {message && (
                    <span className="text-soft">
                      {' '}
                      – <InlineMarkup html={message} />
                    </span>
                  )}
                </span>
              </p>
            ))}
        </div>
      )}
    </div>
  );
}

/** When an option was chosen, where several are right and some may have been missed. */
function chosenWords(isExpected: boolean, isSeen: boolean): string {
  if (isExpected) return isSeen ? 'predicted and seen' : 'predicted';
  return isSeen ? 'seen' : 'missed';
}

function Sign({ isRight }: { isRight: boolean }) {
  return (
    <span className={isRight ? 'text-good' : 'text-bad'}>
      {isRight ? '✓' : '✕'}
      <span className="sr-only">{isRight ? 'Right:' : 'Wrong:'}</span>
    </span>
  );
}

function SaidLine({ name, said }: { name: string; said: Said | null }) {
  if (said === null) return null;
  const isRight = said.verdict === 'right';
  return (
    <li>
      <span className="text-soft">{name}:</span> {said.answer}{' '}
      <span className={`font-semibold ${isRight ? 'text-good' : 'text-bad'}`}>
        {isRight ? '✓ right' : '✕ not so'}
      </span>
    </li>
  );
}
