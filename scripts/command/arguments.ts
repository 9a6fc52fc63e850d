import { relative, sep } from 'node:path';
import { parseArgs, type ParseArgsConfig } from 'node:util';

/** The command line cannot be understood; the message says why, and the usage line follows it. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/**
 * `parseArgs` of `node:util`.
 *
 * @throws {UsageError} on an option that the command does not have
 */
export function readArguments<Config extends ParseArgsConfig>(
  config: Config,
): ReturnType<typeof parseArgs<Config>> {
  try {
    return parseArgs(config);
  } catch (error) {
    if (error instanceof TypeError) throw new UsageError(error.message.split('. ')[0] ?? error.message);
    throw error;
  }
}

/** A path as diagnostics show it: relative to the working directory where that is shorter, with `/`. */
export function shownPath(path: string): string {
  const short = relative('', path);
  return (short.startsWith('..') ? path : short).split(sep).join('/');
}
