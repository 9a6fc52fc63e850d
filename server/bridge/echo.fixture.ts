import { expect } from 'vitest';
import type { LabClient } from './lab-client.fixture.ts';

const address = { tuple: ['127.0.0.1', 65_000] };

/** A server and a client, from `socket` to `close`; what one sends comes back to it. */
export async function echo(client: LabClient): Promise<void> {
  const value = async (...call: Parameters<LabClient['call']>) => {
    const result = await client.call(...call);
    if (!result.ok) throw new Error(JSON.stringify(result.error));
    return result.value;
  };
  await value('server', { name: 'socket', args: [] });
  await value('server', { name: 'bind', fd: 3, args: [address] });
  await value('server', { name: 'listen', fd: 3, args: [1] });
  const accepted = value('server', { name: 'accept', fd: 3, args: [] });
  await value('client', { name: 'socket', args: [] });
  await value('client', { name: 'connect', fd: 3, args: [address] });
  expect(await accepted).toMatchObject({ tuple: [{ socket: 4 }, {}] });

  const received = value('server', { name: 'recv', fd: 4, args: [1024] });
  await value('client', { name: 'sendall', fd: 3, args: [{ bytes: 'SGVsbG8=' }] });
  expect(await received).toEqual({ bytes: 'SGVsbG8=' });
  await value('server', { name: 'sendall', fd: 4, args: [{ bytes: 'SGVsbG8=' }] });
  expect(await value('client', { name: 'recv', fd: 3, args: [1024] })).toEqual({ bytes: 'SGVsbG8=' });

  await value('client', { name: 'close', fd: 3, args: [] });
  expect(await value('server', { name: 'recv', fd: 4, args: [1024] })).toEqual({ bytes: '' });
  await value('server', { name: 'close', fd: 4, args: [] });
  await value('server', { name: 'close', fd: 3, args: [] });
}
