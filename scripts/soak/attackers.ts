import { once } from 'node:events';
import { setPriority } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { Child } from '../bench/lab/child-process.ts';
import { startHostile } from '../bench/lab/peers.ts';
import { sourceCommand } from '../project/compile.mjs';
import { hostileSessions } from './attacks/all.ts';
import { attacker } from './attacks/attack.ts';

/** An attacker has a computer of its own: what it costs to attack is not to be taken from the site and the class. */
const attackerPriority = 10;
const againMs = 200;

interface Scene {
  readonly url: string;
  readonly content: string;
  readonly seed: number;
}

/** Makes an attack, in processes of its own, until the signal. How often it was made; `null`: it is not counted so. */
export async function attackUntil(signal: AbortSignal, name: string, scene: Scene): Promise<number | null> {
  const hostile = hostileSessions[name];
  return hostile === undefined
    ? await attackAgain(signal, name, scene)
    : await holdHostile(signal, hostile, scene);
}

/** An attack that fails itself is begun again. */
async function attackAgain(
  signal: AbortSignal,
  name: string,
  { url, content, seed }: Scene,
): Promise<number> {
  const [file = '', ...args] = sourceCommand('scripts/soak/attack.ts', [name, url, content, String(seed)]);
  let made = 0;
  while (!signal.aborted) {
    const child = await Child.start(file, args, { channel: true });
    setPriority(child.pid, attackerPriority);
    let ofChild = 0;
    child.process.on('message', (message) => (ofChild = z.int().parse(message)));
    await Promise.race([aborted(signal), once(child.process, 'exit')]);
    await child.stop();
    made += ofChild;
  }
  return made;
}

async function holdHostile(signal: AbortSignal, count: number, { url }: Scene): Promise<null> {
  while (!signal.aborted) {
    try {
      const child = await startHostile(url, count, attacker(0));
      setPriority(child.pid, attackerPriority);
      await aborted(signal);
      await child.stop();
    } catch {
      // The site is away, or has no room for all of them yet.
      await sleep(againMs);
    }
  }
  return null;
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
