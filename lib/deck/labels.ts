import type { CardKind } from '#lib/deck/prompt.ts';
import { nearest } from '#lib/diagnostics/nearest.ts';

const labels = ['Answer', 'Also accept', 'Not', 'Why', 'Free', 'Extra'] as const;
export type Label = (typeof labels)[number];

/** The kinds a label belongs to, and whether a card may have several of it. */
export const labelRules: Record<
  Label,
  { readonly kinds: readonly CardKind[] | 'all'; readonly several: boolean }
> = {
  Answer: { kinds: ['typed'], several: false },
  'Also accept': { kinds: ['typed'], several: true },
  Not: { kinds: ['typed'], several: true },
  Why: { kinds: 'all', several: false },
  Free: { kinds: ['order'], several: true },
  Extra: { kinds: ['order'], several: true },
};

const boldStart = /^( {0,3})\*\*([^*]{1,24}?)(:\*\*|\*\*:)/;

/** Ordinary words that happen to lie near a label. */
const prose = new Set(['note', 'notes', 'now', 'no', 'who', 'way', 'tree', 'three']);

export type LabelLine =
  | { readonly kind: 'label'; readonly label: Label; readonly start: number; readonly end: number }
  /** Bold text that may be a label written wrongly. */
  | { readonly kind: 'near'; readonly near: Label; readonly start: number; readonly end: number };

/** What the beginning of a line says; offsets in the line, from the first `*` to after the last. */
export function labelOf(line: string): LabelLine | null {
  const match = boldStart.exec(line);
  if (match === null) return null;
  const [whole, indent = '', name = '', ending] = match;
  const range = { start: indent.length, end: whole.length };
  const exact = labels.find((label) => label === name);
  if (exact !== undefined && ending === ':**') return { kind: 'label', label: exact, ...range };
  if (prose.has(name.toLowerCase())) return null;
  const near = nearest(name, labels, name.length <= 4 ? 1 : 2);
  return near === null ? null : { kind: 'near', near, ...range };
}
