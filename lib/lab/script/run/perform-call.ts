import type { Range } from '#lib/diagnostics/finding.ts';
import type { RefusalCode } from '#lib/lab/protocol/refusals.ts';
import { formatResult } from '#lib/lab/protocol/format-event.ts';
import { formatShortValue } from '#lib/lab/protocol/format-value.ts';
import type { CallResult } from '#lib/lab/protocol/messages.ts';
import type { PythonValue } from '#lib/lab/protocol/python-value.ts';
import { describeRefusal, formatExpectation, waitWords } from '#lib/lab/script/run/format-expectation.ts';
import { finder, matches } from '#lib/lab/script/run/evaluate.ts';
import type { CallInProgress, LiveSession } from '#lib/lab/script/run/live-session.ts';
import type { StepOutcome } from '#lib/lab/script/run/run-script.ts';
import type { CallStep, Expectation, Step } from '#lib/lab/script/syntax/ast.ts';
import { evaluateCall } from '#lib/lab/script/syntax/evaluate.ts';
import { isExceptionName, isRaised } from '#lib/lab/script/syntax/exceptions.ts';

/** What to write about a call that went on waiting where it should have ended. */
function helpWithWaiting({ kind }: Step, expectation: Expectation | null): string {
  const other = 'let another program do what it waits for';
  if (kind === 'outcome') return `${other} before this line, or add \`within 5s\``;
  return expectation === null
    ? `write \`blocks\` below it, or ${other} before it`
    : `add \`within 5s\` where it only takes longer, or write \`blocks\` and say later how the call ends`;
}

function hasSocket(value: PythonValue): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (Array.isArray(value)) return value.some((item) => hasSocket(item));
  return 'socket' in value || ('tuple' in value && value.tuple.some((item) => hasSocket(item)));
}

/** The expectation that a result would meet. */
function observedClaim(result: CallResult): string | null {
  if (!result.ok) {
    const { exception, code } = result.error;
    if (exception === 'OSError' && code !== null && isExceptionName(code)) return `raises ${code}`;
    return isExceptionName(exception) ? `raises ${exception}` : null;
  }
  const shown = hasSocket(result.value) ? '_' : formatShortValue(result.value);
  return shown.includes('…') ? 'returns _' : `returns ${shown}`;
}

/** Whether a port was refused that only root may bind. */
function needsRoot({ call }: CallStep, result: CallResult): boolean {
  return call.name === 'bind' && !result.ok && ['EACCES', 'EPERM'].includes(result.error.code ?? '');
}

/** What to write about a call that ended in another way than expected. */
function helpWithResult(step: CallStep, expectation: Expectation | null, result: CallResult): string | null {
  const claim = observedClaim(result);
  if (claim === null) return null;
  if (needsRoot(step, result))
    return `write \`as-root\` after \`lab\` where the script begins, or choose a port from 1024 on; write \`${claim}\` where that is what must happen`;
  return expectation === null
    ? `write \`${claim}\` below it where that is what must happen; otherwise correct what comes before`
    : `write \`${claim}\` where that is what must happen; otherwise correct what comes before`;
}

type OutcomeStep = Extract<Step, { kind: 'outcome' }>;

/** Refusals that are about this host, not about the script. */
const hostRefusals: readonly RefusalCode[] = [
  'CONNECT_OUTSIDE',
  'BIND_OUTSIDE',
  'DATAGRAM_OUTSIDE',
  'CONSTANT_NOT_HERE',
];

const portInUse =
  'Another program has the port, or an earlier script or program left it in TIME-WAIT: wait a minute, or use another port.';

function blockedText(waitsFor: string): string {
  return `is blocked, waiting for ${waitWords(waitsFor)}`;
}

function inSeconds(ms: number): string {
  return `${String(ms / 1000)} s`;
}

export async function performCall(session: LiveSession, step: CallStep): Promise<StepOutcome> {
  const { program } = step.who;
  const at = step.expectation ?? step;
  const failed = (observed: string, where: Range): StepOutcome => ({
    kind: 'failed',
    step,
    at: where,
    expected: claimOf(step.expectation),
    observed,
    code: 'LAB_EXPECTATION_FAILED',
    help: null,
  });
  const evaluated = evaluateCall(step.call, finder(session, program));
  if (!evaluated.ok) return failed(evaluated.message, evaluated.at);
  const call = session.call(step, evaluated.call);
  const mayBlock = step.expectation?.kind === 'blocks';
  await session.until(
    () => isDone(call) || (mayBlock && call.waitsFor !== null),
    withinOf(step.expectation) ?? session.limits.limitMs,
  );
  return conclude(session, step, call, step.expectation, at);
}

export async function performOutcome(session: LiveSession, step: OutcomeStep): Promise<StepOutcome> {
  const { who, expectation } = step;
  const call = session.lastCall(who);
  if (call === null)
    return {
      kind: 'failed',
      step,
      at: step,
      expected: claimOf(expectation),
      observed: 'no call was made',
      code: 'LAB_EXPECTATION_FAILED',
      help: null,
    };
  if (expectation.kind !== 'blocks')
    await session.until(() => isDone(call), withinOf(expectation) ?? session.limits.limitMs);
  return conclude(session, step, call, expectation, step);
}

function isDone({ result, refused }: CallInProgress): boolean {
  return result !== null || refused !== null;
}

function withinOf(expectation: Expectation | null): number | null {
  return expectation === null || expectation.kind === 'blocks' ? null : expectation.withinMs;
}

function claimOf(expectation: Expectation | null): string {
  return expectation === null ? 'the call succeeds' : formatExpectation(expectation);
}

/** Compares what a call did with what was expected. */
async function conclude(
  session: LiveSession,
  step: CallStep | OutcomeStep,
  call: CallInProgress,
  expectation: Expectation | null,
  at: Range,
): Promise<StepOutcome> {
  const expected = claimOf(expectation);
  const failed = (observed: string, help: string | null = null): StepOutcome => ({
    kind: 'failed',
    step,
    at,
    expected,
    observed,
    code: 'LAB_EXPECTATION_FAILED',
    help,
  });
  if (expectation?.kind === 'blocks' && call.waitsFor !== null && !isDone(call)) {
    const { settleMs } = session.limits;
    const returned = await session.until(() => isDone(call), settleMs);
    if (!returned) return session.closed === null ? { kind: 'passed', step } : failed(session.closed);
    const { result } = call;
    if (result !== null)
      return failed(`waited, then ${formatResult(result)}`, helpWithResult(call.step, expectation, result));
  }
  const { result, refused, waitsFor } = call;
  if (refused !== null) {
    if (!hostRefusals.includes(refused.code))
      return { kind: 'failed', step, at, expected, ...describeRefusal(refused) };
    return {
      kind: 'skipped',
      step,
      at,
      reason: session.network.reason ?? refused.message,
      endsScript: true,
    };
  }
  if (result === null) {
    if (session.closed !== null) return failed(`the session is over: ${session.closed}`);
    const afterMs = withinOf(expectation) ?? session.limits.limitMs;
    const what = waitsFor === null ? 'has not returned' : blockedText(waitsFor);
    return failed(`after ${inSeconds(afterMs)} it ${what}`, helpWithWaiting(step, expectation));
  }
  if (!isAsExpected(session, call.step, expectation, result)) {
    // The ports of a whole computer are not the script's alone.
    const { kind, reason } = session.network;
    if (kind === 'private' || call.step.call.name !== 'bind')
      return failed(formatResult(result), helpWithResult(call.step, expectation, result));
    const why = `\`bind()\` ${formatResult(result)}, on the network of this computer.`;
    const isInUse = !result.ok && result.error.code === 'EADDRINUSE';
    return {
      kind: 'skipped',
      step,
      at,
      reason: isInUse ? `${why} ${portInUse}` : [why, reason ?? ''].join(' ').trim(),
      endsScript: true,
    };
  }
  if (!result.ok) return { kind: 'passed', step };
  // A socket that nothing keeps is closed before the kernel shows it.
  if (call.step.targets.length > 0) await session.untilShown(call.step.who.program, result.value);
  return { kind: 'passed', step };
}

function isAsExpected(
  session: LiveSession,
  { who }: CallStep,
  expectation: Expectation | null,
  result: NonNullable<CallInProgress['result']>,
): boolean {
  if (expectation === null) return result.ok;
  switch (expectation.kind) {
    case 'returns':
      return result.ok && matches(session, who.program, expectation.value, result.value);
    case 'raises':
      return !result.ok && isRaised(expectation.exception, result.error);
    case 'blocks':
      return false;
    default:
      return expectation satisfies never;
  }
}
