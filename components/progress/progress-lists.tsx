import { SoftLink } from '#components/shell/soft-link.tsx';
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
  if (hard.length === 0) return <p className="text-soft">You have not failed a card yet.</p>;
  const texts = new Map(decks.flatMap(({ prompts }) => prompts.map(({ key, text }) => [key, text])));
  return (
    <ol className="flex flex-col gap-2">
      {hard.map(({ prompt, lapses, againShare, leech }) => {
        const [deck = '', card = ''] = prompt.card.split('/');
        return (
          <li key={prompt.key} className="flex items-baseline gap-4">
            <SoftLink href={`/decks/${deck}#${card}`} className="min-w-0 flex-1 no-underline hover:underline">
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

/** Predicted recall now, topic by topic; a topic goes by the first card on it. */
export function TopicBars({ topics, deck }: { topics: readonly TopicRecall[]; deck: ProgressDeck }) {
  const names = new Map<number, string>();
  for (const { topics: of, text } of deck.prompts)
    for (const topic of of) if (!names.has(topic)) names.set(topic, text);
  return (
    <ul className="flex flex-col gap-1.5">
      {topics.map(({ topic, recall, seen, total }) => (
        <li key={topic} className="grid grid-cols-[1.75rem_1fr_5.5rem_3.5rem] items-center gap-2 text-sm">
          <span className="text-right text-soft tabular-nums">{topic}</span>
          <span className="truncate" title={names.get(topic)}>
            {names.get(topic)}
          </span>
          <span aria-hidden="true" className="h-1.5 overflow-hidden rounded bg-line">
            <span
              className="block h-full bg-good"
              style={{ width: `${100 * (recall ?? 0) * (seen / total)}%` }}
            />
          </span>
          <span className="text-right text-soft tabular-nums">
            {recall === null ? 'new' : `${Math.round(recall * 100)} %`}
            <span className="sr-only">
              , {seen} of {total} seen
            </span>
          </span>
        </li>
      ))}
    </ul>
  );
}
