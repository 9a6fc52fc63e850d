import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rm, symlink, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { join } from 'node:path';
import { generatedDeck } from '../../bench/deck/generated-deck.ts';
import { type Attack, attacker, host, overAndOver, type Target } from './attack.ts';

const hugeCards = 40_000;
const patienceMs = 2_000;

async function pipe(path: string): Promise<void> {
  await once(spawn('mkfifo', [path]), 'exit');
}

/** The status of the answer; rejects when there is none in time. */
async function ask({ url }: Target, path: string): Promise<void> {
  const asking = request(`${url}${path}`, {
    headers: { host },
    localAddress: attacker(0),
    agent: false,
    timeout: patienceMs,
  });
  asking.once('timeout', () => asking.destroy(new Error('late')));
  asking.end();
  const [answer] = (await once(asking, 'response')) as [NodeJS.ReadableStream];
  answer.resume();
  await once(answer, 'end');
}

/** A huge deck, pipes, and links that leave, written into the folder of the decks and asked for. Takes them away again. */
const hostileContent: Attack = async (target) => {
  const decks = join(target.content, 'decks');
  const at = (name: string) => join(decks, name);
  const names = [
    'generated.md',
    'pipe.md',
    'img/pipe.png',
    'out.md',
    'img/out.png',
    'circle.md',
    'device.md',
    'whole',
  ];
  const takeAway = () => Promise.all(names.map((name) => rm(at(name), { force: true })));
  const huge = generatedDeck(hugeCards);
  // An attack that was ended in a hurry may have left something.
  await takeAway();
  try {
    await pipe(at('pipe.md'));
    await pipe(at('img/pipe.png'));
    await symlink('/etc/hostname', at('out.md'));
    await symlink('/etc/hostname', at('img/out.png'));
    await symlink('circle.md', at('circle.md'));
    await symlink('/dev/zero', at('device.md'));
    await symlink('/', at('whole'));
    const writing = overAndOver(target, { width: 1, perSecond: 0.5 }, async () => {
      await writeFile(at('generated.md'), `${huge}\n\n<!-- ${String(target.random())} -->\n`);
      target.made();
    });
    const paths = [
      '/decks/generated',
      '/',
      '/decks/sockets',
      '/api/images/pipe.png',
      '/api/images/out.png',
      '/study/generated',
    ];
    const asking = overAndOver(target, { width: 2, perSecond: 4 }, async () => {
      target.made();
      await ask(target, paths[Math.floor(target.random() * paths.length)] ?? '/');
    });
    await Promise.all([writing, asking]);
  } finally {
    await takeAway();
  }
};

export const contentAttacks = { 'a huge deck, pipes and links among the decks': hostileContent } as const;
