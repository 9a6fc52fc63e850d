import { parseCard } from '#lib/deck/kinds/card.ts';
import { stepsOf } from '#lib/deck/kinds/order.ts';
import { outlineCard } from '#lib/deck/syntax/outline.ts';
import { splitDeck } from '#lib/deck/syntax/split-deck.ts';
import { type Range, shiftedRange } from '#lib/diagnostics/finding.ts';
import type { OrderScript } from '#lib/lab/order/order-script.ts';

/** A step that may come anywhere after one number and before another; steps count from 1. */
interface FreeStep {
  readonly after: number;
  readonly before: number;
}

interface RightOrder {
  /** Positions in `script.calls`. */
  readonly placed: readonly number[];
  /** Where the free steps are; `none`: left out, or there are none. */
  readonly free: 'early' | 'late' | 'none';
}

/**
 * Orders that are right: without the free steps, with each of them as early as it may come, and with each as late. Orders
 * that are the same are listed once.
 *
 * @param steps how many steps the list has; the free ones follow them
 */
export function rightOrders(steps: number, free: readonly FreeStep[]): readonly RightOrder[] {
  const orderOf = (places: (step: FreeStep, gap: number) => boolean): number[] =>
    Array.from({ length: steps + 1 }, (_, gap) => [
      ...(gap === 0 ? [] : [gap - 1]),
      ...free.flatMap((step, index) => (places(step, gap) ? [steps + index] : [])),
    ]).flat();
  const all: readonly RightOrder[] = [
    { free: 'none', placed: orderOf(() => false) },
    { free: 'early', placed: orderOf(({ after }, gap) => gap === after) },
    { free: 'late', placed: orderOf(({ before }, gap) => gap === before - 1) },
  ];
  const sameAs = ({ placed }: RightOrder) => all.findIndex((other) => other.placed.join() === placed.join());
  return all.filter((order, at) => sameAs(order) === at);
}

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
