import { parseCard } from '#lib/deck/kinds/card.ts';
import { stepsOf } from '#lib/deck/kinds/order.ts';
import { outlineCard } from '#lib/deck/syntax/outline.ts';
import { splitDeck } from '#lib/deck/syntax/split-deck.ts';
import { type Range, shiftedRange } from '#lib/diagnostics/finding.ts';
import type { OrderScript } from '#lib/lab/order/order-script.ts';
import { type RightOrder, rightOrders } from '#lib/lab/order/right-orders.ts';

/** An order of a deck that the kernel can run. */
export interface DeckOrder {
  /** 1-based line of the card's heading. */
  readonly line: number;
  readonly script: OrderScript;
  /** The place of each call of the script: its step, or the label of a free step or distractor; offsets in the deck. */
  readonly places: readonly Range[];
  readonly right: readonly RightOrder[];
}

/** The orders of a deck that run, whatever errors the deck has; none if the text is no deck. */
export function deckOrders(text: string): DeckOrder[] {
  const { cards, frontMatter } = splitDeck(text);
  if (typeof frontMatter === 'string') return [];
  return cards.flatMap(({ source, start, line }): DeckOrder[] => {
    const outline = outlineCard(source);
    if (outline.kind !== 'order') return [];
    const { content } = parseCard(outline);
    if (content?.kind !== 'order' || content.run === null) return [];
    const { run, steps, free } = content;
    return [
      {
        line,
        script: run,
        places: stepsOf(content).map(({ range }) => shiftedRange(range, start)),
        right: rightOrders(steps.length, free),
      },
    ];
  });
}
