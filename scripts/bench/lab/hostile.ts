/**
 * Hostile sessions at their limits: as many as the second argument says, in the sidecar on the Unix socket that the first
 * one names, or of the front that has this address; then from the address that the third one names. Prints a line when all
 * have begun.
 */
import type { WebSocket } from 'ws';
import type { ClientMessage, LabCall } from '#lib/lab/protocol/messages.ts';
import { connectWebSocket } from './bench-browser.ts';

/** Sent again and again, as fast as the limit of calls allows: a second's worth in two bursts. */
const burstMs = 500;
const callsInBurst = 250;
/** A reset counts as 50 calls. */
const resetsInBurst = 5;
const sockets = 60;
const acknowledgeBytes = 16 * 1024;
/** A session that was ended is begun anew. */
const againMs = 200;

const address = { tuple: ['127.0.0.1', 65_000] };
const reuse = [{ constant: 'SOL_SOCKET' }, { constant: 'SO_REUSEADDR' }, 1] as const;
const large = 4 * 1024 * 1024;

/** Each makes another part of the sidecar work. */
const kinds: readonly ((send: Sender) => { readonly begin: () => void; readonly again: () => void })[] = [
  // Connections that come and go, with all that the kernel keeps of them.
  (send) => ({
    begin: () => listen(send),
    again() {
      for (let count = 0; count < callsInBurst / 3; count += 1) {
        send.call('client', { name: 'socket', args: [] });
        send.call('client', { name: 'connect', fd: 3, args: [address] });
        send.call('client', { name: 'close', fd: 3, args: [] });
      }
    },
  }),
  // As many bytes as a call may name.
  (send) => ({
    begin() {
      listen(send);
      send.call('client', { name: 'socket', args: [] });
      send.call('client', { name: 'connect', fd: 3, args: [address] });
      send.call('server', { name: 'accept', fd: 3, args: [] });
    },
    again() {
      for (let count = 0; count < callsInBurst / 2; count += 1) {
        send.call('client', { name: 'sendall', fd: 3, args: [{ bytes: 'eA==', times: large }] });
        send.call('server', { name: 'recv', fd: 4, args: [large] });
      }
    },
  }),
  // A look at many sockets for each call.
  (send) => ({
    begin() {
      for (let count = 0; count < sockets; count += 1) {
        send.call('server', { name: 'socket', args: [] });
        send.call('server', { name: 'bind', fd: 3 + count, args: [{ tuple: ['127.0.0.1', 0] }] });
        send.call('server', { name: 'listen', fd: 3 + count, args: [] });
      }
    },
    again() {
      for (let count = 0; count < callsInBurst; count += 1)
        send.call('server', { name: 'listen', fd: 3 + (count % sockets), args: [1 + (count % 9)] });
    },
  }),
  // Long messages, ten times as many as are carried out.
  (send) => ({
    begin() {},
    again() {
      const list = Array<number>(2_000).fill(1);
      for (let count = 0; count < callsInBurst * 9; count += 1)
        send.call('a', { name: 'poll', args: [list, 0] });
    },
  }),
  // Fresh networks.
  (send) => ({
    begin: () => listen(send),
    again() {
      for (let count = 0; count < resetsInBurst; count += 1) {
        send.message({ type: 'reset', id: send.newId() });
        listen(send);
      }
    },
  }),
];

interface Sender {
  newId(): number;
  message(message: ClientMessage): void;
  call(program: string, call: LabCall): void;
}

function listen(send: Sender): void {
  send.call('server', { name: 'socket', args: [] });
  send.call('server', { name: 'setsockopt', fd: 3, args: [...reuse] });
  send.call('server', { name: 'bind', fd: 3, args: [address] });
  send.call('server', { name: 'listen', fd: 3, args: [4096] });
}

function senderTo(webSocket: WebSocket): Sender {
  let lastId = 0;
  const message = (message: ClientMessage) => webSocket.send(JSON.stringify(message));
  const newId = () => ++lastId;
  return {
    newId,
    message,
    call: (program, call) => message({ type: 'call', id: newId(), program, thread: 1, call }),
  };
}

/** Every frame but that of an error is an event. */
function acknowledge(webSocket: WebSocket): void {
  let [seq, bytes] = [0, 0];
  webSocket.on('message', (data: Buffer) => {
    if (data.includes('{"type":"error"')) return;
    seq += 1;
    bytes += data.length;
    if (bytes < acknowledgeBytes) return;
    bytes = 0;
    webSocket.send(JSON.stringify({ type: 'acknowledge', seq } satisfies ClientMessage));
  });
}

/** A session that begins anew when it is ended. */
async function misbehave(index: number): Promise<void> {
  const webSocket = await connectWebSocket(at, from === '' ? {} : { from });
  acknowledge(webSocket);
  const send = senderTo(webSocket);
  const behave = kinds[index % kinds.length]?.(send);
  send.message({ type: 'open' });
  behave?.begin();
  const timer = setInterval(() => {
    // What the sidecar does not read is not added to.
    if (webSocket.bufferedAmount === 0) behave?.again();
  }, burstMs);
  webSocket.on('error', () => {});
  webSocket.on('close', () => {
    clearInterval(timer);
    setTimeout(() => beginAgain(index), againMs);
  });
}

/** Until there is a server again. */
function beginAgain(index: number): void {
  misbehave(index).catch(() => setTimeout(() => beginAgain(index), againMs));
}

const [at = '', count = '0', from = ''] = process.argv.slice(2);
for (let index = 0; index < Number(count); index += 1)
  await misbehave(index).catch(() => setTimeout(() => beginAgain(index), againMs));
console.log('ready');
process.stdin.once('close', () => process.exit(0)).resume();
