/** What is to come of one kind, in its order, and how much of that kind is done. */
export interface Share<T> {
  readonly items: readonly T[];
  readonly done: number;
}

/**
 * Several lists as one, spread evenly: the list of which the smallest share is done comes next, the first of several such.
 * What is done counts, so that the mixture stays the same while it is computed again after every answer.
 */
export function spread<T>(lists: readonly Share<T>[]): T[] {
  const left = lists.map(({ items, done }) => ({ items, done, next: 0 }));
  const mixed: T[] = [];
  for (;;) {
    let chosen: (typeof left)[number] | null = null;
    let smallest = Infinity;
    for (const list of left) {
      const { items, done, next } = list;
      const share = (done + next + 1) / (done + items.length + 1);
      if (next === items.length || share >= smallest) continue;
      chosen = list;
      smallest = share;
    }
    if (chosen === null) return mixed;
    mixed.push(...chosen.items.slice(chosen.next, chosen.next + 1));
    chosen.next += 1;
  }
}
