import type { LineRole } from '#lib/deck/line-roles.ts';
import type { SourceLine } from '#lib/diagnostics/source-lines.ts';
import { findFences } from '#lib/lab/script/find-fences.ts';

const anyScript = /(?:`{3}|~{3})[ \t]*\{?\.?(?:labs?(?:cript)?\b|lab_?beside|beside)/i;

/** Whether a card may hold a lab script, or what was meant as one: all that a card without one is asked. */
export function mayHoldScript(source: string): boolean {
  return anyScript.test(source);
}

/** The roles of a card's lines, those of its lab scripts being no part of what is shown. */
export function hideScripts(
  source: string,
  lines: readonly SourceLine[],
  roles: readonly LineRole[],
): { readonly roles: readonly LineRole[]; readonly hidden: ReadonlySet<number> } {
  const hidden = new Set<number>();
  for (const { line, body, isClosed } of findFences(source, lines).fences) {
    const end = line + body.length + (isClosed ? 1 : 0);
    for (let index = line; index <= end; index++) hidden.add(index);
  }
  return { roles: roles.map((role, index) => (hidden.has(index) ? 'comment' : role)), hidden };
}
