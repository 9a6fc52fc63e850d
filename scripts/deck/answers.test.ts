import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { applyPatch } from 'diff';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { formatLog } from '#lib/review/log-file.ts';
import { entryAt, type EntryDraft } from '#test/arbitrary-log.ts';
import { deckCommand } from '#test/scripts/deck-command.ts';

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
  const claim: EntryDraft = {
    kind: 'review',
    card: 'd/passive',
    rev: 1,
    rating: 3,
    durationMs: 1000,
    algorithm: 'fsrs-6',
    answer: 'make_passive()',
    response: ['make_passive()'],
    verdict: 'right',
    selfMarkedCorrect: true,
  };
  await writeFile(join(folder, 'a.jsonl'), formatLog([entryAt(1000, 1, claim)]));
  await writeFile(join(folder, 'b.jsonl'), formatLog([entryAt(1000, 2, claim)]));
  await writeFile(join(folder, 'broken.jsonl'), `${formatLog([entryAt(1000, 3, claim)])}{"kind":"review"\n`);
});
afterAll(() => rm(folder, { recursive: true }));

const answers = (...args: string[]) => deckCommand(['answers', ...args]);
const logs = (...names: string[]) => names.map((name) => join(folder, `${name}.jsonl`));

describe('npm run deck -- answers', () => {
  it('lists for each card how often it was missed, with what, and what was marked correct', async () => {
    const { code, out } = await answers('--deck', file, ...logs('a', 'b'));
    expect(code).toBe(0);
    expect(out).toContain('d.md:6 d/passive');
    expect(out).toContain('missed 2 of 2 times, 100 %');
    expect(out).toContain('said to be right: make_passive()  (2 times, 2 students)');
    expect(out).toContain('+**Also accept:** `make_passive()`');
  });

  it('prints a patch alone, which makes the deck accept it', async () => {
    const { out } = await answers('--patch', '--deck', file, ...logs('a', 'b'));
    expect(applyPatch(await readFile(file, 'utf8'), out)).toBe(
      `${deck.trimEnd()}\n\n**Also accept:** \`make_passive()\`\n`,
    );
  });

  it('suggests in the patch only what enough students say', async () => {
    expect((await answers('--patch', '--deck', file, ...logs('a'))).out).toBe('');
    expect((await answers('--patch', '--least', '1', '--deck', file, ...logs('a'))).out).toContain(
      'make_passive',
    );
    expect((await answers('--deck', file, ...logs('a'))).out).toContain(
      'fewer than 2 students, so not in the patch',
    );
  });

  it('shows little of what is long or much, and says what it leaves out', async () => {
    const claim = (serial: number, card: string, response: string) =>
      entryAt(1000, serial, {
        kind: 'practice',
        card,
        rev: 1,
        rating: 3,
        durationMs: 1,
        response: [response],
        verdict: 'wrong',
        selfMarkedCorrect: true,
      });
    const many = Array.from({ length: 7 }, (_, at) =>
      claim(100 + at, 'd/passive', `${'x'.repeat(99)}${String(at)}`),
    );
    await writeFile(join(folder, 'long.jsonl'), formatLog([...many, claim(200, 'other/card', 'x')]));
    const { code, out, err } = await answers('--deck', file, ...logs('long'));
    expect({ code, err }).toEqual({
      code: 0,
      err: 'warning: 1 answer left out: no deck here has the card\n',
    });
    expect(Math.max(...out.split('\n').map((line) => line.length))).toBeLessThan(160);
    expect(out).toContain('7 answers to 1 question, 1 of them missed');
    expect(out).toContain('    and 2 more\n');
    expect(out).toContain('  and 2 more said to be right\n');
  });

  it('names no more than some lines of a file that is no log', async () => {
    await writeFile(join(folder, 'page.jsonl'), '<p>\n'.repeat(50));
    const { code, err } = await answers('--deck', file, ...logs('page'));
    expect(code).toBe(1);
    expect(err.trimEnd().split('\n')).toHaveLength(6);
    expect(err).toContain('page.jsonl: error: 45 more lines cannot be read');
  });

  it('lists whole answers that are said to be right, and what to do by hand, also with a patch', async () => {
    const parts = join(folder, 'parts.md');
    const order = '## Order  <!-- id: order; order -->\n1. one\n2. two\n';
    const list = '## List  <!-- id: list -->\n**Answer:**\n- SYN\n- ACK\n';
    await writeFile(parts, `---\ndeck: p\ntitle: P\n---\n\n${order}\n${list}`);
    const claim = (serial: number, card: string, response: string[]) =>
      entryAt(1000, serial, {
        kind: 'practice',
        card,
        rev: 1,
        rating: 3,
        durationMs: 1,
        response,
        verdict: 'wrong',
        selfMarkedCorrect: true,
      });
    for (const [index, name] of ['c', 'd'].entries()) {
      const entries = [
        claim(300 + 10 * index, 'p/order', ['two', 'one']),
        claim(301 + 10 * index, 'p/list', ['SYN, yes']),
      ];
      await writeFile(join(folder, `${name}.jsonl`), formatLog(entries));
    }
    const { out } = await answers('--deck', parts, ...logs('c', 'd'));
    expect(out).toContain('  said to be right as a whole: two | one  (2 times, 2 students, of 2 answers)\n');
    expect(out).toContain('  No patch can hold that: if they are right, make a step');
    expect(out).toContain('  said to be right for item 2: yes  (2 times, 2 students)\n');
    const patch = await answers('--patch', '--deck', parts, ...logs('c', 'd'));
    expect(applyPatch(await readFile(parts, 'utf8'), patch.out)).toContain('- ACK | yes\n');
    expect(patch.err).toContain(
      'parts.md:6: warning: p/order: 1 whole answer said to be right. No patch can hold',
    );
    const data = JSON.parse((await answers('--json', '--deck', parts, ...logs('c', 'd'))).out) as unknown;
    expect(data).toMatchObject([
      {
        cards: [
          { card: 'p/order', selfMarkedCorrect: [{ text: 'two | one', times: 2 }] },
          { card: 'p/list' },
        ],
      },
    ]);
  });

  it('gives the same as data', async () => {
    const { out } = await answers('--json', '--deck', file, ...logs('a', 'b'));
    expect(JSON.parse(out)).toMatchObject([
      { cards: [{ card: 'd/passive', wrong: 2, suggested: [{ text: 'make_passive()', students: 2 }] }] },
    ]);
  });

  it('names the line of a log that it cannot read, and uses the others', async () => {
    const { code, out, err } = await answers('--deck', file, ...logs('broken'));
    expect(code).toBe(1);
    expect(err).toContain('broken.jsonl:2: error: This line is not JSON.');
    expect(out).toContain('missed 1 of 1 time,');
  });

  it.each([
    [[], 'name at least one exported log'],
    [['--least', '0', 'package.json'], '`--least` takes a whole number from 1, not `0`'],
    [['nowhere.jsonl'], 'there is no file `nowhere.jsonl`'],
    [['--deck', 'nowhere.md', 'package.json'], 'there is no file `nowhere.md`'],
    [['--patch', '--json', 'package.json'], '`--patch` and `--json` do not go together'],
    [['--lest', '3', 'package.json'], "Unknown option '--lest'"],
  ])('refuses the arguments %j', async (args, message) => {
    const { code, err } = await answers(...args);
    expect({ code, err }).toMatchObject({ code: 2 });
    expect(err).toContain(message);
  });
});
