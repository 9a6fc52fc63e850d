import type { Duplex } from 'node:stream';
import { WebSocket } from 'ws';
import { faults } from '#lib/lab/protocol/faults.ts';
import { errorFrame, faultOf } from '#server/bridge/error-frame.ts';

/** RFC 6455 § 5.2: the last fragment of a text message, which is the first as well. */
const wholeText = String.fromCharCode(0x81);
/** Lengths up to here are in the second byte of a frame; these numbers in their place announce 2 bytes of length, or 8. */
const [longestShort, twoBytes, eightBytes] = [125, 126, 127];

/** What comes before the text in a frame that a server sends, which is not masked: a character for each byte. */
function headerOf(bytes: number): string {
  if (bytes <= longestShort) return wholeText + String.fromCharCode(bytes);
  if (bytes < 2 ** 16) return wholeText + String.fromCharCode(twoBytes, bytes >> 8, bytes & 0xff);
  const length = Buffer.alloc(8);
  length.writeBigUInt64BE(BigInt(bytes));
  return wholeText + String.fromCharCode(eightBytes, ...length);
}

/**
 * The sidecar's end of a WebSocket. Text frames are collected, and go to the kernel as one string: `ws` would write each of
 * them in two pieces.
 */
export class LabWebSocket extends WebSocket {
  #stream: Duplex | null = null;
  /** Frames, a character for each byte. */
  #collected = '';

  /** To be called once, before anything is sent. */
  sendTo(stream: Duplex): void {
    this.#stream = stream;
  }

  /** Bytes that were sent and are still in this process. */
  get unsentBytes(): number {
    return this.#collected.length + this.bufferedAmount;
  }

  /** Collects a text frame for `flush`. `bytes`: how long the text is in UTF-8. */
  collect(text: string, bytes: number): void {
    if (this.readyState !== WebSocket.OPEN) return;
    const encoded = bytes === text.length ? text : Buffer.from(text).toString('latin1');
    this.#collected += headerOf(bytes) + encoded;
  }

  /** Writes what was collected. */
  flush(): void {
    if (this.#collected === '') return;
    const frames = this.#collected;
    this.#collected = '';
    this.#stream?.write(frames, 'latin1');
  }

  /**
   * Nothing may follow a close frame. `ws` ends a connection by itself when a message is too long; this sends an `error`
   * frame first, as for every other fault.
   */
  override close(code?: number, reason?: string | Buffer): void {
    const foundByWs = reason === undefined && this.readyState === WebSocket.OPEN;
    if (foundByWs && code === faults.MESSAGE_TOO_LONG.close) {
      const frame = errorFrame(faultOf('MESSAGE_TOO_LONG'));
      this.collect(frame, Buffer.byteLength(frame));
    }
    this.flush();
    super.close(code, reason);
  }
}
