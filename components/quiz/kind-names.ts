import type { CardKind } from '#lib/deck/prompt.ts';

/** What a student calls the kinds of questions. */
export const kindNames: Readonly<Record<CardKind, string>> = {
  basic: 'Recall',
  typed: 'Typed',
  choice: 'Choice',
  order: 'Order',
  match: 'Match',
  cloze: 'Gaps in a text',
  code: 'Gaps in code',
};
