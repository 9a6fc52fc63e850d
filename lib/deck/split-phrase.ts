import type { Paragraph, PhrasingContent, RootContent } from 'mdast';
import type { Nodes } from '#lib/deck/card-content.ts';

/** An em dash, an en dash or two hyphens, with white space around. */
const dash = /\s+(?:—|–|--)(?:\s+|$)/;
const leadingDash = /^\s*(?:—|–|--)(?:\s+|$)/;

function text(value: string): PhrasingContent[] {
  return value === '' ? [] : [{ type: 'text', value }];
}

/** A paragraph in front, if there is one, and what follows it. */
function leadOf(nodes: Nodes): { lead: Paragraph | null; rest: Nodes } {
  const [first, ...rest] = nodes;
  return first?.type === 'paragraph' ? { lead: first, rest } : { lead: null, rest: nodes };
}

/**
 * `text — message`: splits at the first dash in the text of the first paragraph; what follows that paragraph belongs to
 * the message, or, without a dash, to the text.
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

/** Without white space at both ends. */
export function trimmed(nodes: readonly PhrasingContent[]): PhrasingContent[] {
  const result = [...nodes];
  const [first] = result;
  if (first?.type === 'text') result.splice(0, 1, ...text(first.value.trimStart()));
  const last = result.at(-1);
  if (last?.type === 'text') result.splice(-1, 1, ...text(last.value.trimEnd()));
  return result;
}

/** Whether nothing would be seen of the nodes. */
export function isEmpty(nodes: Nodes): boolean {
  return nodes.every(
    (node) =>
      (node.type === 'paragraph' &&
        node.children.every((child) => child.type === 'text' && child.value.trim() === '')) ||
      (node.type === 'html' && isComment(node.value)),
  );
}

/** Whether raw HTML is nothing but comments. */
export function isComment(html: string): boolean {
  return html.replace(/<!--[^]*?-->/g, '').trim() === '';
}
