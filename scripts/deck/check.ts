import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { KnownLab } from '#lib/deck/syntax/outline.ts';
import { createDeckReader, type DeckCheck, duplicateDecks } from '#lib/deck/deck-reader.ts';
import { autofixDeck } from '#lib/deck/autofix.ts';
import { type Diagnostic, formatDiagnostic } from '#lib/diagnostics/diagnostic.ts';
import { sourceLines } from '#lib/diagnostics/finding.ts';
import { knownLab, readGuide } from '#lib/guide/read-guide.ts';
import { parseArguments } from './arguments.ts';
import { type CommandIo, count, paintFor, print } from '../command/output.ts';
import { readTextFile } from '../command/read-text-file.ts';

export const checkUsage = `Usage: npm run deck -- check [--json] [FILE…]

Says what is wrong in decks: all of it, of all files, in one run.
  --json   print { files, cards, errors, warnings, diagnostics } instead
Exit codes: 0 no errors (there may be warnings), 1 errors, 2 arguments not understood.
A file that is there but cannot be read counts as an error of that file.`;

interface Report {
  readonly files: number;
  readonly cards: number;
  readonly errors: number;
  readonly warnings: number;
  /** File by file, then by line and column. */
  readonly diagnostics: readonly Diagnostic[];
}

/** The labs of a folder that have no errors; none where there is no such folder. */
function knownLabs(folder: string): KnownLab[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith('.md') && !name.startsWith('.'))
    .sort()
    .flatMap((name) => {
      const file = join(folder, name);
      const read = readTextFile(file);
      const guide = read.ok ? readGuide(read.value.text, { file }).guide : null;
      return guide === null ? [] : [knownLab(guide)];
    });
}

function checkFiles(files: readonly string[]): { report: Report; texts: ReadonlyMap<string, string> } {
  const diagnostics = new Map<string, Diagnostic[]>(files.map((file) => [file, []]));
  const texts = new Map<string, string>();
  const checks: DeckCheck[] = [];
  const labs = new Map<string, readonly KnownLab[]>();
  for (const file of files) {
    const read = readTextFile(file);
    if (!read.ok) {
      diagnostics.get(file)?.push(read.error);
      continue;
    }
    const { text } = read.value;
    texts.set(file, text);
    const folder = join(dirname(file), '..', 'labs');
    const known = labs.get(folder) ?? knownLabs(folder);
    labs.set(folder, known);
    const checked = createDeckReader().check(text, {
      file,
      labs: known,
      imageExists: (path) => existsSync(join(dirname(file), path)),
    });
    checks.push(checked);
    diagnostics.get(file)?.push(...checked.diagnostics);
  }
  for (const [file, duplicate] of duplicateDecks(checks.map(({ claim }) => claim)))
    diagnostics.get(file)?.unshift(duplicate);
  const all = [...diagnostics.values()].flat();
  const errors = all.filter(({ severity }) => severity === 'error').length;
  const cards = checks.reduce((sum, checked) => sum + checked.cards, 0);
  return {
    report: { files: files.length, cards, errors, warnings: all.length - errors, diagnostics: all },
    texts,
  };
}

function sourceLine(text: string | undefined, line: number): string | null {
  if (text === undefined) return null;
  const at = sourceLines(text)[line - 1];
  return at === undefined ? '' : text.slice(at.start, at.end);
}

/** `npm run deck -- check` */
export function check(args: string[], { stdout, env }: CommandIo): number {
  const { files, json } = parseArguments(args, env, true);
  const { report, texts } = checkFiles(files);
  if (json) {
    print(stdout, JSON.stringify(report, null, 2));
  } else {
    const paint = paintFor(stdout, env);
    for (const diagnostic of report.diagnostics) {
      print(
        stdout,
        `${formatDiagnostic(diagnostic, sourceLine(texts.get(diagnostic.file), diagnostic.line), paint)}\n`,
      );
    }
    const fixable = [...texts.values()].reduce((sum, text) => sum + autofixDeck(text).fixed.length, 0);
    if (fixable > 0) print(stdout, `\`npm run deck -- fix\` corrects ${String(fixable)} of these.\n`);
    const { cards, errors, warnings } = report;
    print(
      stdout,
      [
        count(report.files, 'file'),
        count(cards, 'card'),
        count(errors, 'error'),
        count(warnings, 'warning'),
      ].join(', '),
    );
  }
  return report.errors > 0 ? 1 : 0;
}
