import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { applyPatch } from 'diff';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { formatLog } from '#lib/review/log-file.ts';
import { rowAt, type RowDraft } from '#lib/review/arbitrary-log.ts';
import { deckCommand } from './command.fixture.ts';

const deck = `---
deck: d
title: D
---

## Which call makes a socket passive?  <!-- id: passive -->
**Answer:** \`listen()\`
`;

let folder = '';
let file = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ackademy-answers-'));
  file = join(folder, 'd.md');
  await writeFile(file, deck);
  const claim: RowDraft = {
    kind: 'review',
    card: 'd/passive',
    rev: 1,
    rating: 3,
    durationMs: 1000,
    algorithm: 'fsrs-6',
    answer: 'make_passive()',
    given: ['make_passive()'],
    verdict: 'right',
    claimed: true,
  };
  await writeFile(join(folder, 'a.jsonl'), formatLog([rowAt(1000, 1, claim)]));
  await writeFile(join(folder, 'b.jsonl'), formatLog([rowAt(1000, 2, claim)]));
  await writeFile(join(folder, 'broken.jsonl'), `${formatLog([rowAt(1000, 3, claim)])}{"kind":"review"\n`);
});
afterAll(() => rm(folder, { recursive: true }));

const answers = (...args: string[]) => deckCommand(['answers', ...args]);
const logs = (...names: string[]) => names.map((name) => join(folder, `${name}.jsonl`));

describe('npm run deck -- answers', () => {
  it('tells of each card how often it was missed, with what, and what is said to be right', () => {
    const { code, out } = answers('--deck', file, ...logs('a', 'b'));
    expect(code).toBe(0);
    expect(out).toContain('d.md:6 d/passive');
    expect(out).toContain('missed 2 of 2 times, 100 %');
    expect(out).toContain('said to be right: make_passive()  (2 times, 2 students)');
    expect(out).toContain('+**Also accept:** `make_passive()`');
  });

  it('prints a patch alone, which makes the deck accept it', async () => {
    const { out } = answers('--patch', '--deck', file, ...logs('a', 'b'));
    expect(applyPatch(await readFile(file, 'utf8'), out)).toBe(
      `${deck.trimEnd()}\n\n**Also accept:** \`make_passive()\`\n`,
    );
  });

  it('suggests in the patch only what enough students say', () => {
    expect(answers('--patch', '--deck', file, ...logs('a')).out).toBe('');
    expect(answers('--patch', '--least', '1', '--deck', file, ...logs('a')).out).toContain('make_passive');
    expect(answers('--deck', file, ...logs('a')).out).toContain('fewer than 2, so not in the patch');
  });

  it('gives the same as data', () => {
    const { out } = answers('--json', '--deck', file, ...logs('a', 'b'));
    expect(JSON.parse(out)).toMatchObject([
      { cards: [{ card: 'd/passive', wrong: 2, suggested: [{ text: 'make_passive()', students: 2 }] }] },
    ]);
  });

  it('names the line of a log that it cannot read, and uses the others', () => {
    const { code, out, err } = answers('--deck', file, ...logs('broken'));
    expect(code).toBe(1);
    expect(err).toContain('broken.jsonl:2: error: This line is not JSON.');
    expect(out).toContain('missed 1 of 1 times');
  });

  it.each([
    [[], 'name at least one exported log'],
    [['--least', '0', 'package.json'], '`--least` takes a whole number from 1, not `0`'],
    [['nowhere.jsonl'], 'there is no file `nowhere.jsonl`'],
    [['--deck', 'nowhere.md', 'package.json'], 'there is no file `nowhere.md`'],
    [['--patch', '--json', 'package.json'], '`--patch` and `--json` do not go together'],
    [['--lest', '3', 'package.json'], "Unknown option '--lest'"],
  ])('refuses the arguments %j', (args, message) => {
    const { code, err } = answers(...args);
    expect({ code, err }).toMatchObject({ code: 2 });
    expect(err).toContain(message);
  });
});
