import { type Failure, failure, type Result, success } from '#lib/failures/result.ts';
import type { LabEnvironment } from '#lib/lab-client/environment.ts';
import { LabStore } from '#lib/lab-client/lab-store.ts';
import { type LinkTrouble, troubleOf } from '#lib/lab-client/link.ts';
import { explainOutcome } from '#lib/lab/order/explain-outcome.ts';
import type { OrderScript } from '#lib/lab/order/order-script.ts';
import { type OrderReport, runOrder } from '#lib/lab/order/run-order.ts';

export interface ExplainedReport extends OrderReport {
  /** Sentences with `code` in backticks; may be empty. */
  readonly explanation: string;
}

interface Wishes {
  /** Ends everything at once. */
  readonly signal: AbortSignal;
  /** Called for each step as soon as something came of it. */
  readonly reported: (report: ExplainedReport) => void;
}

/** A lab that is full is asked again for so long. */
const patienceMs = 8_000;

/** Fails when there will be no session soon; gives `null` when it is aborted. Never rejects. */
function untilAway(
  store: LabStore,
  environment: LabEnvironment,
  signal: AbortSignal,
): Promise<Result<null, Failure<LinkTrouble>>> {
  return new Promise((resolve) => {
    let isPatient = true;
    const end = (result: Result<null, Failure<LinkTrouble>>) => {
      unsubscribe();
      cancel();
      signal.removeEventListener('abort', stop);
      resolve(result);
    };
    const stop = () => end(success(null));
    const look = () => {
      const { link } = store.view();
      if (link.kind === 'ended') return end(failure(link));
      if (link.kind !== 'retrying') return;
      if (!isPatient || troubleOf(link.code).remedy !== 'retry') end(failure(link));
    };
    const unsubscribe = store.subscribe(look);
    const cancel = environment.after(patienceMs, () => {
      isPatient = false;
      look();
    });
    signal.addEventListener('abort', stop);
  });
}

/** Runs an order in a session of its own, which is opened for that and closed afterwards. Fails where there is none. */
export async function runOrderInLab(
  environment: LabEnvironment,
  script: OrderScript,
  placed: readonly number[],
  { signal, reported }: Wishes,
): Promise<Result<null, Failure<LinkTrouble>>> {
  if (signal.aborted) return success(null);
  const store = new LabStore(environment, null);
  const opened = new AbortController();
  const close = () => {
    opened.abort();
    store.close();
  };
  signal.addEventListener('abort', close);
  store.open({ asRoot: false });
  try {
    const port = await Promise.race([
      store.port().then(success),
      untilAway(store, environment, opened.signal),
    ]);
    if (!port.ok) return port;
    if (signal.aborted || port.value === null) return success(null);
    for await (const report of runOrder(script, placed, port.value, signal)) {
      const explanation = explainOutcome(report.outcome, store.view().events);
      reported({ ...report, explanation });
    }
    return success(null);
  } finally {
    signal.removeEventListener('abort', close);
    close();
  }
}
