import { imageAt } from '#lib/node/content-reader.ts';
import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { KnownLab } from '#lib/deck/syntax/outline.ts';
import { fixedText, goneAfter } from '#lib/deck/autofix.ts';
import { createDeckReader, type DeckCheck, type DeckContext, duplicateDecks } from '#lib/deck/deck-reader.ts';
import { type Diagnostic, formatDiagnostic } from '#lib/diagnostics/diagnostic.ts';
import { sourceLines } from '#lib/diagnostics/finding.ts';
import { knownLab, readGuide } from '#lib/guide/read-guide.ts';
import { parseArguments } from './arguments.ts';
import { readDeckFile } from './read-deck-file.ts';
import { type CommandIo, count, paintFor, print } from '../command/output.ts';
import { readTextFile } from '../command/read-text-file.ts';

export const checkUsage = `Usage: npm run deck -- check [--json] [FILE…]

Says what is wrong in decks: all of it, of all files, in one run. Of a folder, it also names every file that is no deck.
  --json   print { files, cards, leftOut, errors, warnings, diagnostics } instead
Exit codes: 0 no errors (there may be warnings), 1 errors, 2 arguments not understood.
A file that is there but cannot be read counts as an error of that file.`;

interface Report {
  readonly files: number;
  /** Those that are asked, as the pages and `list` count them. */
  readonly cards: number;
  readonly leftOut: number;
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

function labsNextTo(file: string): string {
  return join(dirname(file), '..', 'labs');
}

interface Checked {
  readonly report: Report;
  readonly texts: ReadonlyMap<string, string>;
  /** How many of the problems `fix` corrects. */
  readonly fixable: number;
}

function checkFiles(files: readonly string[], passedOver: readonly Diagnostic[]): Checked {
  const diagnostics = new Map<string, Diagnostic[]>(files.map((file) => [file, []]));
  const texts = new Map<string, string>();
  const checks: DeckCheck[] = [];
  const labs = new Map<string, readonly KnownLab[]>();
  let fixable = 0;
  for (const file of files) {
    const read = readDeckFile(file);
    if (!read.ok) {
      diagnostics.get(file)?.push(read.error);
      continue;
    }
    const { text } = read.value;
    texts.set(file, text);
    const folder = labsNextTo(file);
    const known = labs.get(folder) ?? knownLabs(folder);
    labs.set(folder, known);
    const context: DeckContext = {
      file,
      labs: known,
      imageAt: (path) => imageAt(join(dirname(file), path), dirname(file)),
    };
    const reader = createDeckReader();
    const checked = reader.check(text, context);
    checks.push(checked);
    diagnostics.get(file)?.push(...checked.diagnostics);
    const fixed = checked.diagnostics.length === 0 ? text : fixedText(text).text;
    if (fixed !== text) fixable += goneAfter(checked.diagnostics, reader.check(fixed, context).diagnostics);
  }
  const duplicates = duplicateDecks(checks.map(({ claim }) => claim));
  for (const [file, duplicate] of duplicates) diagnostics.get(file)?.unshift(duplicate);
  const all = [...diagnostics.values(), passedOver].flat();
  const errors = all.filter(({ severity }) => severity === 'error').length;
  const total = checks.reduce((sum, { cards, leftOut }) => sum + cards + leftOut, 0);
  const served = checks.filter(({ claim }) => !duplicates.has(claim.file));
  const cards = served.reduce((sum, checked) => sum + checked.cards, 0);
  const report = {
    files: files.length,
    cards,
    leftOut: total - cards,
    errors,
    warnings: all.length - errors,
    diagnostics: all,
  };
  return { report, texts, fixable };
}

function sourceLine(text: string | undefined, line: number): string | null {
  if (text === undefined) return null;
  const at = sourceLines(text)[line - 1];
  return at === undefined ? '' : text.slice(at.start, at.end);
}

/** `npm run deck -- check` */
export function check(args: string[], { stdout, env }: CommandIo): number {
  const { files, passedOver, json } = parseArguments(args, env, true);
  const { report, texts, fixable } = checkFiles(files, passedOver);
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
    if (fixable > 0) print(stdout, `\`npm run deck -- fix\` corrects ${String(fixable)} of these.\n`);
    const { cards, leftOut, errors, warnings } = report;
    print(
      stdout,
      [
        count(report.files, 'file'),
        count(cards, 'card'),
        ...(leftOut > 0 ? [`${count(leftOut, 'card')} left out`] : []),
        count(errors, 'error'),
        count(warnings, 'warning'),
      ].join(', '),
    );
  }
  return report.errors > 0 ? 1 : 0;
}
