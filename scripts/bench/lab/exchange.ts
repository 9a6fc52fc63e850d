import type { WebSocket } from 'ws';

/** Sends a message; resolves when as many bytes came back. */
export function exchange(webSocket: WebSocket, message: Buffer): Promise<void> {
  return new Promise((resolve, reject) => {
    let left = message.length;
    const closed = () => reject(new Error('the connection ended'));
    const receive = (data: Buffer) => {
      left -= data.length;
      if (left > 0) return;
      webSocket.off('message', receive).off('close', closed);
      resolve();
    };
    webSocket.on('message', receive).once('close', closed);
    webSocket.send(message);
  });
}
