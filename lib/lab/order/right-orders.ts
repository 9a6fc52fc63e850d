/** A step that may stand anywhere after one number and before another; steps count from 1. */
interface FreeStep {
  readonly after: number;
  readonly before: number;
}

export interface RightOrder {
  /** Positions in `script.calls`. */
  readonly placed: readonly number[];
  /** Where the free steps stand; `none`: left out, or there are none. */
  readonly free: 'early' | 'late' | 'none';
}

/**
 * Orders that are right: without the free steps, with each of them as early as it may stand, and with each as late. Orders
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
