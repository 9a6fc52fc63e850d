import { SoftLink } from '#components/ui/soft-link.tsx';
import type { QuizProgress } from '#lib/quiz/quiz-progress.ts';

/** A deck whose quiz goes on. */
interface DeckUnderWay {
  readonly deck: string;
  readonly title: string;
  readonly progress: QuizProgress;
}

/** The quizzes that wait to be gone on with; nothing where there is none. */
export function QuizzesUnderWay({ quizzes }: { quizzes: readonly DeckUnderWay[] }) {
  if (quizzes.length === 0) return null;
  return (
    <section className="panel" aria-label="Under way">
      <ul className="divide-y divide-line">
        {quizzes.map(({ deck, title, progress: { mode, answered, questions } }) => (
          <li key={deck} className="flex flex-wrap items-center gap-x-5 gap-y-2 px-6 py-3">
            <p className="min-w-48 flex-1">
              <span className="font-medium">
                {mode === 'test' ? 'Test' : 'Quiz'} under way: <bdi>{title}</bdi>
              </span>
              <span className="block text-sm text-soft tabular-nums">
                {answered} of {questions} answered
              </span>
            </p>
            <SoftLink
              href={`/quiz/${deck}`}
              className="button"
              aria-label={`Go on with the ${mode}: ${title}, ${String(answered)} of ${String(questions)} answered`}
            >
              Go on with it
            </SoftLink>
          </li>
        ))}
      </ul>
    </section>
  );
}
