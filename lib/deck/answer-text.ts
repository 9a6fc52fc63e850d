import type { PhrasingContent } from 'mdast';
import type { Nodes } from '#lib/deck/card-content.ts';
import { plainText } from '#lib/deck/plain-text.ts';
import type { AnswerText } from '#lib/deck/prompt.ts';
import { isComment } from '#lib/deck/split-phrase.ts';

function isShown(node: PhrasingContent): boolean {
  if (node.type === 'html') return !isComment(node.value);
  return node.type !== 'text' || node.value.trim() !== '';
}

/** An answer to be compared with what is typed. One code span, and nothing beside it, is code. */
export function answerText(nodes: Nodes): AnswerText {
  const [first, second] = nodes;
  // A comment is not shown, so code beside it stands alone.
  const [phrase, more] = first?.type === 'paragraph' ? first.children.filter(isShown) : [];
  const isSpan = phrase?.type === 'inlineCode' && more === undefined;
  const isCode = second === undefined && (isSpan || first?.type === 'code');
  return { text: plainText(nodes), isCode };
}
