'use client';

import { memo, type ReactNode, useState } from 'react';
import { reviewStore } from '#components/data/use-reviews.ts';
import { CardAnswer } from '#components/deck/card-answer.tsx';
import { type CardPlace, summaryText } from '#components/deck/card-place.ts';
import type { DeckCard } from '#components/deck/deck-card.ts';
import { announce } from '#components/ui/announce.ts';
import { LoadFailed } from '#components/ui/load-boundary.tsx';
import { InlineMarkup } from '#components/ui/markup.tsx';
import type { Prompt, PromptRef } from '#lib/cards/prompt.ts';

function percent(share: number | null | undefined): string {
  return share === null || share === undefined ? '–' : `${Math.round(share * 100)} %`;
}

/** A card's questions: the status of each, and how well it is predicted to be known. */
function PlaceTable({ places }: { places: readonly CardPlace[] }) {
  const examAhead = places.some(({ exam }) => exam !== null);
  const columns = [
    'Question',
    'State',
    'Known now',
    ...(examAhead ? ['At the exam, if you stop', 'if you study'] : []),
  ];
  return (
    <div className="mt-4 overflow-x-auto" tabIndex={0} role="group" aria-label="Status">
      <table className="text-sm tabular-nums">
        <thead className="text-left text-soft">
          <tr>
            {columns.map((name) => (
              <th key={name} scope="col" className="pr-5 font-normal">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {places.map(({ part, text, recall, exam }) => (
            <tr key={part}>
              <td className="pr-5">{part ?? 'the card'}</td>
              <td className="pr-5">{text}</td>
              <td className="pr-5">{percent(recall)}</td>
              {examAhead && (
                <>
                  <td className="pr-5">{percent(exam?.ifYouStop)}</td>
                  <td>{percent(exam?.ifYouStudy)}</td>
                </>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** A card of the list: the question and the status of its prompts; once opened, the answer and what can be done with it. */
export const CardRow = memo(function CardRow({
  card,
  place,
  answer,
  places,
  prompt,
  failed,
  onOpen,
}: {
  card: DeckCard;
  /** `sockets.md:41`; empty where it is not shown. */
  place: string;
  /** Null where it comes when the card is opened: all answers are most of the page. */
  answer: ReactNode;
  places: readonly CardPlace[] | null;
  /** The prompt that shows the answer, once it has come. */
  prompt: Prompt | null;
  /** Whether the answers could not be fetched. */
  failed: boolean;
  onOpen: () => void;
}) {
  const [isOpen, setOpen] = useState(false);
  const isSuspended = (index: number) => places?.[index]?.name === 'suspended';
  const untouched = places === null || places.every(({ name }) => name === 'new');

  function write(kind: 'suspend' | 'resume' | 'reset', prompts: readonly PromptRef[], said: string) {
    const drafts = prompts.map(({ key, rev }) => ({ kind, card: key, rev }));
    void reviewStore()
      .append(drafts, Date.now())
      .then(() => announce(said));
  }
  const active = card.prompts.filter((_, index) => !isSuspended(index));
  const suspended = card.prompts.filter((_, index) => isSuspended(index));

  return (
    <li id={`card-${card.id}`} className="[contain-intrinsic-size:auto_3.25rem] [content-visibility:auto]">
      <details
        onToggle={(event) => {
          setOpen(event.currentTarget.open);
          if (event.currentTarget.open) onOpen();
        }}
      >
        <summary className="flex flex-wrap items-baseline gap-x-4 gap-y-0.5 px-5 py-3 hover:bg-ground">
          <span className="min-w-48 flex-1">
            <InlineMarkup html={card.front} />
          </span>
          <span className="flex items-baseline gap-3 text-sm text-soft">
            {places && <span>{summaryText(places)}</span>}
            <span className="font-mono text-xs">{place}</span>
          </span>
        </summary>
        {(isOpen || answer !== null) && (
          <div className="border-t border-dashed border-line bg-ground px-5 py-4">
            {answer ?? (prompt ? <CardAnswer prompt={prompt} /> : <Waiting failed={failed} />)}
            {places && <PlaceTable places={places} />}
            <div className="mt-4 flex flex-wrap gap-2 text-sm">
              {suspended.length > 0 && (
                <button
                  type="button"
                  className="button"
                  onClick={() => write('resume', suspended, 'Card resumed.')}
                >
                  Resume
                </button>
              )}
              {active.length > 0 && (
                <button
                  type="button"
                  className="button"
                  onClick={() => write('suspend', active, 'Card suspended.')}
                >
                  Suspend
                </button>
              )}
              <button
                type="button"
                className="button"
                disabled={untouched}
                onClick={() => write('reset', card.prompts, 'Schedule forgotten. The card is new again.')}
              >
                Start again
              </button>
            </div>
          </div>
        )}
      </details>
    </li>
  );
});

function Waiting({ failed }: { failed: boolean }) {
  return failed ? <LoadFailed what="The answer" /> : <p className="text-soft">Loading the answer …</p>;
}
