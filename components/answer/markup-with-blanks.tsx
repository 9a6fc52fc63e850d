import { createElement, Fragment, type ReactNode, useMemo } from 'react';
import { type HtmlNode, htmlTree } from '#lib/cards/html-tree.ts';
import type { Html } from '#lib/cards/prompt.ts';

/** Margin in px. */
const margin = 16;

/** Scrolls the code around `element` sideways until it can be seen; the page stays where it is. */
export function showSideways(element: Element | null | undefined): void {
  const code = element?.closest('pre');
  if (!element || !code) return;
  const hidden = element.getBoundingClientRect().right + margin - code.getBoundingClientRect().right;
  if (hidden > 0) code.scrollLeft += hidden;
}

/** The hint of a blank, which reads as one and not as the beginning of an answer. */
export function hintText(hint: string): string {
  return /^hint\b/i.test(hint) ? hint : `Hint: ${hint}`;
}

/** A card's text with something of React's in the place of each blank. */
export function MarkupWithBlanks({
  html,
  areFields = false,
  blank,
}: {
  /** `hidden` of a cloze or of code. */
  html: Html;
  /** Whether what is in the blanks can have the focus: then what scrolls around it need not. */
  areFields?: boolean;
  blank: (index: number) => ReactNode;
}) {
  const tree = useMemo(() => htmlTree(html), [html]);
  return (
    <div className="markup">{tree.map((node, index) => rendered(node, index, { areFields, blank }))}</div>
  );
}

interface Filling {
  readonly areFields: boolean;
  readonly blank: (index: number) => ReactNode;
}

/** What React calls otherwise than HTML does. */
const reactNames: Readonly<Record<string, string>> = { class: 'className', tabindex: 'tabIndex' };

function rendered(node: HtmlNode, key: number, filling: Filling): ReactNode {
  if (typeof node === 'string') return node;
  const { tag, attributes, children } = node;
  const place = attributes['data-blank'];
  if (place !== undefined) return <Fragment key={key}>{filling.blank(Number(place))}</Fragment>;
  const props = Object.fromEntries(
    Object.entries(attributes)
      .filter(([name]) => name !== 'tabindex' || !filling.areFields || !holdsBlank(node))
      .map(([name, value]) => [reactNames[name] ?? name, value]),
  );
  const inside = children.map((child, index) => rendered(child, index, filling));
  return createElement(tag, { ...props, key }, ...inside);
}

function holdsBlank(node: HtmlNode): boolean {
  return (
    typeof node !== 'string' &&
    (node.attributes['data-blank'] !== undefined || node.children.some(holdsBlank))
  );
}
