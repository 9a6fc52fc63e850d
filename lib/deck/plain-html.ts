import type { Html } from '#lib/deck/prompt.ts';

const entities: Readonly<Record<string, string>> = {
  '&lt;': '<',
  '&gt;': '>',
  '&amp;': '&',
  '&quot;': '"',
  '&#x27;': "'",
  '&#x3C;': '<',
  '&#x26;': '&',
  '&#x22;': '"',
};

/** The words of markup. */
export function plainHtml(html: Html): string {
  return html
    .replace(/<[^>]*>/g, '')
    .replace(/&[#a-z0-9]+;/gi, (entity) => entities[entity] ?? ' ')
    .replace(/\s+/g, ' ')
    .trim();
}
