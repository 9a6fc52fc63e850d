import { createElement, Fragment, type ReactNode, useMemo } from 'react';
import { type HtmlNode, htmlTree } from '#lib/deck/html-tree.ts';
import type { Html } from '#lib/deck/prompt.ts';

/** A card's text with something of React's in the place of each blank; `html` is `hidden` of a cloze or of code. */
export function MarkupWithBlanks({ html, blank }: { html: Html; blank: (index: number) => ReactNode }) {
  const tree = useMemo(() => htmlTree(html), [html]);
  return <div className="markup">{tree.map((node, index) => rendered(node, index, blank))}</div>;
}

/** What React calls otherwise than HTML does. */
const reactNames: Readonly<Record<string, string>> = { class: 'className', tabindex: 'tabIndex' };

function rendered(node: HtmlNode, key: number, blank: (index: number) => ReactNode): ReactNode {
  if (typeof node === 'string') return node;
  const { tag, attributes, children } = node;
  const place = attributes['data-blank'];
  if (place !== undefined) return <Fragment key={key}>{blank(Number(place))}</Fragment>;
  const props = Object.fromEntries(
    Object.entries(attributes)
      // Code with a field in it is reached through the field.
      .filter(([name]) => name !== 'tabindex' || !holdsBlank(node))
      .map(([name, value]) => [reactNames[name] ?? name, value]),
  );
  const inside = children.map((child, index) => rendered(child, index, blank));
  return createElement(tag, { ...props, key }, ...inside);
}

function holdsBlank(node: HtmlNode): boolean {
  return (
    typeof node !== 'string' &&
    (node.attributes['data-blank'] !== undefined || node.children.some(holdsBlank))
  );
}
