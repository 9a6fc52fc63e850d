import { fixedText, goneAfter } from '#lib/deck/autofix.ts';
import { duplicateLabs, isGuide, readGuide } from '#lib/guide/read-guide.ts';
import { type CommandIo, count, paintFor, print } from '../command/output.ts';
import { parseArguments } from './arguments.ts';
import { printDiagnostic } from './print-run.ts';
import { readLabFile, type ReadLabFile } from './read-lab-file.ts';

export const checkUsage = `Usage: npm run lab -- check [--json] [FILE…]

Says what is wrong in lab scripts and guided labs: all of it, of all files, in one run. Runs nothing.
  --json   print { files, scripts, errors, warnings, diagnostics } instead
Exit codes: 0 no errors (there may be warnings), 1 errors, 2 arguments not understood.`;

/** With what is wrong between files: two labs of one name, or of one number. */
function withDuplicates(read: readonly ReadLabFile[]): readonly ReadLabFile[] {
  const found = duplicateLabs(read.flatMap(({ claim }) => (claim === null ? [] : [claim])));
  if (found.length === 0) return read;
  return read.map((one) => {
    const own = found.filter(({ file }) => file === one.file);
    return own.length === 0 ? one : { ...one, diagnostics: [...own, ...one.diagnostics] };
  });
}

/** How many of the problems of a guided lab `fix` corrects. */
function fixableIn({ file, text, diagnostics }: ReadLabFile): number {
  if (text === null || diagnostics.length === 0 || !isGuide(text, file)) return 0;
  const fixed = fixedText(text);
  return fixed.text === text ? 0 : goneAfter(diagnostics, readGuide(fixed.text, { file }).diagnostics);
}

/** `npm run lab -- check` */
export function check(args: string[], { stdout, env }: CommandIo): number {
  const { files, json } = parseArguments(args, env);
  const read = withDuplicates(files.map(readLabFile));
  const diagnostics = read.flatMap((one) => one.diagnostics);
  const scripts = read.reduce((sum, one) => sum + one.scripts.length, 0);
  const errors = diagnostics.filter(({ severity }) => severity === 'error').length;
  const warnings = diagnostics.length - errors;
  if (json) {
    print(stdout, JSON.stringify({ files: files.length, scripts, errors, warnings, diagnostics }, null, 2));
  } else {
    const paint = paintFor(stdout, env);
    for (const { text, diagnostics: found } of read)
      for (const diagnostic of found) printDiagnostic(diagnostic, text, stdout, paint);
    const fixable = read.reduce((sum, one) => sum + fixableIn(one), 0);
    if (fixable > 0) print(stdout, `\`npm run lab -- fix\` corrects ${String(fixable)} of these.\n`);
    if (scripts === 0 && diagnostics.length === 0)
      print(stdout, `${paint('warning:', 'warning')} there is no lab script in what was named\n`);
    print(
      stdout,
      [
        count(files.length, 'file'),
        count(scripts, 'script'),
        count(errors, 'error'),
        count(warnings, 'warning'),
      ].join(', '),
    );
  }
  return errors > 0 ? 1 : 0;
}
