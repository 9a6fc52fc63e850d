import type { DeckOrder } from '#lib/deck/deck-orders.ts';
import { finding, sourceLines, toDiagnostic } from '#lib/diagnostics/finding.ts';
import { explainOutcome } from '#lib/lab/order/explain-outcome.ts';
import { missingCompanionCall } from '#lib/lab/order/missing-call.ts';
import { type OrderOutcome, runOrder } from '#lib/lab/order/run-order.ts';
import { formatEvent, formatResult } from '#lib/lab/protocol/format-event.ts';
import type { LabEvent, TimedEvent } from '#lib/lab/protocol/messages.ts';
import { describeRefusal, waitWords } from '#lib/lab/script/run/format-expectation.ts';
import type { LabKernel } from '#server/kernel/lab-kernel.ts';
import type { Failure, ScriptResult } from './run-script.ts';
import { openSessionPort } from './session-port.ts';

interface Source {
  readonly file: string;
  /** Without a byte order mark. */
  readonly text: string;
}

/** What a step did instead of returning; `null`: it returned, or waits at the end, as a server's `accept()` may. */
function observed(outcome: OrderOutcome, isLast: boolean): string | null {
  switch (outcome.kind) {
    case 'returned':
      return null;
    case 'raised':
      return formatResult({ ok: false, error: outcome.error });
    case 'waits':
      return isLast ? null : `waits for ${waitWords(outcome.waitsFor)}, and no program goes on`;
    case 'refused':
      return describeRefusal(outcome.refused).observed;
    case 'unreached':
      return 'is never reached';
    case 'lost':
      return outcome.reason;
    default:
      return outcome satisfies never;
  }
}

/** What happened as a log: its place in it is the number of an event. */
function numbered(events: readonly TimedEvent[]): LabEvent[] {
  return events.map((event, index) => ({ ...event, seq: index + 1 }));
}

const freeWords = {
  none: '',
  early: ', with each free step as early as it may come',
  late: ', with each free step as late as it may come',
} as const;

interface OneRun {
  readonly failed: { readonly at: number; readonly observed: string; readonly outcome: OrderOutcome } | null;
  readonly events: readonly TimedEvent[];
  readonly network: 'private' | 'host' | null;
}

async function runOnce(
  kernel: LabKernel,
  { script }: DeckOrder,
  placed: readonly number[],
  ending: AbortSignal,
): Promise<OneRun> {
  const opened = openSessionPort(kernel, false, ending);
  if (!opened.ok) {
    const { message: reason } = opened.error;
    const outcome = { kind: 'lost', reason } as const;
    return { failed: { at: placed[0] ?? 0, observed: reason, outcome }, events: [], network: null };
  }
  const { port, close } = opened.value;
  const events: TimedEvent[] = [];
  const unsubscribe = port.subscribe((event) => events.push(event));
  const network = port.network.kind;
  try {
    for await (const { at, outcome } of runOrder(script, placed, port, ending)) {
      const said = observed(outcome, at === placed.length - 1);
      if (said !== null)
        return { failed: { at: placed[at] ?? 0, observed: said, outcome }, events: [...events], network };
    }
    return { failed: null, events, network };
  } finally {
    unsubscribe();
    close();
  }
}

/**
 * Runs the right order of a card, and where it has free steps each of the orders that `DeckOrder` names, up to the first
 * that fails.
 *
 * @param ending gives up at once when it is aborted; the result then means nothing
 */
export async function runRightOrder(
  kernel: LabKernel,
  { file, text }: Source,
  order: DeckOrder,
  ending: AbortSignal,
): Promise<ScriptResult> {
  const { line, places, script } = order;
  let network: ScriptResult['network'] = null;
  let last: readonly TimedEvent[] = [];
  for (const { placed, free } of order.right) {
    const { failed, events, ...rest } = await runOnce(kernel, order, placed, ending);
    network = rest.network;
    last = events;
    if (ending.aborted) break;
    if (failed === null) continue;
    const lines = sourceLines(text);
    const range = places[failed.at] ?? { start: 0, end: 0 };
    const explained = explainOutcome(failed.outcome, numbered(events));
    const step = script.calls[failed.at];
    const missing = step === undefined ? null : missingCompanionCall(script, step, failed.outcome);
    const help = [missing ?? '', explained].join(' ').trim();
    const found = finding('LAB_ORDER_FAILED', range, undefined, help === '' ? undefined : help);
    const failure: Failure = {
      ...toDiagnostic(found, file, lines, 1),
      expected: `\`${step?.text ?? ''}\` works in the right order${freeWords[free]}`,
      observed: failed.observed,
    };
    const log = events.flatMap((event) => formatEvent(event, () => null));
    // A port of this computer may be taken, or in TIME-WAIT after another run.
    if (network === 'host') {
      const reason = `the order fails here, perhaps as other programs share this network: ${failed.observed}`;
      return {
        line,
        result: 'skipped',
        network,
        failure: null,
        skips: [{ line: failure.line, reason }],
        log,
        events,
      };
    }
    return { line, result: 'failed', network, failure, skips: [], log, events };
  }
  return { line, result: 'passed', network, failure: null, skips: [], log: [], events: last };
}
