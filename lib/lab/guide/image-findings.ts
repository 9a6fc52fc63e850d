import type { ParsedCard } from '#lib/deck/card-content.ts';
import { type Finding, finding } from '#lib/diagnostics/finding.ts';

/** Labs show no images; one that is sound in a deck is no less a mistake here. */
export function imageFindings({ images }: ParsedCard): Finding[] {
  return images.map((image) => finding('LAB_IMAGE', image));
}
