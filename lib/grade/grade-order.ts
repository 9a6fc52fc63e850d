import type { Body, Html } from '#lib/cards/prompt.ts';
import type { Grade, StepFault } from '#lib/grade/verdict.ts';

type Order = Extract<Body, { kind: 'order' }>;

/** Something to be placed or left out: `index` is its position in the body's `steps`, `free` or `distractors`. */
interface OrderItem {
  readonly html: Html;
  readonly role: 'step' | 'free' | 'distractor';
  readonly index: number;
}

/** Everything that is offered in an order question: its steps, then the free ones, then those that do not belong. */
export function orderItems({
  steps,
  free,
  distractors,
}: Pick<Order, 'steps' | 'free' | 'distractors'>): OrderItem[] {
  return [
    ...steps.map((html, index) => ({ html, role: 'step' as const, index })),
    ...free.map(({ step }, index) => ({ html: step, role: 'free' as const, index })),
    ...distractors.map(({ step }, index) => ({ html: step, role: 'distractor' as const, index })),
  ];
}

type StepsGrade = Extract<Grade, { kind: 'steps' }>;

/** What was placed, and for a step of the longest right run its number in the list, from 0. */
interface Placed {
  readonly item: OrderItem | null;
  readonly run: number | null;
}

/** For each placed item its number in the longest run of steps that are in order; steps with the same text are the same. */
function longestRun(items: readonly (OrderItem | null)[], steps: Order['steps']): Placed[] {
  const texts = items.map((item) => (item?.role === 'step' ? item.html : null));
  const length = Array.from({ length: items.length + 1 }, () => new Array<number>(steps.length + 1).fill(0));
  const from = (at: number, step: number) => length[at]?.[step] ?? 0;
  for (let at = items.length - 1; at >= 0; at -= 1) {
    const row = length[at] ?? [];
    for (let step = steps.length - 1; step >= 0; step -= 1) {
      row[step] =
        texts[at] === steps[step]
          ? from(at + 1, step + 1) + 1
          : Math.max(from(at + 1, step), from(at, step + 1));
    }
  }
  let step = 0;
  return items.map((item, at) => {
    // Where two runs are as long, the first step that is out of its place is left out.
    while (step < steps.length && texts[at] !== steps[step] && from(at + 1, step) < from(at, step)) step += 1;
    const isIn = step < steps.length && texts[at] === steps[step];
    if (isIn) step += 1;
    return { item, run: isIn ? step - 1 : null };
  });
}

function freeFault(
  placed: readonly Placed[],
  at: number,
  { after, before }: Order['free'][number],
): StepFault | null {
  const isEarly = placed.some(({ run }, place) => place > at && run !== null && run + 1 <= after);
  if (isEarly) return 'too-early';
  const isLate = placed.some(({ run }, place) => place < at && run !== null && run + 1 >= before);
  return isLate ? 'too-late' : null;
}

function faultOf(placed: readonly Placed[], at: number, body: Order): StepFault | null {
  const { item, run } = placed[at] ?? { item: null, run: null };
  if (item === null || item.role === 'distractor') return 'distractor';
  if (item.role === 'free') {
    const free = body.free[item.index];
    return free === undefined ? 'distractor' : freeFault(placed, at, free);
  }
  if (run !== null) return null;
  const isEarly = placed.some((other, place) => place > at && other.run !== null && other.run < item.index);
  return isEarly ? 'too-early' : 'too-late';
}

/** The first place from which no right order can be made; the number of placed ones where none is such. */
function firstWrongPlace(items: readonly (OrderItem | null)[], body: Order): number {
  let done = 0;
  for (const [at, item] of items.entries()) {
    if (item?.role === 'step' && item.html === body.steps[done]) done += 1;
    else {
      const free = item?.role === 'free' ? body.free[item.index] : undefined;
      if (free === undefined || done < free.after || done >= free.before) return at;
    }
  }
  return items.length;
}

/** Grades steps put in order. A free step may be left out: it is none of the numbered ones. */
export function gradeOrder(body: Order, placedAt: readonly number[]): StepsGrade {
  const offered = orderItems(body);
  const seen = new Set<number>();
  const items = placedAt.map((position) => {
    const item = seen.has(position) ? null : (offered[position] ?? null);
    seen.add(position);
    return item;
  });
  const placed = longestRun(items, body.steps);
  const faults = items.map((_, at) => faultOf(placed, at, body));
  const missing = offered.flatMap(({ role }, position) =>
    role === 'step' && !seen.has(position) ? [position] : [],
  );
  const wrongCompanion = items.filter((item, at) => item?.role !== 'step' && faults[at] !== null).length;
  const run = placed.filter((one) => one.run !== null).length;
  const isRight = missing.length === 0 && faults.every((fault) => fault === null);
  return {
    kind: 'steps',
    verdict: isRight ? 'right' : 'wrong',
    credit: run / (body.steps.length + wrongCompanion),
    faults,
    firstWrong: isRight ? null : firstWrongPlace(items, body),
    missing,
  };
}
