import type { CompanionProgram, OrderCall, OrderScript } from '#lib/lab/order/order-script.ts';
import type { OrderOutcome } from '#lib/lab/order/run-order.ts';
import type { CallName } from '#lib/lab/protocol/messages.ts';

/** The port of the address that a call names, as far as it is written there. */
function portOf({ step }: OrderCall): number | null {
  const [address] = step.call.args;
  if (address?.kind !== 'tuple') return null;
  const port = address.items[1];
  return port?.kind === 'value' && typeof port.value === 'number' ? port.value : null;
}

function nameOf({ step }: OrderCall): CallName {
  return step.call.name;
}

function makes(calls: readonly OrderCall[], ...names: readonly CallName[]): boolean {
  return calls.some((call) => names.includes(nameOf(call)));
}

function receiverName({ call: { receiver } }: OrderCall['step']): string | null {
  return receiver?.kind === 'name' ? receiver.name : null;
}

/** The calls that a program makes on the socket of one of its calls. */
function onSameSocket({ calls }: CompanionProgram, { step }: OrderCall): readonly OrderCall[] {
  const name = receiverName(step);
  return calls.filter((call) => receiverName(call.step) === name);
}

/** What a program that binds the port lacks in order to be there when somebody connects; `null`: nothing that is written. */
function lackOfServer(server: CompanionProgram, bind: OrderCall): string | null {
  const names = onSameSocket(server, bind).map(nameOf);
  const [bound, listens, accepts] = [names.indexOf('bind'), names.indexOf('listen'), names.indexOf('accept')];
  const { program } = server;
  if (listens === -1)
    return `The companion program \`${program}\` calls \`bind()\` and never \`listen()\`: write that after it.`;
  if (listens < bound)
    return `The companion program \`${program}\` calls \`listen()\` before \`bind()\`: swap the two.`;
  if (accepts === -1)
    return `The companion program \`${program}\` never calls \`accept()\`, so it has ended, and its socket is closed: write that after \`listen()\`.`;
  return accepts < listens
    ? `The companion program \`${program}\` calls \`accept()\` before \`listen()\`: swap the two.`
    : null;
}

function lackOfListener({ calls, companions }: OrderScript, failed: OrderCall): string | null {
  const port = portOf(failed);
  // A program may well connect to itself.
  if (port === null || makes(calls, 'listen')) return null;
  const where = `port ${String(port)}`;
  if (companions.length === 0)
    return `This order has no companion program, so nobody listens on ${where}: write one, with \`bind()\`, \`listen()\` and \`accept()\`, in a block that begins with \`\`\`lab beside.`;
  for (const program of companions)
    for (const call of program.calls)
      if (nameOf(call) === 'bind' && portOf(call) === port) return lackOfServer(program, call);
  for (const program of companions)
    for (const call of program.calls) {
      const own = onSameSocket(program, call);
      if (nameOf(call) === 'listen' && !makes(own, 'bind'))
        return `The companion program \`${program.program}\` calls \`listen()\` and never \`bind()\`, so the kernel picks another port: write that before it.`;
      const bound = nameOf(call) === 'bind' ? portOf(call) : null;
      if (bound !== null)
        return `The companion program \`${program.program}\` binds port ${String(bound)}, and this step connects to ${where}: write the same port in both.`;
    }
  return makes(
    companions.flatMap((program) => program.calls),
    'bind',
  )
    ? null
    : `No companion program listens on ${where}: write \`bind()\`, \`listen()\` and \`accept()\` in one of them.`;
}

/**
 * Which call of an order's companion programs is missing, where that is surely why a step of the right order goes no
 * further: a sentence with `code` in backticks; `null` where it may be something else.
 *
 * @param failed the step
 */
export function missingCompanionCall(
  script: OrderScript,
  failed: OrderCall,
  outcome: OrderOutcome,
): string | null {
  const others = script.companions.flatMap(({ calls }) => calls);
  const all = [...script.calls, ...others];
  switch (outcome.kind) {
    case 'raised': {
      if (outcome.error.code === 'ECONNREFUSED') return lackOfListener(script, failed);
      const isReset = outcome.error.code === 'ECONNRESET' || outcome.error.code === 'EPIPE';
      if (!isReset || !makes(others, 'accept') || makes(others, 'recv')) return null;
      return 'No companion program calls `recv()`, so the end of the one that accepts resets the connection: let it read what is sent.';
    }
    case 'waits':
      if (outcome.waitsFor === 'connection' && !makes(all, 'connect', 'connect_ex'))
        return 'No companion program calls `connect()`, so no connection comes: write one that does.';
      if (outcome.waitsFor === 'data' && !makes(all, 'send', 'sendall'))
        return 'No companion program calls `send()` or `sendall()`, so nothing ever arrives: write one that does.';
      return null;
    case 'returned':
    case 'refused':
    case 'unreached':
    case 'lost':
      return null;
    default:
      return outcome satisfies never;
  }
}
