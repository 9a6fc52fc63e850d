import { setTimeout as sleep } from 'node:timers/promises';
import { once } from 'node:events';
import { fuzz } from '#test/server/fuzz.ts';
import { RawPeer } from '#test/server/raw-peer.ts';
import { type Attack, attacker, overAndOver, overWithin, type Target, tcpTo } from './attack.ts';

const ping = 9;
const pong = 10;
const close = 8;
const shakeMs = 2_000;
/** Of control frames written at once. */
const floodBytes = 64 * 1024;

/** A peer that has shaken hands. */
async function shaken(target: Target, from: string): Promise<RawPeer> {
  const shaking = RawPeer.handshake(tcpTo(target.url, from));
  // A connection that ends without an answer would be waited for.
  const late = sleep(shakeMs).then(() => null);
  const shook = await Promise.race([shaking.catch(() => null), late]);
  if (shook === null || shook.status !== 101) {
    shook?.peer.socket.destroy();
    throw new Error('away');
  }
  return shook.peer;
}

function text(peer: RawPeer, message: string): void {
  peer.frame(Buffer.from(message));
}

/** Pings or pongs as fast as they are taken, until the site ends the connection. */
function flood(opcode: number, hasSession: boolean): Attack {
  return (target) =>
    overAndOver(target, { width: 4, perSecond: 40 }, async () => {
      const peer = await shaken(target, attacker(0));
      const { socket } = peer;
      // What comes back is not looked at, and not collected.
      socket.removeAllListeners('data').resume();
      if (hasSession) text(peer, '{"type":"open"}');
      const frame = peer.encoded(Buffer.from('flood'), { opcode });
      const frames = Buffer.concat(Array<Buffer>(Math.ceil(floodBytes / frame.length)).fill(frame));
      for (let bursts = 0; bursts < 500 && !socket.closed && !target.signal.aborted; bursts += 1) {
        target.made();
        if (!socket.write(frames))
          await Promise.race([once(socket, 'drain').catch(() => {}), overWithin(socket, shakeMs)]);
      }
      socket.destroy();
    });
}

/** Control frames as RFC 6455 forbids them: in fragments, too long, of unknown kinds. */
const forbiddenFrames: Attack = (target) =>
  overAndOver(target, { width: 8, perSecond: 200 }, async () => {
    const peer = await shaken(target, attacker(0));
    if (target.random() < 0.5) text(peer, '{"type":"open"}');
    const hello = Buffer.from('hello');
    const forms = [
      () => peer.frame(hello, { opcode: ping, fin: false }),
      () => peer.frame(hello, { opcode: pong, fin: false }),
      () => peer.frame(hello, { opcode: close, fin: false }),
      () => peer.frame(Buffer.alloc(200), { opcode: ping }),
      () => peer.frame(Buffer.of(0), { opcode: close }),
      () => peer.frame(hello, { opcode: 11 }),
      () => peer.frame(hello, { opcode: 0 }),
      () => peer.frame(hello, { opcode: 1, announced: 2 ** 31 }),
      () => peer.socket.write(Buffer.of(0x81, 5, 1, 2, 3)),
      () => {
        peer.frame(hello, { opcode: 1, fin: false });
        peer.frame(hello, { opcode: ping });
        peer.frame(hello, { opcode: 1 });
      },
      () => peer.frame(hello, { opcode: 2 }),
    ];
    forms[Math.floor(target.random() * forms.length)]?.();
    target.made();
    await overWithin(peer.socket, 200);
    peer.socket.destroy();
  });

const messagesAtATime = 2_000;

/** Messages good and bad, bursts, lost connections and resumptions, of eight browsers. */
const hostileMessages: Attack = async (target) => {
  for (let seed = target.seed; !target.signal.aborted; seed += 1) {
    const fuzzed = await fuzz({
      at: target.url,
      from: attacker(0),
      seed,
      messages: messagesAtATime,
      answers: 'frames',
    });
    for (let count = 0; count < fuzzed.sent; count += 1) target.made();
    await sleep(100);
  }
};

export const frameAttacks = {
  'floods of pongs, no session': flood(pong, false),
  'floods of pings, no session': flood(ping, false),
  'floods of pongs in sessions': flood(pong, true),
  'floods of pings in sessions': flood(ping, true),
  'forbidden frames': forbiddenFrames,
  'hostile messages': hostileMessages,
} as const;
