import type { Finding } from '#lib/diagnostics/finding.ts';

/** What is said of a card, said of a stage. */
export function aboutStage(found: Finding): Finding {
  const said = (text: string): string => text.replaceAll(/\bcard\b/g, 'stage');
  return { ...found, message: said(found.message), help: said(found.help) };
}
