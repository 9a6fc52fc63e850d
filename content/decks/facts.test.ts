import { execFile, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parseCardHeading } from '#lib/deck/syntax/heading.ts';
import { findBlanks } from '#lib/deck/syntax/blanks.ts';
import { splitDeck } from '#lib/deck/syntax/split-deck.ts';
import { facts } from './facts/facts.ts';

const pythonMissing = spawnSync('python3', ['--version']).status !== 0;
if (pythonMissing) console.log('The facts of the deck are not checked: there is no python3 on this host.');

const linux = process.platform === 'linux';
if (!linux) console.log('Facts about Linux are not checked: this host runs another system.');

const limitMs = 20_000;

const preamble = readFileSync(join(import.meta.dirname, 'facts', 'preamble.py'), 'utf8');

/** The card without what it says is wrong, and with its blanks filled in. */
const claims = new Map(
  splitDeck(readFileSync(join(import.meta.dirname, 'sockets.md'), 'utf8')).cards.map(({ source }) => {
    const lines = source.split('\n');
    const { comment } = parseCardHeading(lines[0] ?? '').heading;
    const right = lines.filter((line) => !/^(?:- \[ \]|\*\*(?:Not|Extra):)/.test(line)).map(filledIn);
    return [comment.id?.value ?? '', right.join('\n')];
  }),
);

function filledIn(line: string): string {
  const { blanks } = findBlanks(line, false);
  return blanks.reduceRight(
    (text, { start, end, answer }) => text.slice(0, start) + answer + text.slice(end),
    line,
  );
}

/** What a snippet prints, or how it failed. */
async function run(python: string): Promise<string> {
  return new Promise((resolve) => {
    execFile(
      'python3',
      ['-c', preamble + python],
      { timeout: limitMs, killSignal: 'SIGKILL' },
      (error, stdout, stderr) => {
        resolve(error === null ? stdout.trim() : `${stdout}${stderr}${error.message}`);
      },
    );
  });
}

describe.skipIf(pythonMissing)('what the deck claims is what the kernel does', () => {
  for (const { card, python, prints, says, onLinux } of facts) {
    test.skipIf(onLinux === true && !linux).concurrent(card, async ({ expect: expectHere, skip }) => {
      const printed = await run(python);
      const unobservable = /^not observable here: (.*)$/m.exec(printed)?.[1];
      if (unobservable !== undefined) {
        console.log(`${card} is not checked: ${unobservable}`);
        skip(unobservable);
      }
      expectHere(printed).toBe(prints);
      for (const claim of (says ?? prints).split('\n')) expectHere(claims.get(card)).toContain(claim);
    });
  }

  test('every fact has a card of its own', () => {
    expect(new Set(facts.map(({ card }) => card)).size).toBe(facts.length);
  });
});
