import { outlineCard } from '#lib/deck/syntax/outline.ts';
import { parseCard } from '#lib/deck/kinds/parse-card.ts';
import { splitDeck } from '#lib/deck/syntax/split-deck.ts';
import type { Range } from '#lib/diagnostics/finding.ts';
import type { OrderScript } from '#lib/lab/order/order-script.ts';
import { type RightOrder, rightOrders } from '#lib/lab/order/right-orders.ts';

/** An order of a deck that the kernel can run. */
export interface DeckOrder {
  /** 1-based line of the card's heading. */
  readonly line: number;
  readonly script: OrderScript;
  /** Where each call of the script stands: the step, or the label of a free or extra one; offsets in the deck. */
  readonly places: readonly Range[];
  readonly right: readonly RightOrder[];
}

/** The orders of a deck that run, whatever else is wrong in it; none where the text is no deck. */
export function deckOrders(text: string): DeckOrder[] {
  const { cards, frontMatter } = splitDeck(text);
  if (typeof frontMatter === 'string') return [];
  return cards.flatMap(({ source, start, line }): DeckOrder[] => {
    const outline = outlineCard(source);
    if (outline.kind !== 'order') return [];
    const { content } = parseCard(outline);
    if (content?.kind !== 'order' || content.run === null) return [];
    const { run, steps, free, places } = content;
    return [
      {
        line,
        script: run,
        places: places.map((place) => ({ start: start + place.start, end: start + place.end })),
        right: rightOrders(steps.length, free),
      },
    ];
  });
}
