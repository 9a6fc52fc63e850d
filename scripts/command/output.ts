import { styleText } from 'node:util';
import type { Paint } from '#lib/diagnostics/diagnostic.ts';

/** Where text goes: a stream of a process, or what a test collects. */
export interface Output {
  write(text: string): unknown;
  readonly isTTY?: boolean;
}

/** What a command has of its process, apart from its arguments and the file system. `process` is one. */
export interface CommandIo {
  readonly stdout: Output;
  readonly stderr: Output;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** Writes a line. */
export function print(output: Output, line: string): void {
  output.write(`${line}\n`);
}

/** `1 card`, `2 cards`. */
export function count(number: number, noun: string): string {
  return `${String(number)} ${noun}${number === 1 ? '' : 's'}`;
}

const formats = { place: 'bold', error: 'red', warning: 'yellow', gutter: 'dim', help: 'cyan' } as const;

/** Colours for a terminal; none for a file or a pipe, nor where `NO_COLOR` is set (https://no-color.org). */
export function paintFor(output: Output, env: CommandIo['env']): Paint {
  const isColoured = output.isTTY === true && (env['NO_COLOR'] ?? '') === '';
  // Newer versions of Node.js would ask the process's own output once more.
  return isColoured
    ? (text, part) => styleText(formats[part], text, { validateStream: false })
    : (text) => text;
}
