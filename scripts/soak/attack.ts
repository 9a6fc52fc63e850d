/**
 * One attack in a process of its own, until that gets a signal or its parent is gone: the name of the attack, the site's
 * address, its content folder, a seed. Reports over its channel how often it was made.
 */
import { setMaxListeners } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { randomFrom } from '#test/server/fuzz-messages.ts';
import { attackOf } from './attacks/all.ts';

const reportEveryMs = 500;
/** To take away what it left. */
const graceMs = 1_000;

const [name = '', url = '', content = '', seed = '0'] = process.argv.slice(2);
const attack = attackOf(name);
if (attack === undefined) throw new Error(`There is no attack “${name}”.`);

const over = new AbortController();
// Each of many workers waits for it.
setMaxListeners(0, over.signal);
let made = 0;
const end = () => over.abort();
process.once('SIGTERM', end).once('SIGINT', end).once('disconnect', end);
setInterval(() => process.connected && process.send?.(made), reportEveryMs);
const ended = new Promise<void>((resolve) => over.signal.addEventListener('abort', () => resolve()));
const attacking = attack({
  url,
  content,
  seed: Number(seed),
  random: randomFrom(Number(seed)),
  made: () => (made += 1),
  signal: over.signal,
});
await Promise.race([attacking, ended]);
await Promise.race([attacking, sleep(graceMs)]);
if (process.connected) process.send?.(made);
process.exit(0);
