import type { ReactNode, Ref } from 'react';
import { CardBody } from '#components/card/card-body.tsx';
import type { DeckHead } from '#components/data/deck-head.ts';
import { placeText } from '#components/data/source-place.ts';
import { countsText } from '#components/study/counts-text.ts';
import { InlineMarkup } from '#components/ui/markup.tsx';
import type { Html, Prompt } from '#lib/cards/prompt.ts';
import type { StudyQueue } from '#lib/review/queue.ts';

/** What is the same on the page the server paints and on the one that answers: one card, and what can be done with it. */
export function StudyFrame({
  title,
  done,
  counts,
  note,
  front,
  frontRef,
  body,
  bodyRef,
  action,
  footer,
}: {
  title: string;
  done: number;
  /** What is to come, the card on the screen included; null while it is not known. */
  counts: StudyQueue['counts'] | null;
  note?: ReactNode;
  front: Html;
  frontRef?: Ref<HTMLHeadingElement>;
  body: ReactNode;
  bodyRef?: Ref<HTMLDivElement>;
  action: ReactNode;
  footer: ReactNode;
}) {
  // A card that is being learnt is half done.
  const left = counts ? counts.new + counts.review + counts.learning / 2 : 1;
  return (
    <div className="mx-auto max-w-2xl pb-28 sm:pb-0">
      <div className="mb-3 flex items-center gap-3 text-sm text-soft">
        <h1 className="min-w-0 truncate">
          <bdi>{title}</bdi>
        </h1>
        <progress
          className="bar min-w-12 flex-1"
          max={done + left}
          value={done}
          aria-label="Questions done"
        />
        <span className="whitespace-nowrap tabular-nums">{counts ? countsText(counts) : '…'}</span>
      </div>
      {note}
      <article className="panel p-5 sm:p-9" aria-label="Card">
        <h2
          ref={frontRef}
          tabIndex={-1}
          className="scroll-mt-24 text-xl leading-snug font-semibold sm:text-2xl"
        >
          <InlineMarkup html={front} />
        </h2>
        <div ref={bodyRef} tabIndex={-1} className="mt-5 scroll-mt-4 outline-none empty:mt-0">
          {body}
        </div>
      </article>
      <div className="action-bar">{action}</div>
      <div className="mt-4 flex min-h-8 flex-wrap items-center gap-x-4 gap-y-1 text-sm text-soft">
        {footer}
      </div>
    </div>
  );
}

/** The button under a question. */
export function RevealButton({ keyName = 'Space', onReveal }: { keyName?: string; onReveal?: () => void }) {
  return (
    <button
      type="button"
      className="button button-strong min-h-12 w-full"
      disabled={!onReveal}
      {...(onReveal ? { onClick: onReveal } : {})}
    >
      Show the answer <kbd className="key">{keyName}</kbd>
    </button>
  );
}

/** The name of the queue that mixes decks. */
export const allDecks = 'All decks';

/** Above a card of the mixed queue. */
export function mixedTitle({ title }: Pick<DeckHead, 'title'>): string {
  return `${allDecks} · ${title}`;
}

/** The card that comes next, as the server paints it: readable before any script has run, and without any. */
export function FirstCard({
  head,
  title = head.title,
  prompt,
  seed,
}: {
  head: DeckHead;
  title?: string;
  prompt: Prompt;
  seed: string;
}) {
  return (
    <StudyFrame
      title={title}
      done={0}
      counts={null}
      front={prompt.front}
      body={<CardBody body={prompt.body} revealed={false} seed={seed} picked={new Set()} />}
      action={<RevealButton />}
      footer={head.showsSource && <span className="ml-auto">{placeText(head.file, prompt.line)}</span>}
    />
  );
}
