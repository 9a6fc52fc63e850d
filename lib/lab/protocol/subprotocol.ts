/** What both ends of the WebSocket know before the first message; apart from the schemas, which a page does not need. */
export const subprotocol = 'ackademy.lab.2';

/** A frame to the sidecar may be this long. */
export const maxMessageBytes = 64 * 1024;
