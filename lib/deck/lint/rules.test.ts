import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { autofixDeck } from '#lib/deck/autofix.ts';
import { createDeckReader, type DeckContext } from '#lib/deck/deck-reader.ts';
import type { Example, Rule } from '#lib/deck/lint/base/rule.ts';
import { rules } from '#lib/deck/lint/rules.ts';
import { superseding } from '#lib/deck/lint/supersedes.ts';
import { codes } from '#lib/diagnostics/codes.ts';
import type { Diagnostic } from '#lib/diagnostics/diagnostic.ts';
import { readMarks } from '#test/marked-deck.ts';

const context: DeckContext = { file: 'd.md', labs: [{ lab: 'echo', stages: ['listen', 'end'] }] };

function check(text: string): readonly Diagnostic[] {
  return createDeckReader().check(text, context).diagnostics;
}

function exampleOf(written: string | Example): Example {
  return typeof written === 'string' ? { deck: written } : written;
}

const severities = new Map<string, string>([
  ...Object.entries(codes).map(([code, { severity }]) => [code, severity] as const),
  ...rules.map(({ code, severity }) => [code, severity] as const),
]);

it('lists every file of the folder of rules', async () => {
  const files = readdirSync(new URL('rules', import.meta.url));
  const found = await Promise.all(
    files.map(async (file) => {
      const exported = (await import(`./rules/${file.slice(0, -3)}.ts`)) as Record<string, Rule>;
      return Object.values(exported);
    }),
  );
  expect([...rules].sort(byCode)).toEqual(found.flat().sort(byCode));
});

function byCode(a: Rule, b: Rule): number {
  return a.code.localeCompare(b.code);
}

it('gives every rule a code of its own', () => {
  const all = [...Object.keys(codes), ...rules.map(({ code }) => code)];
  expect(all.filter((code, index) => all.indexOf(code) !== index)).toEqual([]);
});

it('never lets a warning hide an error, and supersedes only codes that exist', () => {
  for (const [cause, { overlapping = [], below = [], anywhere = [] }] of Object.entries(superseding)) {
    expect(severities.get(cause), cause).toBeDefined();
    for (const code of [...overlapping, ...below, ...anywhere]) {
      expect(severities.get(code), `${cause} supersedes ${code}`).toBeDefined();
      if (severities.get(cause) === 'warning') expect(severities.get(code), code).toBe('warning');
    }
  }
});

describe.each(rules)('$code', ({ code, examples, severity }) => {
  it.each(examples.reported.map(exampleOf))(
    'is reported in $deck',
    ({ deck, help = '', also = [], fixed }) => {
      const { text, place } = readMarks(deck);
      const diagnostics = check(text);
      expect(diagnostics.map((one) => one.code).sort()).toEqual([code, ...also].sort());
      const own = diagnostics.find((one) => one.code === code);
      expect(own).toMatchObject({ severity, help: expect.stringContaining(help) as string });
      expect(`${String(own?.line)}:${String(own?.column)}+${String(own?.length)}`).toBe(place);
      if (fixed !== undefined) expect(autofixDeck(text).text).toBe(fixed);
    },
  );

  it.skipIf(examples.silent === undefined).each(examples.silent ?? [])('is not reported in %j', (text) => {
    expect(check(text)).toEqual([]);
  });
});
