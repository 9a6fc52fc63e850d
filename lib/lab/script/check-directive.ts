import type { Loss } from '#lib/lab/protocol.ts';
import type { SocketReference, Step } from '#lib/lab/script/ast.ts';
import type { Scope } from '#lib/lab/script/scope.ts';
import { threadName } from '#lib/lab/script/thread-name.ts';

function checkReference(scope: Scope, { isPeer, variable }: SocketReference, mayBeProgram = false): void {
  const found = scope.find(null, variable, true, mayBeProgram);
  if (found?.known.kind === 'value')
    scope.report('LAB_SOCKET_EXPECTED', variable, `\`${variable.name}\` is not a socket`);
  else if (isPeer && found?.known.listens === true)
    scope.report(
      'LAB_SOCKET_EXPECTED',
      variable,
      `\`${variable.name}\` listens, and a listening socket has no peer`,
      'name a connected socket',
    );
}

/** Losses that only segments with data can meet. */
const carryData: readonly Loss['kind'][] = ['next', 'share'];

/** Checks what a line that is no call says of programs, threads and variables. */
export function checkDirective(scope: Scope, step: Step): void {
  switch (step.kind) {
    case 'state':
      checkReference(scope, step.socket);
      return;
    case 'segments':
      for (const { sender } of step.segments) {
        if ('port' in sender) continue;
        const { program, name } = sender.variable;
        const isProgram = !sender.isPeer && program === null && scope.hasBegun(name);
        if (!isProgram) checkReference(scope, sender, !sender.isPeer);
      }
      return;
    case 'lose': {
      const found = scope.find(null, step.socket, false);
      const { name } = step.socket;
      if (found?.known.kind === 'value')
        scope.report('LAB_SOCKET_EXPECTED', step.socket, `\`${name}\` is not a socket`);
      else if (found?.known.listens === true && carryData.includes(step.loss.kind))
        scope.report(
          'LAB_LOSS_FORM',
          step,
          `\`${name}\` listens, so no data goes to it`,
          `write \`lose handshake to ${name}\` or \`lose all to ${name}\`, or name a connected socket`,
        );
      return;
    }
    case 'interrupt': {
      if (!scope.requireProgram(step.who.program, step.who)) return;
      const last = scope.lastCall(step.who);
      if (last?.state === 'blocked') scope.setLastCall(step.who, { ...last, state: 'interrupted' });
      else if (!scope.isUncertain)
        scope.report('LAB_NOT_BLOCKED', step.who, `no call of \`${threadName(step.who)}\` is blocked`);
      return;
    }
    case 'exit':
      if (scope.requireProgram(step.program, step.name)) scope.exit(step.program);
      return;
    case 'reset':
      scope.reset();
      return;
    case 'wait':
    case 'call':
    case 'outcome':
      return;
    default:
      step satisfies never;
  }
}
