import type { Body, Html } from '#lib/cards/prompt.ts';
import type { CardTree, Parsed } from '#lib/deck/kinds/card-tree.ts';
import type { Nodes } from '#lib/deck/markdown/parse.ts';
import { isEmpty, plainText } from '#lib/deck/markdown/phrase.ts';
import { renderBlocks, type RenderContext, renderShort } from '#lib/deck/markdown/render-html.ts';
import { finding } from '#lib/diagnostics/finding.ts';

export interface Basic {
  readonly kind: 'basic';
  readonly answer: Nodes;
}

export function parseBasic({ body, outline }: CardTree): Parsed<Basic> {
  return outline.needsBody && isEmpty(body)
    ? { content: null, findings: [finding('BODY_EMPTY', outline.heading.range)] }
    : { content: { kind: 'basic', answer: body }, findings: [] };
}

export function renderBasic({ answer }: Basic, asks: 'meaning' | null, context: RenderContext): Body {
  return { kind: 'basic', answer: renderBlocks(answer, context), asks };
}

/** The prompt that shows the answer and asks for the heading. */
export function renderReversed(
  { answer }: Basic,
  heading: Html,
  context: RenderContext,
): { readonly front: Html; readonly text: string; readonly body: Body } {
  return {
    front: renderShort(answer, context),
    text: plainText(answer),
    body: { kind: 'basic', answer: heading, asks: 'name' },
  };
}
