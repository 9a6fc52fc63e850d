import { describeRefusal } from '#lib/lab/script/run/format-expectation.ts';
import type { Answer, LiveSession } from '#lib/lab/script/run/live-session.ts';
import type { StepOutcome } from '#lib/lab/script/run/run-script.ts';
import type { Step } from '#lib/lab/script/syntax/ast.ts';

type StepOf<Kind extends Step['kind']> = Extract<Step, { kind: Kind }>;

/** Waits until the request has been carried out, or refused. */
async function settled(
  session: LiveSession,
  step: Step,
  expected: string,
  answer: Answer,
): Promise<StepOutcome> {
  const { limitMs } = session.limits;
  await session.until(() => answer.refused !== null || answer.isDone, limitMs);
  if (answer.refused !== null)
    return { kind: 'failed', step, at: step, expected, ...describeRefusal(answer.refused) };
  if (answer.isDone) return { kind: 'passed', step };
  const observed = session.closed ?? `nothing happened within ${String(limitMs / 1000)} s`;
  return { kind: 'failed', step, at: step, expected, observed, code: 'LAB_EXPECTATION_FAILED', help: null };
}

export function performInterrupt(session: LiveSession, step: StepOf<'interrupt'>): Promise<StepOutcome> {
  const { program, thread } = step.who;
  const answer = session.request((id) => ({ type: 'interrupt', id, program, thread }));
  return settled(session, step, 'the call is interrupted', answer);
}

export async function performExit(session: LiveSession, step: StepOf<'exit'>): Promise<StepOutcome> {
  const { program } = step;
  const answer = session.request((id) => ({ type: 'exit', id, program }));
  return settled(session, step, 'the program ends', answer);
}

export async function performReset(session: LiveSession, step: StepOf<'reset'>): Promise<StepOutcome> {
  session.forgetAll();
  const answer = session.request((id) => ({ type: 'reset', id }));
  const outcome = await settled(session, step, 'everything begins again', answer);
  session.forgetAll();
  return outcome;
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
  const answer = session.request((id) => ({ type: 'drop', id, program, fd, direction, loss }));
  return settled(session, step, expected, answer);
}
