'use client';

import { useEffect, useMemo, useRef } from 'react';
import type { DeckHead } from '#components/data/deck-head.ts';
import { claimAnswer } from '#components/quiz/claim-answer.ts';
import { MissedQuestion } from '#components/quiz/missed-question.tsx';
import type { QuizDeck } from '#components/quiz/quiz-deck.ts';
import { creditText, scoreText } from '#components/quiz/score-text.ts';
import { kindNames } from '#components/quiz/setup-facts.ts';
import { useKeys } from '#components/ui/keys.tsx';
import { SoftLink } from '#components/ui/soft-link.tsx';
import type { Deck } from '#lib/cards/prompt.ts';
import type { QuizRecord } from '#lib/quiz/quiz-record.ts';
import { type QuizResult, quizResult, type Score } from '#lib/quiz/quiz-result.ts';

/** Parts of a score, each with a bar. */
function ScoreTable({
  name,
  entries,
}: {
  name: string;
  entries: readonly { readonly name: string; readonly score: Score }[];
}) {
  return (
    <table className="panel w-full border-separate border-spacing-0 text-sm">
      <caption className="eyebrow mb-2 text-left">{name}</caption>
      <tbody>
        {entries.map(({ name: entry, score }) => (
          <tr key={entry}>
            <th scope="row" className="px-4 py-1.5 text-left font-normal print:py-0.5">
              {entry}
            </th>
            <td className="w-16 py-1.5 print:hidden sm:w-24" aria-hidden="true">
              <div className="h-1.5 overflow-hidden rounded bg-line">
                <div
                  className="h-full bg-good"
                  style={{ width: `${String((100 * score.credit) / score.questions)}%` }}
                />
              </div>
            </td>
            <td className="px-4 py-1.5 text-right print:py-0.5 whitespace-nowrap tabular-nums">
              {creditText(score.credit)} of {score.questions}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** A list of topics that is this much longer than the list of kinds continues below the kinds. */
const mostCompanions = 4;

/** What was gained by kind and by topic, in two columns of like length where there is room. */
function ScoreParts({
  result: { byKind, byTopic },
  topicNames,
}: {
  result: QuizResult;
  topicNames: Deck['topicNames'];
}) {
  const longer = byTopic.length - byKind.length;
  // The caption of another table takes about two rows.
  const below = longer > mostCompanions ? Math.floor(longer / 2) - 1 : 0;
  const parts = [byTopic.slice(0, below), byTopic.slice(below)] as const;
  const topics = (part: QuizResult['byTopic']) =>
    part.length > 0 && (
      <ScoreTable
        name={part.length === byTopic.length ? 'By topic' : `By topic, ${rangeText(part)}`}
        entries={part.map(({ topic, ...score }) => ({
          name: `${String(topic)} ${topicNames[topic] ?? ''}`.trim(),
          score,
        }))}
      />
    );
  return (
    <div className="mt-6 grid items-start gap-4 sm:grid-cols-2">
      <div className="flex min-w-0 flex-col gap-4">
        <ScoreTable
          name="By kind"
          entries={byKind.map(({ kind, ...score }) => ({ name: kindNames[kind], score }))}
        />
        {topics(parts[0])}
      </div>
      {topics(parts[1])}
    </div>
  );
}

function rangeText(part: QuizResult['byTopic']): string {
  return [part[0], part.at(-1)].map((each) => String(each?.topic ?? '')).join(' to ');
}

/** The result of a quiz: the score, its parts, and every miss with its response. */
export function QuizResults({
  head,
  quiz,
  cards,
  onNew,
  onResume,
}: {
  head: DeckHead;
  quiz: QuizRecord;
  cards: QuizDeck;
  onNew: () => void;
  /** Absent: it cannot go on. */
  onResume?: () => void;
}) {
  const result = useMemo(() => quizResult(quiz, cards.find), [quiz, cards]);
  const headingRef = useRef<HTMLHeadingElement>(null);
  useEffect(() => headingRef.current?.focus({ preventScroll: true }), []);
  useKeys({ n: onNew, g: onResume });
  // An answer the student has marked correct stays in the list, so that it does not vanish while they look at it.
  const shown = quiz.questions.flatMap((_, place) =>
    result.missed.includes(place) || quiz.answers[place]?.selfMarkedCorrect === true ? [place] : [],
  );

  return (
    <div className="mx-auto max-w-3xl">
      <p className="text-sm text-soft">
        <bdi>{head.title}</bdi> · {quiz.mode === 'test' ? 'test' : 'quiz'} {quiz.seed} ·{' '}
        {new Date(quiz.begunAt).toLocaleString('en-GB', { dateStyle: 'long', timeStyle: 'short' })}
      </p>
      <p className="mt-4 mb-6 hidden print:block">Name: ______________________________</p>
      <h1 ref={headingRef} tabIndex={-1} className="mt-1 text-2xl font-semibold">
        {result.questions === 0 ? 'Nothing was answered' : scoreText(result)}
      </h1>
      {isOutOfTime(quiz) && (
        <p className="mt-1 font-semibold text-waiting">
          Time is up: the test was handed in as it was at the end of its time.
        </p>
      )}
      <p className="mt-1 text-soft">
        {result.questions > 0 && achievedText(result)}
        {result.questions === 0
          ? `It had ${quiz.questions.length === 1 ? '1 question' : `${String(quiz.questions.length)} questions`}. `
          : !result.isComplete &&
            `${String(result.questions)} of ${String(quiz.questions.length)} questions were answered. `}
        {durationText(quiz)}
        {result.hinted > 0 && `${String(result.hinted)} with a hint, or after the right answer was seen.`}
      </p>
      <div className="mt-5 flex flex-wrap gap-3 print:hidden">
        {result.missed.length > 0 && (
          <a href={`/study/${head.deck}?mode=cram&quiz=${quiz.id}`} className="button button-strong">
            Study what was missed
          </a>
        )}
        {onResume && (
          <button
            type="button"
            className={`button ${result.missed.length > 0 ? '' : 'button-strong'}`}
            aria-keyshortcuts="G"
            onClick={onResume}
          >
            Go on with it <kbd className="key">G</kbd>
          </button>
        )}
        <button
          type="button"
          className={`button ${result.missed.length > 0 || onResume ? '' : 'button-strong'}`}
          aria-keyshortcuts="N"
          onClick={onNew}
        >
          New quiz <kbd className="key">N</kbd>
        </button>
        {result.questions > 0 && (
          <button type="button" className="button" onClick={() => window.print()}>
            Print
          </button>
        )}
        {result.missed.length === 0 && (
          <SoftLink href={`/study/${head.deck}`} className="button">
            Study what is due
          </SoftLink>
        )}
        <SoftLink href="/" className="button">
          Today
        </SoftLink>
      </div>
      {result.questions > 0 && <ScoreParts result={result} topicNames={cards.deck.topicNames} />}
      {shown.length > 0 && (
        <section className="mt-8" aria-labelledby="missed">
          <h2 id="missed" className="text-lg font-semibold">
            Missed: {result.missed.length}
            {shown.length > result.missed.length && (
              <span className="font-normal text-soft">
                {' '}
                · counted as right, as you say: {shown.length - result.missed.length}
              </span>
            )}
          </h2>
          <ol className="mt-3 flex flex-col gap-4">
            {shown.map((place) => {
              const question = quiz.questions[place];
              return (
                question && (
                  <MissedQuestion
                    key={question.card}
                    quiz={quiz}
                    place={place}
                    question={question}
                    answer={quiz.answers[place] ?? null}
                    cards={cards}
                    onClaim={() => void claimAnswer(quiz.answers[place] ?? null)}
                  />
                )
              );
            })}
          </ol>
        </section>
      )}
    </div>
  );
}

/** Whether a test ended because its time was over. */
function isOutOfTime({ mode, endedAt, endsAt }: QuizRecord): boolean {
  return mode === 'test' && endedAt !== null && endsAt !== null && endedAt >= endsAt;
}

/** What was achieved, in questions: `14 right, 2 in part, 4 missed.` */
function achievedText({ questions, missed, inPart }: QuizResult): string {
  const wrong = missed.length - inPart;
  if (missed.length === 0)
    return questions === 1 ? 'It was right. ' : `All ${String(questions)} were right. `;
  const parts = [
    `${String(questions - missed.length)} right`,
    ...(inPart > 0 ? [`${String(inPart)} right in part`] : []),
    ...(wrong > 0 ? [`${String(wrong)} not right`] : []),
  ];
  return `${parts.join(', ')}. `;
}

function durationText({ begunAt, endedAt, endsAt, mode }: QuizRecord): string {
  if (endedAt === null || mode === 'quiz') return '';
  // What ran out of time while the page was closed was handed in later.
  const seconds = Math.round((Math.min(endedAt, endsAt ?? Infinity) - begunAt) / 1000);
  return `It took ${String(Math.floor(seconds / 60))} min ${String(seconds % 60)} s. `;
}
