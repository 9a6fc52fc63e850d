import type { LabCall } from '#lib/lab/protocol/messages.ts';

/** Makes a call of a program, and resolves to what it returned. */
interface Lab {
  call(program: string, call: LabCall): Promise<unknown>;
}

/** What `connectPrograms` leaves behind in each program's table. */
export const fds = { listening: 3, accepted: 4, client: 3 };

/**
 * A server that listens and has accepted a client: LISTEN, and ESTABLISHED twice. In private networks every server can
 * have the same port.
 */
export async function connectPrograms(lab: Lab, port = 65_000): Promise<void> {
  const address = { tuple: ['127.0.0.1', port] };
  await lab.call('server', { name: 'socket', args: [] });
  const reuse = [{ constant: 'SOL_SOCKET' }, { constant: 'SO_REUSEADDR' }, 1] as const;
  await lab.call('server', { name: 'setsockopt', fd: fds.listening, args: [...reuse] });
  await lab.call('server', { name: 'bind', fd: fds.listening, args: [address] });
  await lab.call('server', { name: 'listen', fd: fds.listening, args: [1] });
  await lab.call('client', { name: 'socket', args: [] });
  await lab.call('client', { name: 'connect', fd: fds.client, args: [address] });
  await lab.call('server', { name: 'accept', fd: fds.listening, args: [] });
}

const payloadBytes = 64;
export const payload = Buffer.alloc(payloadBytes, 'ACK ');
const bytes = { bytes: payload.toString('base64') };

/** What the client program sends comes back to it: four calls. `timed` makes each of them. */
export async function echo(
  lab: Lab,
  timed: (call: () => Promise<unknown>) => Promise<unknown> = (call) => call(),
): Promise<void> {
  await timed(() => lab.call('client', { name: 'send', fd: fds.client, args: [bytes] }));
  await timed(() => lab.call('server', { name: 'recv', fd: fds.accepted, args: [1024] }));
  await timed(() => lab.call('server', { name: 'send', fd: fds.accepted, args: [bytes] }));
  const came = await timed(() => lab.call('client', { name: 'recv', fd: fds.client, args: [1024] }));
  if (JSON.stringify(came) !== JSON.stringify(bytes)) throw new Error(`${JSON.stringify(came)} came back`);
}
export const callsOfEcho = 4;
