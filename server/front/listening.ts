import type { Server } from 'node:http';
import { isIPv6 } from 'node:net';

/** Resolves to `null` once the server listens, or to what is in the way and what to do. */
export function listen(server: Server, host: string, port: number): Promise<string | null> {
  return new Promise((resolve) => {
    const failed = (error: NodeJS.ErrnoException) => resolve(whyNotListening(error, host, port));
    server.once('error', failed);
    server.listen(port, host, () => {
      server.off('error', failed);
      resolve(null);
    });
  });
}

function whyNotListening(error: NodeJS.ErrnoException, host: string, port: number): string {
  switch (error.code) {
    case 'EADDRINUSE':
      return `Port ${port} is already in use on ${host}.\nStop the program that holds it, or choose another port: PORT=${port + 1} npm start`;
    case 'EACCES':
      return `Port ${port} needs more privilege than this user has.\nChoose a port above 1023: PORT=3000 npm start`;
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return `${host} is not an address of this computer.\nSet HOST to one that is, such as 127.0.0.1: HOST=127.0.0.1 npm start`;
    default:
      return `Cannot listen on ${host}, port ${port}: ${error.message}\nSet HOST and PORT to an address and a port that this computer can listen on.`;
  }
}

/** `0.0.0.0` is no place to go to; the loopback address is one of those it stands for. */
export function shownHost(host: string): string {
  if (host === '0.0.0.0' || host === '::' || host === '127.0.0.1') return 'localhost';
  return isIPv6(host) ? `[${host}]` : host;
}
