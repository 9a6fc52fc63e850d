import { logEntry, type LogEntry } from '#lib/review/entry-schema.ts';
import { compareEntries, withCurrentNames } from '#lib/review/log-entry.ts';

/** A line of a log file that could not be used. */
export interface LogProblem {
  /** 1-based. */
  readonly line: number;
  readonly message: string;
}

/** A review log as JSON Lines: one entry per line, in the log's order, with a newline at the end. */
export function formatLog(entries: readonly LogEntry[]): string {
  return entries
    .toSorted(compareEntries)
    .map((entry) => `${JSON.stringify(entry)}\n`)
    .join('');
}

/** So far two clocks, or two ideas of the time zone, may be apart. */
const clocksApartMs = 86_400_000;

/**
 * The entries of a JSON Lines text. A line that is not an entry is named and left out, the rest is taken; blank lines mean
 * nothing. Keys that an entry does not have are dropped, except in a settings patch, where an unknown key is a problem. Entries
 * keep their ids, so reading the same file twice changes nothing. An entry dated more than a day after `now` (epoch
 * milliseconds) is a problem: for years it would win over everything that is done from now on.
 */
export function parseLog(
  text: string,
  now: number,
): {
  readonly entries: readonly LogEntry[];
  readonly problems: readonly LogProblem[];
} {
  const entries: LogEntry[] = [];
  const problems: LogProblem[] = [];
  const lines = text.replace(/^\uFEFF/, '').split('\n');
  for (const [index, line] of lines.entries()) {
    if (line.trim() === '') continue;
    const parsed = parseLine(line, now);
    if ('entry' in parsed) entries.push(parsed.entry);
    else problems.push({ line: index + 1, message: parsed.message });
  }
  return { entries, problems };
}

function parseLine(line: string, now: number): { readonly entry: LogEntry } | { readonly message: string } {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return { message: 'This line is not JSON. It may have been cut off: export the log again.' };
  }
  const parsed = logEntry.safeParse(
    typeof value === 'object' && value !== null ? withCurrentNames(value) : value,
  );
  if (parsed.success) {
    const { at } = parsed.data;
    if (at <= now + clocksApartMs) return { entry: parsed.data };
    const date = new Date(at).toISOString().slice(0, 10);
    return {
      message: `This line is dated ${date}, which is in the future: the clock of the device that wrote it was wrong, or this one’s is. Set this clock, then import again; or correct \`at\` in the file.`,
    };
  }
  const [issue] = parsed.error.issues;
  const place = issue === undefined || issue.path.length === 0 ? '' : `\`${issue.path.join('.')}\`: `;
  return {
    message: `This line is not an entry of a review log: ${place}${issue?.message ?? 'it has another shape'}.`,
  };
}
