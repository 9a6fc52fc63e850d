import { describe, expect, it } from 'vitest';
import { guard, type Guarded, wholeProcess } from '#lib/failures/guard.ts';
import { Turns } from '#server/kernel/turns.ts';

const quantumMs = 1;
const sliceMs = 4;

/** Turns on a clock that only work moves, in an event loop that turns when it is asked to. */
function newLoop() {
  let nowMs = 0;
  let turn = 0;
  const scheduled: Guarded[] = [];
  const done: { readonly name: string; readonly turn: number; readonly atMs: number }[] = [];
  const turns = new Turns({
    quantumMs,
    sliceMs,
    nowMs: () => nowMs,
    later: (work) => void scheduled.push(work),
  });
  return {
    turns,
    done,
    work: (name: string, costMs: number, then: () => void = () => {}) =>
      guard(wholeProcess, () => {
        nowMs += costMs;
        done.push({ name, turn, atMs: nowMs });
        then();
      }),
    /** One turn of the event loop; `false`: there was nothing to do. */
    turn(): boolean {
      turn += 1;
      const now = scheduled.splice(0);
      for (const work of now) work();
      return now.length > 0;
    },
    wait: (ms: number) => void (nowMs += ms),
    names: () => done.map(({ name }) => name),
  };
}

describe('Work of a share', () => {
  it('is done at once where nobody else waits', () => {
    const loop = newLoop();
    const share = loop.turns.share();
    share.run(loop.work('a', 0.1));
    share.run(loop.work('b', 0.1));
    expect(loop.names()).toEqual(['a', 'b']);
    expect(loop.turn()).toBe(false);
  });

  it('is done in order, also what it brings about itself', () => {
    const loop = newLoop();
    const share = loop.turns.share();
    share.run(
      loop.work('a', 0.1, () => {
        share.run(loop.work('b', 0.1));
        expect(loop.names()).toEqual(['a']);
      }),
    );
    share.run(loop.work('c', 0.1));
    expect(loop.names()).toEqual(['a', 'b', 'c']);
  });

  it('lets the event loop look for other work once a quantum is used up', () => {
    const loop = newLoop();
    const share = loop.turns.share();
    for (let count = 0; count < 20; count += 1) share.run(loop.work('a', 0.5));
    expect(loop.done).toHaveLength(2);
    loop.turn();
    expect(loop.done).toHaveLength(2 + sliceMs / 0.5);
    while (loop.turn());
    expect(loop.done).toHaveLength(20);
  });

  it('is done at once again when time went by', () => {
    const loop = newLoop();
    const share = loop.turns.share();
    share.run(loop.work('a', 3));
    loop.wait(3);
    share.run(loop.work('b', 0.1));
    expect(loop.names()).toEqual(['a', 'b']);
  });

  it('is done in its turn where work of another takes longer than a turn', () => {
    const loop = newLoop();
    const [greedy, honest] = [loop.turns.share(), loop.turns.share()];
    for (let count = 0; count < 5; count += 1) greedy.run(loop.work('greedy', 30));
    for (let count = 0; count < 10; count += 1) honest.run(loop.work('honest', 0.9));
    while (loop.turn());
    // The first is done at once. It has to be paid for by waiting until the honest share has nothing to do.
    expect(loop.names()).toEqual([
      'greedy',
      ...Array<string>(10).fill('honest'),
      ...Array<string>(4).fill('greedy'),
    ]);
  });
});

describe('An honest share', () => {
  it.each([1, 8, 20, 400])('waits for one turn of each of %i greedy ones at most', (count) => {
    const loop = newLoop();
    const costMs = 0.4;
    for (let index = 0; index < count; index += 1) {
      const share = loop.turns.share();
      // Without end: each piece of work leaves another behind.
      const again = (): void => share.run(loop.work('greedy', costMs, again));
      for (let times = 0; times < 50; times += 1) again();
    }
    const honest = loop.turns.share();
    const waitsMs: number[] = [];
    for (let call = 0; call < 50; call += 1) {
      loop.turn();
      const beganAt = loop.done.length;
      honest.run(loop.work('honest', costMs));
      while (loop.done.findLastIndex(({ name }) => name === 'honest') < beganAt) loop.turn();
      const end = loop.done.findLastIndex(({ name }) => name === 'honest');
      waitsMs.push((loop.done[end]?.atMs ?? 0) - (loop.done[beganAt]?.atMs ?? 0));
    }
    // A turn ends with the work that uses the quantum up.
    expect(Math.max(...waitsMs)).toBeLessThanOrEqual(count * (quantumMs + costMs) + costMs);
  });

  it('gets its part of the processor', () => {
    const loop = newLoop();
    for (const name of ['a', 'b', 'c', 'd']) {
      const share = loop.turns.share();
      const costMs = { a: 0.05, b: 0.3, c: 2, d: 9 }[name] ?? 1;
      const again = (): void => share.run(loop.work(name, costMs, again));
      again();
    }
    for (let count = 0; count < 2_000; count += 1) loop.turn();
    const usedMs = new Map<string, number>();
    let beforeMs = 0;
    for (const { name, atMs } of loop.done) {
      usedMs.set(name, (usedMs.get(name) ?? 0) + atMs - beforeMs);
      beforeMs = atMs;
    }
    const parts = [...usedMs.values()].map((ms) => ms / beforeMs);
    expect(parts).toHaveLength(4);
    for (const part of parts) expect(part).toBeCloseTo(0.25, 1);
  });
});
