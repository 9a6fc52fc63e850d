'use client';

import { useEffect, useMemo, useState } from 'react';
import { resultText } from '#components/lab/model/call-result.ts';
import { CallNote } from '#components/lab/view/call-entry.tsx';
import { announce } from '#components/ui/announce.ts';
import { CodeWords } from '#components/ui/code-words.tsx';
import type { Body } from '#lib/cards/prompt.ts';
import { gradeOrder } from '#lib/grade/grade-order.ts';
import { browserEnvironment } from '#lib/lab-client/environment.ts';
import { type ExplainedReport, runOrderInLab } from '#lib/lab-client/run-order-in-lab.ts';
import type { CompanionProgram, OrderScript } from '#lib/lab/order/order-script.ts';
import { formatError } from '#lib/lab/protocol/format-event.ts';
import { waitWords } from '#lib/lab/script/run/format-expectation.ts';

type Order = Extract<Body, { kind: 'order' }>;
type Outcome = ExplainedReport['outcome'];

/**
 * Runs the student's order on the kernel as soon as it is shown, and shows what came of each step. Another order is another
 * `key`. Nothing where the steps are no lab calls.
 */
export function OrderRun({ body, placed }: { body: Order; placed: readonly number[] }) {
  return body.run === null ? null : <Run body={body} script={body.run} placed={placed} />;
}

function Run({
  body,
  script,
  placed: response,
}: {
  body: Order;
  script: OrderScript;
  placed: readonly number[];
}) {
  const [placed] = useState(response);
  const { reports, notRun, isDone } = useOrderRun(script, placed);
  // The last call of a right order may wait: a server for its client.
  const mayWait = (at: number) => at === placed.length - 1 && placed[at] === body.steps.length - 1;
  const stopped = reports.findIndex(
    ({ at, outcome: { kind } }) => kind !== 'returned' && !(kind === 'waits' && mayWait(at)),
  );
  const isRight = useMemo(() => gradeOrder(body, placed).verdict === 'right', [body, placed]);
  const summary = summaryOf(reports, stopped, isRight, script.companions.length > 0);
  useEffect(() => {
    if (isDone) announce(notRun ?? summary);
  }, [isDone, notRun, summary]);
  if (notRun !== null) return <p className="mt-4 text-soft">{notRun}</p>;
  return (
    <section aria-label="Your order on the kernel" className="mt-5">
      <h3 className="mb-2 font-semibold">Your order on the kernel</h3>
      <ol className="overflow-hidden rounded-lg border border-line bg-panel py-1">
        {placed.map((position, at) => (
          <Step
            key={position}
            number={at + 1}
            text={script.calls[position]?.text ?? ''}
            report={reports[at] ?? null}
            isRunning={!isDone && at === reports.length}
            isStop={at === stopped}
          />
        ))}
      </ol>
      {isDone && <p className="mt-2">{summary}</p>}
      <Companions programs={script.companions} />
    </section>
  );
}

interface Progress {
  readonly reports: readonly ExplainedReport[];
  /** Why nothing was run. */
  readonly notRun: string | null;
  readonly isDone: boolean;
}

function useOrderRun(script: OrderScript, placed: readonly number[]): Progress {
  const [progress, setProgress] = useState<Progress>({ reports: [], notRun: null, isDone: false });
  useEffect(() => {
    const aborter = new AbortController();
    const { signal } = aborter;
    const reports: ExplainedReport[] = [];
    const reported = (report: ExplainedReport) => {
      reports.push(report);
      if (!signal.aborted) setProgress({ reports: [...reports], notRun: null, isDone: false });
    };
    void runOrderInLab(browserEnvironment(), script, placed, { signal, reported }).then((ran) => {
      if (signal.aborted) return;
      const lost = reports.find(({ outcome }) => outcome.kind === 'lost')?.outcome;
      const lostReason = lost?.kind === 'lost' ? lost.reason : null;
      const why = ran.ok ? lostReason : ran.error.message;
      setProgress({
        reports,
        notRun:
          why === null
            ? null
            : `The lab cannot be reached, so the order was judged by the rule alone. ${why}`,
        isDone: true,
      });
    });
    return () => aborter.abort();
  }, [script, placed]);
  return progress;
}

function summaryOf(
  reports: readonly ExplainedReport[],
  stopped: number,
  isRight: boolean,
  hasOthers: boolean,
): string {
  const outcome = reports[stopped]?.outcome;
  if (outcome === undefined) {
    if (!isRight)
      return 'No call failed, so the kernel allows this order. It is not the one that was asked for.';
    const waits = reports.at(-1)?.outcome;
    return waits?.kind === 'waits'
      ? `No call failed. The last one waits for ${waitWords(waits.waitsFor)}.`
      : 'No call failed.';
  }
  const step = `Step ${String(stopped + 1)}`;
  switch (outcome.kind) {
    case 'raised':
      return `${step} failed: ${formatError(outcome.error)}.`;
    case 'waits':
      return `${step} waits for ${waitWords(outcome.waitsFor)} forever.${hasOthers ? ' No other program goes on by itself.' : ''}`;
    case 'refused':
      return `${step} was not done by the lab.`;
    case 'returned':
    case 'unreached':
    case 'lost':
      return '';
    default:
      return outcome satisfies never;
  }
}

/** As Python prints it. */
function Step({
  number,
  text,
  report,
  isRunning,
  isStop,
}: {
  number: number;
  text: string;
  report: ExplainedReport | null;
  isRunning: boolean;
  /** The first step that went wrong. */
  isStop: boolean;
}) {
  const kind = report?.outcome.kind;
  const isDim = kind === 'unreached' || (report === null && !isRunning);
  const look = !isStop
    ? 'px-4'
    : kind === 'waits'
      ? 'border-l-3 border-waiting bg-waiting-tint pr-4 pl-3.25'
      : 'border-l-3 border-bad bg-bad-tint pr-4 pl-3.25';
  return (
    <li>
      <div className={`flex gap-3 py-1 font-mono text-[0.8125rem] ${look}`}>
        <span className="w-4 shrink-0 text-right text-soft">{number}</span>
        <div className="flex min-w-0 flex-1 flex-wrap items-baseline gap-x-3">
          <code className={`max-w-full grow break-words ${isDim ? 'text-soft' : ''}`}>{text}</code>
          {report === null ? (
            isRunning && <span className="text-soft">…</span>
          ) : (
            <Result outcome={report.outcome} />
          )}
        </div>
      </div>
      {report !== null && report.explanation !== '' && (
        <CallNote tone={kind === 'waits' ? 'waiting' : 'bad'}>
          <CodeWords text={report.explanation} />
        </CallNote>
      )}
    </li>
  );
}

function Result({ outcome }: { outcome: Outcome }) {
  switch (outcome.kind) {
    case 'returned':
      return (
        <span className="ml-auto text-right text-good">
          <span className="sr-only">returned</span>
          <span aria-hidden="true">→</span> {resultText({ ok: true, value: outcome.value })}
        </span>
      );
    case 'raised':
      return (
        <strong className="ml-auto max-w-full text-right font-semibold break-words text-bad">
          <span className="sr-only">raised</span>
          <span aria-hidden="true">✕</span> {formatError(outcome.error)}
        </strong>
      );
    case 'waits':
      return (
        <strong className="ml-auto font-semibold text-waiting">
          <span aria-hidden="true">◷</span> waits for {waitWords(outcome.waitsFor)}
        </strong>
      );
    case 'unreached':
      return <span className="ml-auto text-soft">not reached</span>;
    case 'refused':
      return <span className="ml-auto text-waiting">not done</span>;
    case 'lost':
      return <span className="ml-auto text-soft">not known</span>;
    default:
      return outcome satisfies never;
  }
}

/** What the other programs do, which the order has to fit. */
function Companions({ programs }: { programs: readonly CompanionProgram[] }) {
  if (programs.length === 0) return null;
  return (
    <details className="mt-2 text-sm">
      <summary className="cursor-pointer text-soft">
        Companion programs: {programs.map(({ program }) => program).join(', ')}
      </summary>
      {programs.map(({ program, calls }) => (
        <pre
          key={program}
          className="mt-2 overflow-x-auto rounded-lg border border-line px-4 py-2 font-mono text-[0.8125rem]"
        >
          {calls.map(({ text }) => `${program}> ${text}`).join('\n')}
        </pre>
      ))}
    </details>
  );
}
