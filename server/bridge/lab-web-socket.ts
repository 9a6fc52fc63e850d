import { WebSocket } from 'ws';
import { errorFrame } from '#server/bridge/error-frame.ts';
import { faults } from '#lib/lab/protocol-codes.ts';

/** `ws` ends a connection by itself when a message is too long; this says first what was wrong, as for every other fault. */
export class LabWebSocket extends WebSocket {
  override close(code?: number, reason?: string | Buffer): void {
    const foundByWs = reason === undefined && this.readyState === WebSocket.OPEN;
    if (foundByWs && code === faults.MESSAGE_TOO_LONG.close) this.send(errorFrame('MESSAGE_TOO_LONG', null));
    super.close(code, reason);
  }
}
