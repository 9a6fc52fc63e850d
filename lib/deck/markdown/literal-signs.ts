import type { Nodes as Node, PhrasingContent, RootContent } from 'mdast';
import { linkTarget } from '#lib/deck/markdown/addresses.ts';
import { nodeRange, type Nodes } from '#lib/deck/markdown/parse.ts';
import type { Range } from '#lib/diagnostics/finding.ts';

const wordLike = /[\p{L}\p{M}\p{N}_)\]]/u;
const wordOrCode = /[\p{L}\p{M}\p{N}`"'“”‘’]/u;

/** Signs that Markdown reads as markup where they are likely to belong to the text. */
export interface TakenSigns extends Range {
  /** One of the two signs, as written. */
  readonly sign: string;
}

/** The sign at both ends of emphasis; `null`: the node is something else. */
function signOf(node: Node, text: string): string | null {
  if (node.type !== 'emphasis' && node.type !== 'strong' && node.type !== 'delete') return null;
  const { start } = nodeRange(node);
  return text.slice(start, start + (node.type === 'emphasis' ? 1 : 2));
}

interface Signs extends TakenSigns {
  readonly before: string;
  readonly after: string;
  readonly inside: string;
}

function signsOf(node: Node, text: string): Signs | null {
  const sign = signOf(node, text);
  if (sign === null) return null;
  const range = nodeRange(node);
  return {
    ...range,
    sign,
    before: text.charAt(range.start - 1),
    after: text.charAt(range.end),
    inside: text.slice(range.start + sign.length, range.end - sign.length),
  };
}

/** The signs of emphasis with digits or brackets next to them, or with nothing that can be emphasised inside: `2**16 - 2**8`, `*.*`. */
export function takenSigns(node: Node, text: string): TakenSigns | null {
  const signs = signsOf(node, text);
  if (signs === null) return null;
  const { before, after, inside } = signs;
  const isOperator = /[\p{N})\]]/u.test(before) || (wordLike.test(before) && /\p{N}/u.test(after));
  const isBetweenLetters = wordLike.test(before) && wordLike.test(after) && inside.length < 3;
  return isOperator || isBetweenLetters || !/[\p{L}\p{N}\ue000-\uf8ff]/u.test(inside) ? signs : null;
}

/**
 * The same in an answer that is typed, where more is likely to be text: every sign inside a word, and those around what
 * begins or ends with punctuation (`*.tar.*`). An underscore or a tilde is never markup there (`__init__`), nor is a link
 * that leads nowhere (`handlers[key](event)`). Emphasis of a word, or of its beginning (`**S**YN`), is meant.
 */
export function signsOfAnswer(node: Node, text: string): TakenSigns | null {
  if (node.type === 'link') return linkTarget(node.url) === 'safe' ? null : { ...nodeRange(node), sign: '[' };
  const signs = signsOf(node, text);
  if (signs === null) return null;
  const { sign, before, after, inside } = signs;
  const isInWord = wordLike.test(before) || (sign.length === 1 && wordLike.test(after));
  const holdsWord = wordOrCode.test(inside.charAt(0)) && wordOrCode.test(inside.at(-1) ?? '');
  return isInWord || !holdsWord || /^[_~]/.test(sign) ? signs : null;
}

function literalPhrase(children: readonly PhrasingContent[], text: string): PhrasingContent[] {
  const result: PhrasingContent[] = [];
  const add = (node: PhrasingContent): void => {
    const last = result.at(-1);
    // Separators are searched for in each text, so neighbours become one.
    if (node.type === 'text' && last?.type === 'text')
      result.splice(-1, 1, { type: 'text', value: last.value + node.value });
    else result.push(node);
  };
  for (const child of children) {
    const taken = signsOfAnswer(child, text);
    if (taken === null || !('children' in child)) {
      add('children' in child ? { ...child, children: literalPhrase(child.children, text) } : child);
      continue;
    }
    const [first] = child.children;
    const inner =
      first === undefined
        ? taken
        : { start: nodeRange(first).start, end: nodeRange(child.children.at(-1) ?? first).end };
    add({ type: 'text', value: text.slice(taken.start, inner.start) });
    literalPhrase(child.children, text).forEach(add);
    add({ type: 'text', value: text.slice(inner.end, taken.end) });
  }
  return result;
}

/**
 * An answer that is typed, in which signs that Markdown took for markup are text again: what is shown and compared is what
 * the author wrote.
 *
 * @param text the text in which the positions of the nodes count
 */
export function withLiteralSigns(nodes: Nodes, text: string): Nodes {
  return nodes.map((node): RootContent => {
    if (node.type === 'paragraph') return { ...node, children: literalPhrase(node.children, text) };
    if (node.type === 'list')
      return {
        ...node,
        children: node.children.map((item) => ({
          ...item,
          children: item.children.map((child) =>
            child.type === 'paragraph' ? { ...child, children: literalPhrase(child.children, text) } : child,
          ),
        })),
      };
    return node;
  });
}
