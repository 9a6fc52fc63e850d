import type { LabEnvironment } from '#lib/lab-client/environment.ts';
import { LabStore } from '#lib/lab-client/lab-store.ts';
import { troubleOf } from '#lib/lab-client/link.ts';
import { explainOutcome } from '#lib/lab/order/explain-outcome.ts';
import type { OrderScript } from '#lib/lab/order/order-script.ts';
import { type OrderReport, runOrder } from '#lib/lab/order/run-order.ts';

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
  readonly reported: (report: ExplainedReport) => void;
}

/** A lab that is full is asked again for so long. */
const patienceMs = 8_000;

/** Resolves when there will be no session soon, with the reason; rejects never. */
function untilAway(store: LabStore, deps: LabEnvironment, signal: AbortSignal): Promise<string> {
  return new Promise((resolve) => {
    let isPatient = true;
    const end = (reason: string) => {
      unsubscribe();
      forget();
      signal.removeEventListener('abort', stop);
      resolve(reason);
    };
    const stop = () => end('');
    const look = () => {
      const { link } = store.view();
      if (link.kind === 'ended') return end(link.message);
      if (link.kind !== 'retrying') return;
      if (!isPatient || troubleOf(link.code).remedy !== 'retry') end(link.message);
    };
    const unsubscribe = store.subscribe(look);
    const forget = deps.after(patienceMs, () => {
      isPatient = false;
      look();
    });
    signal.addEventListener('abort', stop);
  });
}

/** Runs an order in a session of its own, which is opened for that and closed afterwards. */
export async function runOrderInLab(
  deps: LabEnvironment,
  script: OrderScript,
  placed: readonly number[],
  { signal, reported }: Wishes,
): Promise<NotRun> {
  if (signal.aborted) return null;
  const store = new LabStore(deps, null);
  const opened = new AbortController();
  const close = () => {
    opened.abort();
    store.close();
  };
  signal.addEventListener('abort', close);
  store.open({ asRoot: false });
  try {
    const found = await Promise.race([store.port(), untilAway(store, deps, opened.signal)]);
    if (signal.aborted) return null;
    if (typeof found === 'string') return found;
    for await (const report of runOrder(script, placed, found, signal)) {
      const explanation = explainOutcome(report.outcome, store.view().events);
      reported({ ...report, explanation });
    }
    return null;
  } finally {
    signal.removeEventListener('abort', close);
    close();
  }
}
