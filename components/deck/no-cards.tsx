import type { DeckHead } from '#components/data/deck-head.ts';
import { SoftLink } from '#components/ui/soft-link.tsx';

/** A deck without a card that can be asked. */
export function NoCards({ head }: { head: DeckHead }) {
  return (
    <section className="panel mx-auto max-w-2xl p-7 sm:p-9">
      <h1 className="text-2xl font-semibold">
        <bdi>{head.title}</bdi> has no cards
      </h1>
      <p className="mt-2 text-soft">
        A card is a heading with <code className="font-mono">##</code> and an answer below it. Write one in{' '}
        <code className="font-mono break-all">{head.file}</code>, and it appears here. If there are cards in
        the file, the deck’s page says what is wrong with them.
      </p>
      <SoftLink href={`/decks/${head.deck}`} className="button button-strong mt-6">
        Open the deck’s page
      </SoftLink>
    </section>
  );
}
