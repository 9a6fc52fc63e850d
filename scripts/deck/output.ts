import { styleText } from 'node:util';
import type { Paint } from '#lib/diagnostics/diagnostic.ts';

/** `1 card`, `2 cards`. */
export function count(number: number, noun: string): string {
  return `${String(number)} ${noun}${number === 1 ? '' : 's'}`;
}

const formats = { place: 'bold', error: 'red', warning: 'yellow', gutter: 'dim', help: 'cyan' } as const;

/** Colours for a terminal; none for a file or a pipe, nor where `NO_COLOR` is set (https://no-color.org). */
export function paintFor(stream: NodeJS.WriteStream): Paint {
  const isColoured = stream.isTTY && (process.env['NO_COLOR'] ?? '') === '';
  return isColoured ? (text, part) => styleText(formats[part], text) : (text) => text;
}
