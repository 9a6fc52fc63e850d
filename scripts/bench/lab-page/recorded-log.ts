import type { Page } from '@playwright/test';

/** A transcript of so many events, recorded now: programs of a lab send each other messages until there are enough. */
export async function recordedLog(page: Page, events: number): Promise<string> {
  const lines = await page.evaluate(
    (wanted) =>
      new Promise<string[]>((resolve, reject) => {
        const address = new URL('/lab/socket', location.href);
        address.protocol = 'ws:';
        const webSocket = new WebSocket(address, 'ackademy.lab.2');
        const acknowledgeEvery = 16;
        const frames: string[] = [];
        let id = 0;
        const call = (program: string, name: string, args: unknown[], fd?: number, targets?: string[]) => {
          id += 1;
          webSocket.send(JSON.stringify({ type: 'call', id, program, call: { name, fd, args }, targets }));
        };
        const hello = { bytes: btoa('Hello world') };
        const steps: (() => void)[] = [
          () => call('server', 'socket', [], undefined, ['s']),
          () => call('server', 'bind', [{ tuple: ['127.0.0.1', 65000] }], 3),
          () => call('server', 'listen', [1], 3),
          () => call('client', 'socket', [], undefined, ['c']),
          () => call('client', 'connect', [{ tuple: ['127.0.0.1', 65000] }], 3),
          () => call('server', 'accept', [], 3, ['conn', 'addr']),
        ];
        const echo = [
          () => call('client', 'sendall', [hello], 3),
          () => call('server', 'recv', [1024], 4),
          () => call('server', 'sendall', [hello], 4),
          () => call('client', 'recv', [1024], 3),
        ];
        let step = 0;
        const next = () => {
          const run = steps[step] ?? echo[(step - steps.length) % echo.length];
          step += 1;
          run?.();
        };
        webSocket.onerror = () => reject(new Error('The lab cannot be reached.'));
        webSocket.onopen = () => webSocket.send('{"type":"open"}');
        webSocket.onmessage = ({ data }: MessageEvent<string>) => {
          const frame = JSON.parse(data) as { type: string; seq: number; token?: string };
          if (frame.seq % acknowledgeEvery === 0)
            webSocket.send(JSON.stringify({ type: 'acknowledge', seq: frame.seq }));
          if (frames.length < wanted)
            frames.push(JSON.stringify('token' in frame ? { ...frame, token: '' } : frame));
          if (frames.length >= wanted) {
            webSocket.close(1000);
            resolve(frames);
          } else if (frame.type === 'opened' || frame.type === 'returned') setTimeout(next, 4);
        };
      }),
    events,
  );
  return lines.map((line) => `${line}\n`).join('');
}
