'use client';

import { type FormEvent, useId, useState } from 'react';
import type { Said } from '#components/lab/guide/guide-run.ts';
import { InlineMarkup, Markup } from '#components/ui/markup.tsx';
import { plainHtml } from '#lib/cards/html.ts';
import { shuffled } from '#lib/cards/shuffle.ts';
import { deckAnswers } from '#lib/grade/deck-answers.ts';
import { grade } from '#lib/grade/grade.ts';
import type { Stage } from '#lib/guide/guide.ts';

type Question = NonNullable<Stage['question']>;
type Choice = Extract<Question, { kind: 'choice' }>;
type Typed = Extract<Question, { kind: 'typed' }>;

/** Asks what will happen, or what was seen. */
export function GuideQuestion({
  question,
  seed,
  legend,
  action,
  onSaid,
}: {
  question: Question;
  /** The same seed gives the same order of options. */
  seed: string;
  legend: string;
  /** What the button says. */
  action: string;
  onSaid: (said: Said) => void;
}) {
  return question.kind === 'choice' ? (
    <ChoiceQuestion question={question} {...{ seed, legend, action, onSaid }} />
  ) : (
    <TypedQuestion question={question} {...{ legend, action, onSaid }} />
  );
}

function ChoiceQuestion({
  question,
  seed,
  legend,
  action,
  onSaid,
}: {
  question: Choice;
  seed: string;
  legend: string;
  action: string;
  onSaid: (said: Said) => void;
}) {
  const name = useId();
  const [picked, setPicked] = useState<ReadonlySet<number>>(new Set());
  const several = question.options.filter(({ right }) => right).length > 1;
  const options = shuffled(
    question.options.map((option, position) => ({ ...option, position })),
    seed,
  );

  function submit(event: FormEvent) {
    event.preventDefault();
    const chosen = question.options.filter((_, position) => picked.has(position));
    const isRight = question.options.every(({ right }, position) => right === picked.has(position));
    onSaid({
      answer: chosen.map(({ text }) => plainHtml(text)).join(' | '),
      verdict: isRight ? 'right' : 'wrong',
    });
  }

  return (
    <form onSubmit={submit}>
      <fieldset>
        <legend className="mb-2 text-sm text-soft">
          {legend} {several ? 'Choose all that are right.' : ''}
        </legend>
        <div className="flex flex-wrap gap-2">
          {options.map(({ text, position }) => (
            <label
              key={position}
              className="flex cursor-pointer items-baseline gap-2 rounded-lg border border-line bg-panel px-3 py-2 hover:border-edge has-checked:border-ink has-checked:bg-sunk has-focus-visible:outline-2 has-focus-visible:outline-client"
            >
              <input
                type={several ? 'checkbox' : 'radio'}
                name={name}
                className="accent-ink outline-none"
                checked={picked.has(position)}
                onChange={() => setPicked((before) => toggled(before, position, several))}
              />
              <InlineMarkup html={text} />
            </label>
          ))}
        </div>
      </fieldset>
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

/** A guided lab asks of what is run, not of a deck: no other card's answer is in question. */
const noOthers = deckAnswers([]);

function graded(question: Typed, text: string) {
  return grade(question, { kind: 'text', text }, noOthers);
}

/** Position in `not` of the wrong answer that the author named; -1: it is none of them. */
function namedBy(question: Typed, text: string): number {
  const said = graded(question, text);
  const note = said.kind === 'text' ? said.text.note : null;
  return note?.kind === 'not' ? note.index : -1;
}

function TypedQuestion({
  question,
  legend,
  action,
  onSaid,
}: {
  question: Typed;
  legend: string;
  action: string;
  onSaid: (said: Said) => void;
}) {
  const [text, setText] = useState('');
  return (
    <form
      className="flex flex-wrap items-end gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        // What is close is right here: nothing hangs on a prediction that one would have to decide about.
        const isRight = graded(question, text).verdict !== 'wrong';
        onSaid({ answer: text.trim(), verdict: isRight ? 'right' : 'wrong' });
      }}
    >
      <label className="flex min-w-0 flex-1 flex-col gap-1 text-sm text-soft">
        {legend}
        <input
          className="field font-mono text-ink"
          value={text}
          spellCheck={false}
          autoCapitalize="off"
          autoComplete="off"
          onChange={(event) => setText(event.target.value)}
        />
      </label>
      <button type="submit" className="button button-strong" disabled={text.trim() === ''}>
        {action}
      </button>
    </form>
  );
}

/** What was predicted, what was seen, and which of it is right. */
export function GuideVerdict({
  question,
  predicted,
  seen,
}: {
  question: Question;
  predicted: Said | null;
  seen: Said | null;
}) {
  const chosen = (said: Said | null) => (said === null ? [] : said.answer.split(' | '));
  const chosenEver = new Set([...chosen(predicted), ...chosen(seen)]);
  return (
    <div>
      <ul className="flex flex-col gap-1">
        <SaidLine name="You predicted" said={predicted} />
        <SaidLine name="You saw" said={seen} />
      </ul>
      {question.kind === 'choice' ? (
        <ul className="mt-3 flex flex-col gap-1.5">
          {question.options
            .filter(({ right, text }) => right || chosenEver.has(plainHtml(text)))
            .map(({ text, right, feedback }, index) => (
              <li key={index} className="flex gap-2">
                <span className={right ? 'text-good' : 'text-bad'}>
                  {right ? '✓' : '✕'}
                  <span className="sr-only">{right ? 'Right:' : 'Wrong:'}</span>
                </span>
                <span>
                  <InlineMarkup html={text} />
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
            <span className="text-good">
              ✓<span className="sr-only">Right:</span>
            </span>{' '}
            <Markup html={question.answer} />
          </p>
          {question.not
            .filter((_, index) => [...chosenEver].some((answer) => namedBy(question, answer) === index))
            .map(({ answer, message }) => (
              <p key={answer} className="mt-1 flex gap-2">
                <span className="text-bad">
                  ✕<span className="sr-only">Wrong:</span>
                </span>
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
