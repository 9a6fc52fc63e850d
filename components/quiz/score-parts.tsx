import type { Deck } from '#lib/deck/prompt.ts';
import type { QuizResult } from '#lib/quiz/quiz-result.ts';
import { kindNames } from './kind-names.ts';
import { ScoreTable } from './score-table.tsx';

/** A list of topics that is longer than this beside that of kinds goes on below the kinds. */
const mostBeside = 4;

/** What was gained by kind and by topic, in two columns of like length where there is room. */
export function ScoreParts({
  result: { byKind, byTopic },
  topicNames,
}: {
  result: QuizResult;
  topicNames: Deck['topicNames'];
}) {
  const beside = byTopic.length - byKind.length;
  // The caption of another table takes about two rows.
  const below = beside > mostBeside ? Math.floor(beside / 2) - 1 : 0;
  const parts = [byTopic.slice(0, below), byTopic.slice(below)] as const;
  const topics = (part: QuizResult['byTopic']) =>
    part.length > 0 && (
      <ScoreTable
        name={part.length === byTopic.length ? 'By topic' : `By topic, ${rangeText(part)}`}
        rows={part.map(({ topic, ...score }) => ({
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
          rows={byKind.map(({ kind, ...score }) => ({ name: kindNames[kind], score }))}
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
