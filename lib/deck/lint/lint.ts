import type { ParsedCard } from '#lib/deck/kinds/card.ts';
import type { Lines, Report, Rule } from '#lib/deck/lint/base/rule.ts';
import { rules } from '#lib/deck/lint/rules.ts';
import { withoutConsequences } from '#lib/deck/lint/supersedes.ts';
import type { Finding } from '#lib/diagnostics/finding.ts';

/** `errors`: only the rules of that severity, which is enough to serve a deck. */
export type Scope = 'errors' | 'all';

function reporter({ code, severity, message, help }: Rule, into: Finding[]): Report {
  return ({ start, end }, more) => {
    into.push({ code, severity, message, help, ...more, start, end });
  };
}

function inScope({ severity }: Rule, scope: Scope): boolean {
  return scope === 'all' || severity === 'error';
}

/** Runs the rules on a card. Returns all findings without consequences, those of its structure included, by position. */
export function lintCard(card: ParsedCard, scope: Scope): Finding[] {
  const found = [...card.findings];
  for (const rule of rules) if (inScope(rule, scope)) rule.check(card, reporter(rule, found));
  return withoutConsequences(found).sort((a, b) => a.start - b.start);
}

/** Runs the rules for text that belongs to no card. */
export function lintProse(prose: Lines, scope: Scope): Finding[] {
  const found: Finding[] = [];
  for (const rule of rules) if (inScope(rule, scope)) rule.checkProse?.(prose, reporter(rule, found));
  return found;
}
