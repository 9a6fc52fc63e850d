import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { clientMessage, labEvent, type ServerFrame, serverFrame } from '#lib/lab/protocol/messages.ts';
import { faults } from '#lib/lab/protocol/faults.ts';
import { LabClient } from '#test/server/lab-client.ts';
import { optionVariables } from '#server/bridge/options.ts';
import { startSidecar } from '#test/server/sidecar.ts';

const page = readFileSync(new URL('protocol.md', import.meta.url), 'utf8');

/** `to` the sidecar; `wrong`: to it, but not of the protocol; `from` it, after what was sent before; `at-shutdown`: from it, at the end. */
type Direction = 'to' | 'wrong' | 'from' | 'example' | 'at-shutdown';
interface Example {
  readonly direction: Direction;
  readonly value: unknown;
  readonly line: number;
}

const examples: Example[] = [
  ...page.matchAll(/^```json (to|wrong|from|example|at-shutdown)\n(.*?)^```$/gms),
].map(({ 1: direction, 2: text = '', index }) => ({
  direction: direction as Direction,
  value: JSON.parse(text) as unknown,
  line: page.slice(0, index).split('\n').length,
}));

const cells = (line: string) => line.split('|').map((cell) => cell.trim().replaceAll('`', ''));

/** What an example of a frame and a frame have in common, whichever run it is of. */
function essence(frame: ServerFrame): unknown {
  switch (frame.type) {
    case 'opened':
      return { type: frame.type, resumed: frame.resumed, limits: frame.limits };
    case 'sockets':
      return frame.changed.map(({ program, fd, state }) => ({ program, fd, state }));
    case 'segment':
      return { flags: frame.segment.flags, from: frame.segment.from.program, number: frame.segment.number };
    case 'reset':
      return frame.type;
    case 'entered':
    case 'blocked':
    case 'returned':
    case 'unreferenced':
    case 'exited':
    case 'dropping':
    case 'notice':
    case 'refused':
    case 'closed':
      return { ...frame, seq: 0, at: 0 };
    case 'error':
      return frame;
    default:
      return frame satisfies never;
  }
}

it('is true: each message is sent, in this order, and what comes back is what is written here', async () => {
  // Few enough sessions that no machine lowers a limit for them.
  const sidecar = await startSidecar({ LAB_SESSIONS: '50' });
  const client = await LabClient.connect({ at: sidecar.socketPath });
  const frames = () => [...client.events, ...(client.error === null ? [] : [client.error])];
  let since = 0;
  const comes = async (value: unknown, line: number) => {
    const example = serverFrame.parse(value);
    const possible = client.events.find((event) => event.type === 'opened')?.network;
    if (example.type === 'segment' && possible?.capture.possible === false) return;
    if (example.type === 'dropping' && possible?.loss.possible === false) return;
    const wanted = JSON.stringify(essence(example));
    const came = () =>
      frames()
        .slice(since)
        .map((frame) => JSON.stringify(essence(frame)));
    await client.until(() => came().includes(wanted)).catch(() => {});
    expect(came(), `docs/protocol.md:${line}`).toContain(wanted);
  };
  try {
    for (const { direction, value, line } of examples) {
      switch (direction) {
        case 'to': {
          const message = clientMessage.parse(value);
          since = client.events.length;
          // How many events there are by then depends on the kernel.
          if (message.type === 'acknowledge') client.send({ ...message, seq: client.events.length });
          else if (message.type !== 'open' || message.resume === undefined) client.send(message);
          else {
            if (client.webSocket.readyState !== client.webSocket.CLOSED)
              await once(client.webSocket, 'close');
            await client.reconnect();
          }
          break;
        }
        case 'wrong':
          expect(clientMessage.safeParse(value).success).toBe(false);
          client.webSocket.send(JSON.stringify(value));
          break;
        case 'at-shutdown':
          sidecar.child.kill('SIGTERM');
          await comes(value, line);
          break;
        case 'from':
          await comes(value, line);
          break;
        case 'example':
          break;
        default:
          direction satisfies never;
      }
    }
  } finally {
    await sidecar.stop();
  }
});

it('has an example of every message and every frame, each of the protocol', () => {
  const sent = examples.filter(({ direction }) => direction === 'to');
  const received = examples.filter(({ direction }) => direction !== 'to' && direction !== 'wrong');
  expect(new Set(sent.map(({ value }) => clientMessage.parse(value).type))).toEqual(
    new Set(clientMessage.options.map((option) => option.shape.type.value)),
  );
  expect(new Set(received.map(({ value }) => serverFrame.parse(value).type))).toEqual(
    new Set(['error', ...labEvent.options.map((option) => option.shape.type.value)]),
  );
});

it('has the close code of every fault', () => {
  const rows = page
    .split('\n')
    .filter((line) => /^\| `[A-Z0-9_]+` \| \d{4} \|/.test(line) && !line.includes('LAB_'));
  expect(rows.map((row) => cells(row).slice(1, 4))).toEqual(
    Object.entries(faults).map(([code, { close, message }]) => [
      code,
      String(close),
      message.replaceAll('`', ''),
    ]),
  );
});

it('has every limit with its default', () => {
  const defaults = optionVariables.parse({ LAB_SOCKET: '-', LAB_ORIGINS: '-' });
  const limits = Object.entries(defaults).filter(([, value]) => typeof value === 'number');
  const rows = page.split('\n').filter((line) => line.startsWith('| `LAB_'));
  expect(rows.map((row) => cells(row).slice(1, 3))).toEqual(
    limits.map(([name, value]) => [name, String(value)]),
  );
});
