import { openQuiz, type QuizRecord, quizzesOf } from '#lib/quiz/quiz-record.ts';
import { creditOf } from '#lib/quiz/quiz-result.ts';
import type { ReviewState } from '#lib/review/state.ts';
import { scoreText } from './score-text.ts';

const shownAtMost = 10;

/** Quizzes that were taken, the newest first. */
export function QuizHistory({
  deck,
  state,
  onResult,
}: {
  deck: string;
  state: ReviewState;
  onResult: (quiz: QuizRecord) => void;
}) {
  const open = openQuiz(state, deck);
  const past = quizzesOf(state, deck)
    .filter((quiz) => quiz.id !== open?.id && quiz.answers.some((answer) => answer !== null))
    .slice(0, shownAtMost);
  if (past.length === 0) return null;
  return (
    <section className="mx-auto mt-8 max-w-3xl" aria-labelledby="past">
      <h2 id="past" className="text-lg font-semibold">
        Results so far
      </h2>
      <ul className="panel mt-3 divide-y divide-line">
        {past.map((quiz) => {
          const counted = quiz.answers.filter((answer) => quiz.mode === 'test' || answer !== null);
          const credit = counted.reduce((sum, answer) => sum + creditOf(answer), 0);
          return (
            <li key={quiz.id}>
              <button
                type="button"
                className="flex w-full flex-wrap items-baseline gap-x-4 px-5 py-2.5 text-left hover:bg-sunk"
                onClick={() => onResult(quiz)}
              >
                <span className="min-w-36 flex-1">
                  {new Date(quiz.begunAt).toLocaleString('en-GB', {
                    dateStyle: 'medium',
                    timeStyle: 'short',
                  })}
                </span>
                <span className="text-soft">
                  {quiz.mode === 'test' ? 'Test' : 'Quiz'} {quiz.seed}
                </span>
                <span className="tabular-nums">{scoreText({ credit, questions: counted.length })}</span>
              </button>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
