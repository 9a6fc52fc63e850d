import type { Loss } from '#lib/lab/protocol/messages.ts';
import { describeRefusal } from '#lib/lab/script/run/claims.ts';
import type { Answer, LiveSession } from '#lib/lab/script/run/live-session.ts';
import type { StepOutcome } from '#lib/lab/script/run/run-script.ts';
import type { Step } from '#lib/lab/script/syntax/ast.ts';

type StepOf<Kind extends Step['kind']> = Extract<Step, { kind: Kind }>;

/** Waits until what was asked for has been done, or refused. */
async function settled(
  session: LiveSession,
  step: Step,
  expected: string,
  answer: Answer,
  isDone: () => boolean,
): Promise<StepOutcome> {
  const { limitMs } = session.limits;
  await session.until(() => answer.refused !== null || isDone(), limitMs);
  if (answer.refused !== null)
    return { kind: 'failed', step, at: step, expected, ...describeRefusal(answer.refused) };
  if (isDone()) return { kind: 'passed', step };
  const observed = session.closed ?? `nothing happened within ${String(limitMs / 1000)} s`;
  return { kind: 'failed', step, at: step, expected, observed, code: 'LAB_EXPECTATION_FAILED', help: null };
}

export function performInterrupt(session: LiveSession, step: StepOf<'interrupt'>): Promise<StepOutcome> {
  const { program, thread } = step.who;
  const call = session.lastCall(step.who);
  const answer = session.ask((id) => ({ type: 'interrupt', id, program, thread }));
  return settled(session, step, 'the call is interrupted', answer, () => call?.result != null);
}

export async function performExit(session: LiveSession, step: StepOf<'exit'>): Promise<StepOutcome> {
  const { program } = step;
  const before = session.exits.length;
  const answer = session.ask((id) => ({ type: 'exit', id, program }));
  const hasEnded = () => session.exits.slice(before).includes(program);
  return settled(session, step, 'the program ends', answer, hasEnded);
}

export async function performReset(session: LiveSession, step: StepOf<'reset'>): Promise<StepOutcome> {
  const before = session.resets;
  session.forgetAll();
  const answer = session.ask((id) => ({ type: 'reset', id }));
  const outcome = await settled(
    session,
    step,
    'everything begins again',
    answer,
    () => session.resets > before,
  );
  session.forgetAll();
  return outcome;
}

function isSameLoss(a: Loss, b: Loss): boolean {
  switch (a.kind) {
    case 'next':
      return b.kind === 'next' && a.segments === b.segments;
    case 'share':
      return b.kind === 'share' && a.probability === b.probability;
    case 'all':
    case 'nothing':
    case 'handshake':
      return a.kind === b.kind;
    default:
      return a satisfies never;
  }
}

export async function performLose(session: LiveSession, step: StepOf<'lose'>): Promise<StepOutcome> {
  const { loss: possible } = session.network;
  if (!possible.possible)
    return { kind: 'skipped', step, at: step, reason: possible.reason, endsScript: true };
  const socket = session.socketNamed(null, step.socket);
  const expected = 'segments get lost';
  if (socket === null)
    return {
      kind: 'failed',
      step,
      at: step.socket,
      expected,
      observed: `\`${step.socket.name}\` does not hold a socket`,
      code: 'LAB_EXPECTATION_FAILED',
      help: null,
    };
  const { program, fd } = socket;
  const { direction, loss } = step;
  const before = session.losses.length;
  const answer = session.ask((id) => ({ type: 'drop', id, program, fd, direction, loss }));
  return settled(session, step, expected, answer, () =>
    session.losses
      .slice(before)
      .some(
        (now) =>
          now.program === program &&
          now.fd === fd &&
          now.direction === direction &&
          isSameLoss(now.loss, loss),
      ),
  );
}
