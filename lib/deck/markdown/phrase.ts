import type { Nodes as Node, Paragraph, PhrasingContent, RootContent } from 'mdast';
import { toString as nodeText } from 'mdast-util-to-string';
import type { AnswerText } from '#lib/cards/prompt.ts';
import { nodeRange, type Nodes } from '#lib/deck/markdown/parse.ts';
import type { Range } from '#lib/diagnostics/finding.ts';

/**
 * The text of some nodes as the page shows it, without markup and with single spaces: raw HTML is shown as text, comments
 * are not shown. An image contributes its alternative text.
 */
export function plainText(nodes: readonly Node[]): string {
  return nodes.map(shownText).join(' ').replace(/\s+/g, ' ').trim();
}

const phrasing: ReadonlySet<string> = new Set([
  'paragraph',
  'heading',
  'tableCell',
  'strong',
  'emphasis',
  'delete',
  'link',
]);

function shownText(node: Node): string {
  if (node.type === 'html') return isComment(node.value) ? '' : node.value;
  if (node.type === 'break') return ' ';
  if (!('children' in node)) return nodeText(node);
  return node.children.map(shownText).join(phrasing.has(node.type) ? '' : ' ');
}

/** An em dash, an en dash or two hyphens, with white space on both sides. */
const dash = /\s+(?:—|–|--)(?:\s+|$)/;
const leadingDash = /^\s*(?:—|–|--)(?:\s+|$)/;

function text(value: string): PhrasingContent[] {
  return value === '' ? [] : [{ type: 'text', value }];
}

/** The first node if it is a paragraph, and the other nodes. */
function leadOf(nodes: Nodes): { lead: Paragraph | null; rest: Nodes } {
  const [first, ...rest] = nodes;
  return first?.type === 'paragraph' ? { lead: first, rest } : { lead: null, rest: nodes };
}

/**
 * Splits `text — message` at the first dash in the text of the first paragraph. The nodes after that paragraph belong to
 * the message or, without a dash, to the text.
 */
export function splitAtDash(nodes: Nodes): { text: Nodes; message: Nodes | null } {
  const { lead, rest } = leadOf(nodes);
  if (lead === null) return { text: nodes, message: null };
  for (const [index, child] of lead.children.entries()) {
    if (child.type !== 'text') continue;
    const match = (index === 0 ? leadingDash.exec(child.value) : null) ?? dash.exec(child.value);
    if (match === null) continue;
    const before = [...lead.children.slice(0, index), ...text(child.value.slice(0, match.index))];
    const after = [
      ...text(child.value.slice(match.index + match[0].length)),
      ...lead.children.slice(index + 1),
    ];
    const message: RootContent[] = [...(after.length === 0 ? [] : [paragraph(after)]), ...rest];
    return { text: [paragraph(before)], message: message.length === 0 ? null : message };
  }
  return { text: nodes, message: null };
}

/** Splits the text of the first paragraph at each `|`; a `|` inside code or other markup does not split. */
export function splitAtBars(nodes: Nodes): Nodes[] {
  const { lead, rest } = leadOf(nodes);
  if (lead === null) return [nodes];
  const pieces: PhrasingContent[][] = [[]];
  for (const child of lead.children) {
    if (child.type !== 'text') {
      pieces.at(-1)?.push(child);
      continue;
    }
    child.value.split('|').forEach((value, index) => {
      if (index > 0) pieces.push([]);
      pieces.at(-1)?.push(...text(value));
    });
  }
  return pieces.map((piece, index) => [
    paragraph(trimmed(piece)),
    ...(index === pieces.length - 1 ? rest : []),
  ]);
}

export function paragraph(children: readonly PhrasingContent[]): Paragraph {
  return { type: 'paragraph', children: [...children] };
}

/** Phrasing without white space at its ends. */
export function trimmed(nodes: readonly PhrasingContent[]): PhrasingContent[] {
  const result = [...nodes];
  const [first] = result;
  if (first?.type === 'text') result.splice(0, 1, ...text(first.value.trimStart()));
  const last = result.at(-1);
  if (last?.type === 'text') result.splice(-1, 1, ...text(last.value.trimEnd()));
  return result;
}

/** Whether the nodes render as nothing. */
export function isEmpty(nodes: Nodes): boolean {
  return nodes.every(
    (node) =>
      (node.type === 'paragraph' && !node.children.some(isShown)) ||
      (node.type === 'html' && isComment(node.value)),
  );
}

/** Whether raw HTML consists of comments only. */
export function isComment(html: string): boolean {
  return html.replace(/<!--[^]*?-->/g, '').trim() === '';
}

function isShown(node: PhrasingContent): boolean {
  // A link or emphasis without text.
  if ('children' in node) return node.children.some(isShown);
  if (node.type === 'html') return !isComment(node.value);
  return node.type !== 'text' || node.value.trim() !== '';
}

/** An answer, to be compared with what a student types. A single code span is code. */
export function answerText(nodes: Nodes): AnswerText {
  const [first, second] = nodes;
  // A comment is not shown, so it does not count.
  const [phrase, more] = first?.type === 'paragraph' ? first.children.filter(isShown) : [];
  const isSpan = phrase?.type === 'inlineCode' && more === undefined;
  const isCode = second === undefined && (isSpan || first?.type === 'code');
  return { text: plainText(nodes), isCode };
}

/**
 * Where an answer becomes longer than a student can be asked to type; `null`: it does not.
 *
 * @param whole the range to report when the answer has a second line
 */
export function tooLong(nodes: Nodes, whole: Range): Range | null {
  const [first, second] = nodes.filter((node) => !isEmpty([node]));
  if (first === undefined) return null;
  if (first.type === 'code') return /[\r\n]/.test(first.value) ? nodeRange(first) : null;
  if (first.type !== 'paragraph' || first.children.some((child) => child.type === 'image'))
    return nodeRange(first);
  if (second !== undefined) return nodeRange(second);
  const isBroken = first.children.some(
    (child) => child.type === 'break' || (child.type === 'text' && /[\r\n]/.test(child.value)),
  );
  return isBroken ? whole : null;
}
