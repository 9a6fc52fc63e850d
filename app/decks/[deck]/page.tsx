import type { Metadata } from 'next';
import { SoftLink } from '#components/ui/soft-link.tsx';
import { headers } from 'next/headers';
import { notFound } from 'next/navigation';
import { CardBrowser } from '#components/deck/card-browser.tsx';
import { CardAnswer } from '#components/deck/card-answer.tsx';
import { cardsAtOnce, cardsOf } from '#components/deck/deck-card.ts';
import { SourceKey } from '#components/data/source-key.tsx';
import { headOf } from '#components/data/deck-head.ts';
import { DeckActions } from '#components/deck/deck-actions.tsx';
import { DiagnosticList } from '#components/deck/diagnostic-list.tsx';
import { LeftOutCards } from '#components/deck/left-out-cards.tsx';
import { directionOf } from '#lib/text/language.ts';
import { isSourceShown } from '../../source-shown.ts';
import { deckLibrary } from '#lib/node/deck-library.ts';
import { isInstructor } from '#lib/node/instructor.ts';

export async function generateMetadata({ params }: PageProps<'/decks/[deck]'>): Promise<Metadata> {
  const found = await deckLibrary().find((await params).deck);
  return { title: found?.deck.title ?? 'No such deck' };
}

export default async function DeckPage({ params, searchParams }: PageProps<'/decks/[deck]'>) {
  const found = await deckLibrary().find((await params).deck);
  if (!found) notFound();
  const { deck, leftOut, diagnostics, lines } = found;
  const isForInstructor = isInstructor(await headers());
  const fileName = deck.file.split('/').at(-1) ?? deck.file;
  const cards = cardsOf(deck);
  const isShown = await isSourceShown();
  const { answers, find } = await searchParams;
  const withAnswers = answers === 'all';
  return (
    <>
      <header className="flex flex-wrap items-end gap-4">
        <div className="min-w-60 flex-1">
          <h1 className="text-2xl font-semibold" lang={deck.lang} dir={directionOf(deck.lang)}>
            {deck.title}
          </h1>
          <p className="text-soft">
            {cards.length} {cards.length === 1 ? 'card' : 'cards'}
            {isForInstructor && leftOut.length > 0 && `, ${String(leftOut.length)} left out`} ·{' '}
            {deck.prompts.length} questions
            {isShown && (
              <>
                {' '}
                · <span className="font-mono text-sm">{deck.file}</span>
              </>
            )}
          </p>
        </div>
        <SoftLink href={`/study/${deck.deck}`} className="button button-strong">
          Study
        </SoftLink>
        <DeckActions deck={deck.deck} />
        <SourceKey />
      </header>
      {isForInstructor && <LeftOutCards cards={leftOut} fileName={fileName} />}
      {isForInstructor && diagnostics.length > 0 && (
        <DiagnosticList diagnostics={diagnostics} lines={lines} />
      )}
      <noscript>
        <p className="mt-4">
          <a href={`/decks/${deck.deck}?answers=all`} className="underline">
            Show every card with its answer
          </a>
        </p>
      </noscript>
      {cards.length === 0 ? (
        <p className="panel mt-4 p-6 text-soft">
          There is no card to show. A card is a heading with <code className="font-mono">##</code> and an
          answer below it.
        </p>
      ) : (
        <CardBrowser
          head={headOf(found, isShown)}
          find={typeof find === 'string' ? find.slice(0, 200) : ''}
          total={cards.length}
          first={(withAnswers ? cards : cards.slice(0, cardsAtOnce)).map(({ prompt, ...card }) => ({
            card,
            answer: withAnswers ? <CardAnswer prompt={prompt} /> : null,
          }))}
        />
      )}
    </>
  );
}
