import { nearest } from '#lib/diagnostics/nearest.ts';
import { type Finding, finding } from '#lib/diagnostics/finding.ts';
import type { ThreadNode } from '#lib/lab/script/ast.ts';
import { firstOf } from '#lib/lab/script/first-of.ts';

const maxCompared = 200;
/** Shorter names are often near each other on purpose. */
const minLength = 5;

const letters = (name: string) => [...name].sort().join('');

/** Names such as `client1` and `client2`, `client-a` and `client-b` differ on purpose. */
function isCounted(a: string, b: string): boolean {
  return a.replace(/\d+/, '') === b.replace(/\d+/, '') || a.slice(0, -1) === b.slice(0, -1);
}

/** Programs that make one call only, and are called nearly like another one that makes more. */
export function misspeltPrograms(callers: readonly ThreadNode[]): Finding[] {
  const calls = new Map<string, ThreadNode[]>();
  for (const who of callers) calls.set(who.program, [...(calls.get(who.program) ?? []), who].slice(0, 2));
  const all = firstOf(calls, maxCompared);
  const known = all.filter(([, two]) => two.length > 1).map(([name]) => name);
  return all.flatMap(([name, [who, second]]) => {
    if (who === undefined || second !== undefined || name.length < minLength) return [];
    // Two letters that changed places are two edits.
    const near = known.filter((other) => !isCounted(name, other));
    const meant =
      nearest(name, near, 1) ??
      nearest(
        name,
        near.filter((other) => letters(other) === letters(name)),
      );
    if (meant === null) return [];
    const message = `\`${name}\` makes this one call only, and is nearly called \`${meant}\``;
    const help = `write \`${meant}\`, or choose a name that differs more`;
    return [finding('LAB_PROGRAM_MISSPELT', who, message, help)];
  });
}
