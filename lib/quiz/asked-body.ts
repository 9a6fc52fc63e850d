import { phraseHtml } from '#lib/deck/phrase-html.ts';
import type { Body, Prompt } from '#lib/deck/prompt.ts';
import type { QuizQuestion } from '#lib/quiz/quiz-record.ts';

type Choice = Extract<Body, { kind: 'choice' }>;

/**
 * A prompt's body as a quiz asks it: a basic card becomes a choice between its answer and those of other cards. Stays
 * `basic` where the question names none, or they are gone from the deck: then the student says how well it went.
 */
export function askedBody(
  prompt: Prompt,
  { others = [] }: Pick<QuizQuestion, 'others'>,
  find: (key: string) => Prompt | undefined,
): Body {
  const { body } = prompt;
  if (body.kind !== 'basic') return body;
  const wrong = others.flatMap((key): Choice['options'] => {
    const other = find(key);
    if (other?.body.kind !== 'basic') return [];
    const text = phraseHtml(other.body.answer) ?? other.body.answer;
    return [{ text, right: false, feedback: other.front }];
  });
  if (wrong.length === 0) return body;
  const right = { text: phraseHtml(body.answer) ?? body.answer, right: true, feedback: null };
  return { kind: 'choice', question: null, options: [right, ...wrong], explanation: null };
}
