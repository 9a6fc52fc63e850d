import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { rules } from '#lib/deck/lint/rules.ts';
import { codes } from '#lib/diagnostics/codes.ts';
import { silentEnds } from '#lib/lab-client/link.ts';
import { faults } from '#lib/lab/protocol/faults.ts';
import { notices } from '#lib/lab/protocol/notices.ts';
import { refusals } from '#lib/lab/protocol/refusals.ts';
import { transcriptFaults } from '#lib/lab/timeline/transcript.ts';
import { storeFaults } from '#lib/storage/store-fault.ts';

interface Row {
  readonly code: string;
  readonly severity: string;
  readonly message: string;
  readonly help: string;
  readonly example: string;
}

const page = readFileSync(new URL('errors.md', import.meta.url), 'utf8');

const rows: Row[] = page.split('\n').flatMap((line) => {
  const [, code = '', severity = '', message = '', help = '', example = ''] = line
    .split(/(?<!\\)\|/)
    .map((cell) => cell.trim().replaceAll('\\|', '|'));
  return /^`[A-Z0-9_]+`$/.test(code) ? { code: code.slice(1, -1), severity, message, help, example } : [];
});

/** Each code with what the program says of it. */
const said = [
  ...Object.entries(codes).map(([code, info]) => [code, info.severity, info.message, info.help]),
  ...rules.map(({ code, severity, message, help }) => [code, severity, message, help]),
  ...Object.entries(storeFaults).map(([code, fault]) => [code, 'error', fault.message, fault.help]),
  ...Object.entries(faults).map(([code, info]) => [code, 'fault', info.message, info.help]),
  ...Object.entries(silentEnds).map(([code, info]) => [code, 'link', info.message, info.help]),
  ...Object.entries(refusals).map(([code, info]) => [code, 'refusal', info.message, info.help]),
  ...Object.entries(transcriptFaults).map(([code, info]) => [code, 'transcript', info.message, info.help]),
  ...Object.entries(notices).map(([code, info]) => [code, 'notice', info.message, info.help]),
];

it('names every code that the program has, and no other', () => {
  expect(rows.map(({ code }) => code).sort()).toEqual(said.map(([code]) => code).sort());
});

it('says of each code what the program says', () => {
  const written = rows.map(({ code, severity, message, help }) => [code, severity, message, help]);
  expect(written.sort()).toEqual([...said].sort());
});

it('gives an example of each', () => {
  expect(rows.filter(({ example }) => example === '')).toEqual([]);
});
