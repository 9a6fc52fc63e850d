import type { Html } from '#lib/deck/prompt.ts';

const block = /<(?:p|div|pre|ul|ol|table|img|blockquote|h[1-6]|hr)\b/;

/** Markup that can stand in a line: a phrase as it is, a single paragraph without the element around it; `null`: it is more. */
export function phraseHtml(html: Html): Html | null {
  const [, inner = html] = /^<p>([^]*)<\/p>$/.exec(html.trim()) ?? [];
  // A part of what was rendered is as safe as the whole.
  return block.test(inner) ? null : (inner as Html);
}
