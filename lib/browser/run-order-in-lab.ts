import { explainOutcome } from '#lib/lab/order/explain-outcome.ts';
import type { OrderScript } from '#lib/lab/order/order-script.ts';
import { type OrderReport, runOrder } from '#lib/lab/order/run-order.ts';
import { LabStore } from './lab-store.ts';
import type { LabSurroundings } from './lab-surroundings.ts';

export interface ExplainedReport extends OrderReport {
  /** Sentences with `code` in backticks; may be empty. */
  readonly explanation: string;
}

/** Why nothing was run: a sentence. `null`: it was run. */
type NotRun = string | null;

interface Wishes {
  /** Ends everything at once. */
  readonly signal: AbortSignal;
  /** Called for each step as soon as something came of it. */
  readonly told: (report: ExplainedReport) => void;
}

/** Resolves when there will be no session soon, with the reason; rejects never. */
function untilAway(store: LabStore, signal: AbortSignal): Promise<string> {
  return new Promise((resolve) => {
    const look = () => {
      const { link } = store.view();
      if (link.kind !== 'retrying' && link.kind !== 'ended') return;
      unsubscribe();
      resolve(link.happened);
    };
    const unsubscribe = store.subscribe(look);
    signal.addEventListener('abort', () => {
      unsubscribe();
      resolve('');
    });
  });
}

/** Runs an order in a session of its own, which is opened for that and closed afterwards. */
export async function runOrderInLab(
  around: LabSurroundings,
  script: OrderScript,
  placed: readonly number[],
  { signal, told }: Wishes,
): Promise<NotRun> {
  if (signal.aborted) return null;
  const store = new LabStore(around, null);
  const close = () => store.close();
  signal.addEventListener('abort', close);
  store.open({ asRoot: false });
  const away = untilAway(store, signal);
  try {
    const found = await Promise.race([store.port(), away]);
    if (typeof found === 'string') return found;
    for await (const report of runOrder(script, placed, found, signal)) {
      const explanation = explainOutcome(report.outcome, store.view().events);
      told({ ...report, explanation });
    }
    return null;
  } finally {
    signal.removeEventListener('abort', close);
    close();
  }
}
