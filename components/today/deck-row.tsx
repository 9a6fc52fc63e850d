import { SoftLink } from '#components/ui/soft-link.tsx';
import { countsText } from '#components/study/counts-text.ts';
import { cardStatus } from '#lib/review/card-status.ts';
import type { DeckSummary } from '#components/data/deck-summary.ts';
import type { DeckToday, Today } from './use-decks-today.ts';

/** A deck on the Today page: its name, how far it is learnt, what it asks today. */
export function DeckRow({
  summary,
  today,
  reading,
}: {
  summary: DeckSummary;
  today: DeckToday | null;
  reading: Today | null;
}) {
  const counts = today && (countsText(today.queue.counts) ?? 'Done');
  return (
    <li className="flex flex-wrap items-center gap-x-5 gap-y-1 px-6 py-3">
      <div className="min-w-40 flex-1">
        <SoftLink href={`/decks/${summary.deck}`} className="font-medium no-underline hover:underline">
          <bdi>{summary.title}</bdi>
        </SoftLink>
        <p className="text-sm text-soft">
          {countOf(summary.cards, 'card')} · {countOf(summary.prompts.length, 'question')}
          {summary.topics > 0 && ` · ${countOf(summary.topics, 'topic')}`}
          {summary.errors !== null && summary.errors > 0 && (
            <span className="font-semibold text-bad">
              {' '}
              · ✕ {summary.errors} {summary.errors === 1 ? 'error' : 'errors'} in the file
            </span>
          )}
        </p>
      </div>
      <LearntBar summary={summary} reading={reading} />
      <SoftLink
        href={`/quiz/${summary.deck}`}
        className="ml-auto min-h-8 py-1 text-soft hover:text-ink"
        aria-label={`Quiz on ${summary.title}`}
      >
        Quiz
      </SoftLink>
      <SoftLink
        href={`/study/${summary.deck}`}
        className="min-h-8 py-1 text-right tabular-nums sm:min-w-24"
        aria-label={`Study ${summary.title}${counts ? `: ${counts}` : ''}`}
      >
        {counts ?? 'Study'}
      </SoftLink>
    </li>
  );
}

function countOf(count: number, what: string): string {
  return `${String(count)} ${what}${count === 1 ? '' : 's'}`;
}

function LearntBar({ summary, reading }: { summary: DeckSummary; reading: Today | null }) {
  const shares = { review: 0, learning: 0 };
  if (reading) {
    for (const prompt of summary.prompts) {
      const { kind } = cardStatus(reading.state, prompt, reading.now, reading.calendar).cardStatus;
      if (kind === 'review' || kind === 'due') shares.review += 1;
      else if (kind === 'learning') shares.learning += 1;
    }
  }
  const total = Math.max(1, summary.prompts.length);
  const unseen = summary.prompts.length - shares.review - shares.learning;
  return (
    <div
      role="img"
      aria-label={`Questions: ${shares.review} learnt, ${shares.learning} being learnt, ${unseen} not yet`}
      className="flex h-1.5 w-28 overflow-hidden rounded bg-line"
    >
      <div className="bg-good" style={{ width: `${(100 * shares.review) / total}%` }} />
      <div className="bg-waiting" style={{ width: `${(100 * shares.learning) / total}%` }} />
    </div>
  );
}
