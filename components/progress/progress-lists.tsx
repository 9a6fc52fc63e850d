import { SoftLink } from '#components/shell/soft-link.tsx';
import type { Score } from '#lib/quiz/quiz-result.ts';
import type { HardPrompt } from '#lib/review/hardest.ts';
import type { TopicRecall } from '#lib/review/topic-recall.ts';
import type { ProgressDeck } from './progress-deck.ts';

/** The cards that were forgotten most, each with the way to it. */
export function HardestCards({
  hard,
  decks,
}: {
  hard: readonly HardPrompt[];
  decks: readonly ProgressDeck[];
}) {
  if (hard.length === 0)
    return (
      <p className="text-soft">
        No card has been hard for you so far. One is listed after three answers, if one of them was Again.
      </p>
    );
  const texts = new Map(decks.flatMap(({ prompts }) => prompts.map(({ key, text }) => [key, text])));
  return (
    <ol className="flex flex-col gap-2">
      {hard.map(({ prompt, lapses, againShare, leech }) => {
        const [deck = '', card = ''] = prompt.card.split('/');
        return (
          <li key={prompt.key} className="flex flex-wrap items-baseline justify-between gap-x-4">
            <SoftLink href={`/decks/${deck}#${card}`} className="min-w-0 no-underline hover:underline">
              {texts.get(prompt.key)}
            </SoftLink>
            <span className="text-sm whitespace-nowrap text-soft tabular-nums">
              {leech && <span className="font-semibold text-waiting">leech · </span>}
              {lapses} {lapses === 1 ? 'lapse' : 'lapses'} · {Math.round(againShare * 100)} % again
            </span>
          </li>
        );
      })}
    </ol>
  );
}

/** Predicted recall now, and what quizzes showed, topic by topic; a topic without a name goes by the first card on it. */
export function TopicBars({
  topics,
  performance,
  deck,
}: {
  topics: readonly TopicRecall[];
  /** By topic. */
  performance: ReadonlyMap<number, Score>;
  deck: ProgressDeck;
}) {
  const name = (topic: number) =>
    deck.topicNames[topic] ?? deck.prompts.find((prompt) => prompt.topics.includes(topic))?.text;
  return (
    <ul className="flex flex-col gap-1.5">
      {topics.map(({ topic, recall, seen, total }) => (
        <li key={topic} className="grid grid-cols-[1.75rem_1fr_4rem_6.5rem] items-center gap-2 text-sm">
          <span className="text-right text-soft tabular-nums">{topic}</span>
          <span className="truncate" title={name(topic)}>
            {name(topic)}
          </span>
          <span aria-hidden="true" className="h-1.5 overflow-hidden rounded bg-line">
            <span className="block h-full bg-good" style={{ width: `${100 * (recall ?? 0)}%` }} />
          </span>
          <span className="text-right text-soft tabular-nums">
            {recall === null ? 'not seen' : `${Math.round(recall * 100)} % of ${seen}/${total}`}
            <QuizShare score={performance.get(topic)} />
          </span>
        </li>
      ))}
    </ul>
  );
}

function QuizShare({ score }: { score: Score | undefined }) {
  if (score === undefined) return null;
  return (
    <span className="block">
      {Math.floor((100 * score.credit) / score.questions)} % of {score.questions} asked
    </span>
  );
}
