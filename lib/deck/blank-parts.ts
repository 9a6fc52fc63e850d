import type { Blank } from '#lib/deck/find-blanks.ts';
import { firstFree, slug } from '#lib/deck/slug.ts';
import { type Finding, finding } from '#lib/diagnostics/finding.ts';

/** Blanks that are asked together. */
export interface BlankPart {
  /** The last part of the prompt's key: see `docs/decisions/003-deck-identity.md`. */
  readonly name: string;
  /** Numbers of the blanks, ascending. */
  readonly blanks: readonly number[];
}

function nameFromAnswer(answer: string): string {
  const name = slug(answer);
  // A bare number is the name of a group.
  if (/^\d+$/.test(name)) return `blank-${name}`;
  if (name !== '') return name;
  return `u${Array.from(answer, (char) => (char.codePointAt(0) ?? 0).toString(16))
    .slice(0, 8)
    .join('-')}`;
}

/** The parts of a card in the order of their first blanks. */
export function blankParts(blanks: readonly Blank[]): BlankPart[] {
  const parts = new Map<string, number[]>();
  const taken = new Set(blanks.flatMap((blank) => (blank.group === null ? [] : [String(blank.group)])));
  blanks.forEach((blank, index) => {
    if (blank.group !== null) {
      const name = String(blank.group);
      const group = parts.get(name);
      if (group === undefined) parts.set(name, [index]);
      else group.push(index);
      return;
    }
    const name = firstFree(nameFromAnswer(blank.answer), taken);
    taken.add(name);
    parts.set(name, [index]);
  });
  return Array.from(parts, ([name, numbers]) => ({ name, blanks: numbers }));
}

/** One warning at the first blank of a group whose number is not the next one. */
export function skippedGroup(blanks: readonly Blank[]): Finding | null {
  const numbers = [...new Set(blanks.flatMap((blank) => blank.group ?? []))].sort((a, b) => a - b);
  const at = numbers.findIndex((number, index) => number !== index + 1);
  const blank = blanks.find(({ group }) => group !== null && group === numbers[at]);
  if (blank === undefined) return null;
  return finding(
    'BLANK_GROUP_SKIPPED',
    blank,
    `group ${String(blank.group)} comes where group ${String(at + 1)} is expected`,
  );
}
