import type { Body, Html } from '#lib/deck/prompt.ts';

type Order = Extract<Body, { kind: 'order' }>;

/** Something to be placed, or left out: `index` is its position in the body's `steps`, `free` or `extra`. */
export interface OrderItem {
  readonly html: Html;
  readonly role: 'step' | 'free' | 'extra';
  readonly index: number;
}

/** Everything that is offered in an order question: its steps, then the free ones, then those that do not belong. */
export function orderItems({ steps, free, extra }: Pick<Order, 'steps' | 'free' | 'extra'>): OrderItem[] {
  return [
    ...steps.map((html, index) => ({ html, role: 'step' as const, index })),
    ...free.map(({ step }, index) => ({ html: step, role: 'free' as const, index })),
    ...extra.map(({ step }, index) => ({ html: step, role: 'extra' as const, index })),
  ];
}
