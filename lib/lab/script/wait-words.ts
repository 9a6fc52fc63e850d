const words: Readonly<Record<string, string>> = {
  connection: 'a connection',
  handshake: 'the handshake',
  data: 'data',
  room: 'room in the send buffer',
  event: 'an event',
  delivery: 'what was sent to be delivered',
};

/** What a call that is blocked waits for. */
export function waitWords(waitsFor: string): string {
  return words[waitsFor] ?? waitsFor;
}
