import type { Element, ElementContent, Root as HtmlRoot } from 'hast';
import { sanitize, type Schema } from 'hast-util-sanitize';
import { toHtml } from 'hast-util-to-html';
import type {
  Code,
  Heading,
  Image,
  InlineCode,
  Link,
  ListItem,
  Paragraph,
  Parents,
  PhrasingContent,
  Html as RawHtml,
  Table,
  Text,
} from 'mdast';
import { defaultHandlers, type Handlers, type State, toHast } from 'mdast-util-to-hast';
import type { Html } from '#lib/cards/prompt.ts';
import { imageSource, linkTarget } from '#lib/deck/markdown/addresses.ts';
import { codeElement, inlineCodeElement } from '#lib/deck/markdown/code.ts';
import type { Nodes } from '#lib/deck/markdown/parse.ts';
import { isComment } from '#lib/deck/markdown/phrase.ts';
import { blankElement, type BlankView, splitAtBlanks } from '#lib/deck/markdown/placeholders.ts';

/** The HTML of a card depends on this and on its Markdown. */
export interface RenderContext {
  /** Language of fences without one. */
  readonly codeLang: string | null;
  /** Language and direction of the prose, if they are not those of the pages. */
  readonly prose: { readonly lang: string; readonly dir: 'ltr' | 'rtl' } | null;
  /** Address of an image in the folder of the deck. */
  readonly imageUrl: (path: string) => string;
  /** In CSS pixels; `null`: unknown. */
  readonly imageSize: (path: string) => { readonly width: number; readonly height: number } | null;
}

function text(value: string): ElementContent {
  return { type: 'text', value };
}

function element(tagName: string, properties: Element['properties'], children: ElementContent[]): Element {
  return { type: 'element', tagName, properties, children };
}

function textWithBlanks(node: Text, view: BlankView): ElementContent[] {
  return splitAtBlanks(node.value, view.mark).flatMap((piece) => {
    if (typeof piece === 'string') return [text(piece)];
    const blank = view.blanks[piece];
    const answer = text(blank?.answer ?? '');
    return blankElement(piece, blank?.asCode === true ? [element('code', {}, [answer])] : [answer], view);
  });
}

/** An image that must not be shown becomes its alternative text. */
function image(node: Image, context: RenderContext): ElementContent {
  const source = imageSource(node.url);
  const alt = node.alt ?? '';
  if ('problem' in source) return text(alt);
  const size = context.imageSize(source.path);
  const sizes = size === null ? {} : { width: size.width, height: size.height };
  return element(
    'img',
    { src: context.imageUrl(source.path), alt, ...sizes, loading: 'lazy', decoding: 'async' },
    [],
  );
}

/** A link that must not be followed becomes its text. */
function link(state: State, node: Link): ElementContent[] {
  const children = state.all(node);
  if (linkTarget(node.url) !== 'safe') return children;
  return [element('a', { href: node.url, rel: ['noopener', 'noreferrer'] }, children)];
}

function rawHtml(node: RawHtml, parent: Parents | undefined): ElementContent | undefined {
  if (isComment(node.value)) return undefined;
  const isInline = parent?.type !== 'root' && parent?.type !== 'blockquote' && parent?.type !== 'listItem';
  return isInline ? text(node.value) : element('p', {}, [text(node.value)]);
}

/** Renders a box as a character: a form control would need a label, and nobody could use it. */
function listItem(state: State, node: ListItem, parent: Parents | undefined): Element {
  if (typeof node.checked !== 'boolean') return defaultHandlers.listItem(state, node, parent);
  const [first, ...rest] = node.children;
  const box = { type: 'text' as const, value: node.checked ? '☑ ' : '☐ ' };
  const lead: Paragraph = {
    type: 'paragraph',
    children: first?.type === 'paragraph' ? [box, ...first.children] : [box],
  };
  const others = first?.type === 'paragraph' ? rest : node.children;
  return defaultHandlers.listItem(state, { ...node, checked: null, children: [lead, ...others] }, parent);
}

function table(state: State, node: Table): Element {
  const properties = { className: ['table-scroll'], tabIndex: 0, role: 'group', ariaLabel: 'Table' };
  return element('div', properties, [defaultHandlers.table(state, node)]);
}

/** The nodes that Ackademy converts to HTML in its own way. */
function htmlHandlers(context: RenderContext, view: BlankView): Handlers {
  return {
    text: (_: State, node: Text) => textWithBlanks(node, view),
    inlineCode: (_: State, node: InlineCode) => inlineCodeElement(node, view),
    code: (_: State, node: Code) => codeElement(node, context.codeLang, view),
    image: (_: State, node: Image) => image(node, context),
    link,
    html: (_: State, node: RawHtml, parent: Parents | undefined) => rawHtml(node, parent),
    // The headings of the page are above those of a card.
    heading: (state: State, node: Heading) =>
      element(`h${String(Math.max(3, node.depth))}`, {}, state.all(node)),
    listItem,
    table,
  };
}

/** The elements and attributes that the HTML of a deck may have; all others are dropped. */
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
    '*': ['lang', ['dir', 'ltr', 'rtl']],
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
  // The only place where text becomes `Html`: it has just been sanitised.
  return html as Html;
}

/** Marks the language of prose. Code is in none. */
function inLanguage(node: ElementContent, { prose }: RenderContext): ElementContent {
  if (prose === null) return node;
  if (node.type === 'text') return node.value.trim() === '' ? node : element('span', prose, [node]);
  if (node.type !== 'element') return node;
  const marks = node.tagName === 'pre' ? { dir: 'ltr' } : prose;
  return { ...node, properties: { ...node.properties, ...marks } };
}

/** Text of one line; without an element for the whole of it, unless its language has to be marked. */
export function renderPhrase(
  children: readonly PhrasingContent[],
  context: RenderContext,
  view = noBlanks,
): Html {
  const hast = toHast(
    { type: 'paragraph', children: [...children] },
    { handlers: htmlHandlers(context, view) },
  );
  const inside = hast.type === 'element' ? hast.children : [];
  return serialise(context.prose === null ? inside : [element('span', { ...context.prose }, inside)]);
}

/** Paragraphs, lists, tables, code. */
export function renderBlocks(nodes: Nodes, context: RenderContext, view = noBlanks): Html {
  const hast = toHast({ type: 'root', children: [...nodes] }, { handlers: htmlHandlers(context, view) });
  const children = hast.type === 'root' ? hast.children : [];
  return serialise(
    children.filter((child) => child.type !== 'doctype').map((child) => inLanguage(child, context)),
  );
}

/** Renders a single paragraph as a phrase, anything else as blocks: for steps, options and cells, which are usually short. */
export function renderShort(nodes: Nodes, context: RenderContext): Html {
  const [only, ...more] = nodes;
  return only?.type === 'paragraph' && more.length === 0
    ? renderPhrase(only.children, context)
    : renderBlocks(nodes, context);
}

export function renderOptional(nodes: Nodes, context: RenderContext): Html | null {
  return nodes.length === 0 ? null : renderBlocks(nodes, context);
}
