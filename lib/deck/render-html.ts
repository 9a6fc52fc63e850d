import type { ElementContent, Root as HtmlRoot } from 'hast';
import { sanitize, type Schema } from 'hast-util-sanitize';
import { toHtml } from 'hast-util-to-html';
import type { PhrasingContent } from 'mdast';
import { toHast } from 'mdast-util-to-hast';
import type { BlankView } from '#lib/deck/blank-view.ts';
import type { Nodes } from '#lib/deck/card-content.ts';
import { htmlHandlers, type RenderContext } from '#lib/deck/html-handlers.ts';
import type { Html } from '#lib/deck/prompt.ts';

/** All that HTML made from a deck may consist of; whatever is not here is dropped. */
const allowed: Schema = {
  strip: ['script', 'style'],
  clobber: [],
  clobberPrefix: '',
  tagNames: [
    'a',
    'blockquote',
    'br',
    'code',
    'del',
    'div',
    'em',
    'h3',
    'h4',
    'h5',
    'h6',
    'hr',
    'img',
    'li',
    'mark',
    'ol',
    'p',
    'pre',
    'span',
    'strong',
    'table',
    'tbody',
    'td',
    'th',
    'thead',
    'tr',
    'ul',
  ],
  attributes: {
    a: ['href', ['rel', 'noopener', 'noreferrer']],
    div: [['className', 'table-scroll'], ['tabIndex', 0], ['role', 'group'], 'ariaLabel'],
    img: ['src', 'alt', 'width', 'height', ['loading', 'lazy'], ['decoding', 'async']],
    mark: [['className', 'blank']],
    ol: ['start'],
    pre: [['className', 'code'], 'dataLang', ['tabIndex', 0], ['role', 'group'], 'ariaLabel'],
    span: [['className', 'blank', 'sr-only', /^tok-[a-z]+$/], 'dataBlank', 'ariaHidden'],
    td: ['align'],
    th: ['align'],
  },
  protocols: { href: ['http', 'https', 'mailto'], src: ['http', 'https'] },
  ancestors: { tbody: ['table'], td: ['table'], th: ['table'], thead: ['table'], tr: ['table'] },
};

const noBlanks: BlankView = { mark: null, blanks: [], asked: [], state: 'shown' };

function serialise(children: ElementContent[]): Html {
  const root: HtmlRoot = { type: 'root', children };
  const html = toHtml(sanitize(root, allowed)).replace(/\r\n?/g, '\n');
  // The one place where text becomes `Html`: it has just been sanitised.
  return html as Html;
}

/** Text of one line: no element around it. */
export function renderPhrase(
  children: readonly PhrasingContent[],
  context: RenderContext,
  view = noBlanks,
): Html {
  const hast = toHast(
    { type: 'paragraph', children: [...children] },
    { handlers: htmlHandlers(context, view) },
  );
  return serialise(hast.type === 'element' ? hast.children : []);
}

/** Paragraphs, lists, tables, code. */
export function renderBlocks(nodes: Nodes, context: RenderContext, view = noBlanks): Html {
  const hast = toHast({ type: 'root', children: [...nodes] }, { handlers: htmlHandlers(context, view) });
  const children = hast.type === 'root' ? hast.children : [];
  return serialise(children.filter((child) => child.type !== 'doctype'));
}

/** A single paragraph as a phrase, anything else as blocks: for steps, options and cells, which are usually short. */
export function renderShort(nodes: Nodes, context: RenderContext): Html {
  const [only, ...more] = nodes;
  return only?.type === 'paragraph' && more.length === 0
    ? renderPhrase(only.children, context)
    : renderBlocks(nodes, context);
}

export function renderOptional(nodes: Nodes, context: RenderContext): Html | null {
  return nodes.length === 0 ? null : renderBlocks(nodes, context);
}
