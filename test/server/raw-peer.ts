import { once } from 'node:events';
import { connect, type Socket, type TcpNetConnectOpts } from 'node:net';
import { subprotocol } from '#lib/lab/protocol/subprotocol.ts';
import { origin } from '#test/server/sidecar.ts';

const goodHeaders: Readonly<Record<string, string>> = {
  Host: new URL(origin).host,
  Origin: origin,
  Connection: 'Upgrade',
  Upgrade: 'websocket',
  'Sec-WebSocket-Version': '13',
  'Sec-WebSocket-Key': 'dGhlIHNhbXBsZSBub25jZQ==',
  'Sec-WebSocket-Protocol': subprotocol,
  'X-Ackademy-Peer': '127.0.0.1',
};

/** A peer that keeps to no protocol but the handshake, if to that. */
export class RawPeer {
  readonly socket: Socket;
  received = Buffer.alloc(0);

  private constructor(socket: Socket) {
    this.socket = socket;
    socket.on('error', () => {});
    socket.on('data', (chunk) => (this.received = Buffer.concat([this.received, chunk])));
  }

  /**
   * `null` leaves a header out. Resolves with the head of the answer.
   *
   * @param at the path of the sidecar's socket, or the front's address
   */
  static async handshake(
    at: string | TcpNetConnectOpts,
    headers: Readonly<Record<string, string | null>> = {},
    path = '/lab/socket',
    appended = '',
  ): Promise<{ peer: RawPeer; status: number; answer: string }> {
    const socket = typeof at === 'string' ? connect(at) : connect(at);
    const peer = new RawPeer(socket);
    await once(socket, 'connect');
    const lines = Object.entries({ ...goodHeaders, ...headers }).flatMap(([name, value]) =>
      value === null ? [] : [`${name}: ${value}\r\n`],
    );
    socket.write(`GET ${path} HTTP/1.1\r\n${lines.join('')}\r\n${appended}`);
    while (!peer.received.includes('\r\n\r\n')) await once(socket, 'data');
    const answer = peer.received.toString('latin1');
    return { peer, answer, status: Number(answer.split(' ')[1]) };
  }

  /** Sends a frame. */
  frame(...frame: Parameters<RawPeer['encoded']>): void {
    this.socket.write(this.encoded(...frame));
  }

  /** A text frame by default; `announced` lies about the length. */
  encoded(payload: Buffer, { opcode = 1, fin = true, announced = payload.length } = {}): Buffer {
    const mask = Buffer.from([1, 2, 3, 4]);
    const masked = payload.map((byte, index) => byte ^ (mask[index % mask.length] ?? 0));
    const length = announced < 126 ? Buffer.from([0x80 | announced]) : Buffer.alloc(9, 0);
    if (announced >= 126) {
      length[0] = 0x80 | 127;
      length.writeBigUInt64BE(BigInt(announced), 1);
    }
    return Buffer.concat([Buffer.from([(fin ? 0x80 : 0) | opcode]), length, mask, masked]);
  }

  async ended(): Promise<void> {
    if (!this.socket.closed) await once(this.socket, 'close');
  }
}
