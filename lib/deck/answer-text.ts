import type { Nodes } from '#lib/deck/card-content.ts';
import { plainText } from '#lib/deck/plain-text.ts';
import type { AnswerText } from '#lib/deck/prompt.ts';

/** An answer to be compared with what is typed. One code span, and nothing beside it, is code. */
export function answerText(nodes: Nodes): AnswerText {
  const [first, second] = nodes;
  const [phrase, more] = first?.type === 'paragraph' ? first.children : [];
  const isSpan = phrase?.type === 'inlineCode' && more === undefined;
  const isCode = second === undefined && (isSpan || first?.type === 'code');
  return { text: plainText(nodes), isCode };
}
