import { expect } from 'vitest';
import { z } from 'zod';
import type { LabClient } from '#test/server/lab-client.ts';

type Caller = Pick<LabClient, 'call'>;

const bound = z.object({ tuple: z.tuple([z.string(), z.int()]) });

/** Makes a call that has to succeed. */
async function value(client: Caller, ...call: Parameters<Caller['call']>) {
  const result = await client.call(...call);
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}

/** A server that waits, and a client that connects: afterwards descriptor 3 of `client` and 4 of `server` are a connection. */
export async function connectPair(client: Caller): Promise<void> {
  await value(client, 'server', { name: 'socket', args: [] });
  await value(client, 'server', { name: 'bind', fd: 3, args: [{ tuple: ['127.0.0.1', 0] }] });
  await value(client, 'server', { name: 'listen', fd: 3, args: [1] });
  const address = bound.parse(await value(client, 'server', { name: 'getsockname', fd: 3, args: [] }));
  const accepted = value(client, 'server', { name: 'accept', fd: 3, args: [] });
  await value(client, 'client', { name: 'socket', args: [] });
  await value(client, 'client', { name: 'connect', fd: 3, args: [address] });
  expect(await accepted).toMatchObject({ tuple: [{ socket: 4 }, {}] });
}

/** A server and a client, from `socket` to `close`; what one sends comes back to it. */
export async function echo(client: Caller): Promise<void> {
  await connectPair(client);
  const hello = { bytes: 'SGVsbG8=' };
  const received = value(client, 'server', { name: 'recv', fd: 4, args: [1024] });
  await value(client, 'client', { name: 'sendall', fd: 3, args: [hello] });
  expect(await received).toEqual(hello);
  await value(client, 'server', { name: 'sendall', fd: 4, args: [hello] });
  expect(await value(client, 'client', { name: 'recv', fd: 3, args: [1024] })).toEqual(hello);

  await value(client, 'client', { name: 'close', fd: 3, args: [] });
  expect(await value(client, 'server', { name: 'recv', fd: 4, args: [1024] })).toEqual({ bytes: '' });
  await value(client, 'server', { name: 'close', fd: 4, args: [] });
  await value(client, 'server', { name: 'close', fd: 3, args: [] });
}
