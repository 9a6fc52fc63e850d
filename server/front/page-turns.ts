import { type FaultBoundary, guard, wholeProcess } from '#lib/failures/guard.ts';

interface Page {
  readonly boundary: FaultBoundary;
  readonly begin: () => void;
}

/**
 * Begins to answer one page in a turn of the event loop, each group's next one after the other groups'. A page takes the
 * processor for milliseconds: what the lab forwards meanwhile waits for one of them, however many are asked for at once.
 */
export class PageTurns {
  /** Those that wait, by group; the group whose turn is next comes first. */
  readonly #waiting = new Map<string, Page[]>();
  #isTurning = false;

  /** Calls `begin` when it is the page's turn: now, unless another has begun in this turn of the event loop. */
  next(group: string, boundary: FaultBoundary, begin: () => void): void {
    const ofGroup = this.#waiting.get(group) ?? [];
    ofGroup.push({ boundary, begin });
    this.#waiting.set(group, ofGroup);
    if (!this.#isTurning) this.#turn();
  }

  readonly #turn = guard(wholeProcess, (): void => {
    const [first] = this.#waiting;
    this.#isTurning = first !== undefined;
    if (first === undefined) return;
    const [group, pages] = first;
    const page = pages.shift();
    this.#waiting.delete(group);
    if (pages.length > 0) this.#waiting.set(group, pages);
    setImmediate(this.#turn);
    if (page !== undefined) guard(page.boundary, page.begin)();
  });
}
