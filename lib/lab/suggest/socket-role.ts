import type { CallName } from '#lib/lab/protocol.ts';
import type { PythonValue } from '#lib/lab/python-value.ts';
import { heldSockets } from '#lib/lab/timeline/held-sockets.ts';
import type { CallLine, Descriptor, ProgramMoment } from '#lib/lab/timeline/moment.ts';

/** What a program has made of a socket so far. */
export type SocketRole = 'fresh' | 'bound' | 'listening' | 'connected';

/** A call that returned a value. */
export interface Done {
  readonly name: CallName;
  readonly value: PythonValue;
  /** It opened the socket, rather than was called on it. */
  readonly opens: boolean;
}

function valueOf({ outcome }: CallLine): { readonly value: PythonValue } | null {
  return outcome?.kind === 'returned' && outcome.result.ok ? { value: outcome.result.value } : null;
}

/** Calls on a descriptor that returned, the last first, back to the one that opened it, which is included. */
export function doneOn({ lines }: ProgramMoment, fd: number): Done[] {
  const done: Done[] = [];
  for (let index = lines.length - 1; index >= 0; index--) {
    const line = lines[index];
    if (line === undefined || line.kind === 'exit') break;
    const returned = valueOf(line);
    if (returned === null) continue;
    const { call } = line;
    const opens = heldSockets(returned.value).some(({ socket }) => socket === fd);
    if (opens || ('fd' in call && call.fd === fd))
      done.push({ name: call.name, value: returned.value, opens });
    if (opens) break;
  }
  return done;
}

function roleByCalls(done: readonly Done[]): SocketRole {
  for (const { name, opens } of done) {
    if (name === 'accept') return opens ? 'connected' : 'listening';
    if (name === 'listen') return 'listening';
    if (name === 'connect') return 'connected';
    if (name === 'bind') return 'bound';
  }
  return 'fresh';
}

/** What the kernel says comes first; where it says nothing yet, or cannot be asked, what was called counts. */
export function roleOf(program: ProgramMoment, { fd, record }: Descriptor): SocketRole {
  const called = roleByCalls(doneOn(program, fd));
  if (record?.state === 'LISTEN') return 'listening';
  if (record === null || record.state === null || record.state === 'CLOSED') return called;
  return 'connected';
}
