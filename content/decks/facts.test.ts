import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseCardHeading } from '#lib/deck/syntax/heading.ts';
import { findBlanks } from '#lib/deck/syntax/blanks.ts';
import { splitDeck } from '#lib/deck/syntax/split-deck.ts';
import { Python } from '#test/python/snippets.ts';
import { facts } from './facts/facts.ts';

const pythonMissing = spawnSync('python3', ['--version']).status !== 0;
if (pythonMissing) console.log('The facts of the deck are not checked: there is no python3 on this host.');

const linux = process.platform === 'linux';
if (!linux) console.log('Facts about Linux are not checked: this host runs another system.');

const limitS = 20;
/** Most of their time, facts wait. */
const atOnce = 4;

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
async function run(python: Python, snippet: string): Promise<string> {
  const { code, out, err } = await python.run(preamble + snippet);
  return code === 0 ? out.trim() : `${out}${err}The snippet ended with ${String(code)}.`;
}

/** Leaves behind what would change what comes after it in the same process. */
const careless = `
import signal, warnings
signal.signal(signal.SIGTERM, signal.SIG_IGN)
setdefaulttimeout(1)
os.chdir('/')
os.environ['CARELESS'] = '1'
time.monotonic = lambda: 0
kept = listener()
port = kept.getsockname()[1]
threading.Thread(target=time.sleep, args=(1000,), daemon=True).start()
if os.fork() == 0:
    time.sleep(1000)
    os._exit(0)
print(port)`;
const untouched = (port: string, folder: string) => `
import signal
print(signal.getsignal(signal.SIGTERM) is signal.SIG_DFL, getdefaulttimeout(), os.getcwd() == ${JSON.stringify(folder)})
print('CARELESS' in os.environ, time.monotonic() > 0, threading.active_count(), tcp().fileno())
print(code(lambda: tcp().connect(('127.0.0.1', ${port}))))`;

describe.skipIf(pythonMissing)('what the deck claims is what the kernel does', () => {
  let pythons: Python[] = [];
  beforeAll(() => {
    pythons = Array.from({ length: atOnce }, () => new Python(limitS));
  });
  afterAll(() => Promise.all(pythons.map((python) => python.close())));

  for (const [index, { card, python, prints, says, onLinux }] of facts.entries()) {
    test.skipIf(onLinux === true && !linux).concurrent(card, async ({ expect: expectHere, skip }) => {
      const own = pythons[index % atOnce];
      if (own === undefined) throw new Error('There is no Python.');
      const printed = await run(own, python);
      const unobservable = /^not observable here: (.*)$/m.exec(printed)?.[1];
      if (unobservable !== undefined) {
        console.log(`${card} is not checked: ${unobservable}`);
        skip(unobservable);
      }
      expectHere(printed).toBe(prints);
      for (const claim of (says ?? prints).split('\n')) expectHere(claims.get(card)).toContain(claim);
    });
  }

  test('a snippet changes nothing for the next one', async () => {
    const python = new Python(limitS);
    try {
      const port = await run(python, careless);
      expect(port).toMatch(/^\d+$/);
      expect(await run(python, untouched(port, process.cwd()))).toBe(
        'True None True\nFalse True 1 3\nECONNREFUSED',
      );
    } finally {
      await python.close();
    }
  });

  test('a snippet that fails, or never ends, is reported with what it printed', async () => {
    const python = new Python(1);
    try {
      expect(await run(python, "print('one')\nraise ValueError('two')")).toMatch(
        /^one\nTraceback[^]*ValueError: two\nThe snippet ended with 1\.$/,
      );
      expect(await run(python, "print('one', flush=True)\ntime.sleep(1000)")).toBe(
        'one\nThe snippet ended with -9.',
      );
    } finally {
      await python.close();
    }
  });

  test('every fact has a card of its own', () => {
    expect(new Set(facts.map(({ card }) => card)).size).toBe(facts.length);
  });
});
