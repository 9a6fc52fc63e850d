import type { AnswerText } from '#lib/deck/prompt.ts';
import { answerForm, formKey, type TypedForms, typedForms, typedKeys } from './answer-form.ts';
import { type DeckAnswers, nearerAnswer, otherAnswer } from './deck-answers.ts';
import { diff } from './diff.ts';
import { edits } from './edits.ts';
import { type Likeness, likeness } from './likeness.ts';
import { longestCompared } from './longest-compared.ts';
import type { TextGrade, TextNote } from './verdict.ts';

/** What is right in one place, and what is wrong and worth a word. */
export interface Expected {
  /** The first is the author's. */
  readonly accepted: readonly AnswerText[];
  readonly not: readonly AnswerText[];
}

interface Candidate extends Likeness {
  readonly answer: AnswerText;
}

const ranks = { right: 0, slip: 1, close: 2 };

function isBetter(a: Candidate, b: Candidate | null): boolean {
  if (b === null || a.verdict !== b.verdict) return b === null || ranks[a.verdict] < ranks[b.verdict];
  return a.edits < b.edits;
}

/** The accepted answer that the typed text is most like. */
function bestOf(accepted: readonly AnswerText[], typed: TypedForms): Candidate | null {
  const [first] = accepted;
  const isStrict = first !== undefined && answerForm(first).kind !== 'prose';
  let best: Candidate | null = null;
  for (const answer of accepted) {
    if (answer.text.length > longestCompared) continue;
    const found = likeness(answerForm(answer), typed, isStrict);
    const candidate = found === null ? null : { ...found, answer };
    if (candidate !== null && isBetter(candidate, best)) best = candidate;
  }
  return best;
}

/** The one whose letters differ least for its length, to be shown beside a wrong answer. */
function nearestText(accepted: readonly AnswerText[], typed: string): AnswerText {
  let best = accepted[0] ?? { text: '', isCode: false };
  let least = 0.5;
  for (const answer of accepted) {
    const longer = Math.max(answer.text.length, typed.length);
    if (longer > longestCompared) continue;
    const share =
      (edits(answer.text.toLowerCase(), typed.toLowerCase(), Math.floor(longer / 2)) ?? longer) / longer;
    if (share < least) [best, least] = [answer, share];
  }
  return best;
}

/** Why an answer that is not right is certainly wrong: it is one that the author names, or answers another question. */
function contradiction(
  { accepted, not }: Expected,
  typed: TypedForms,
  best: Candidate | null,
  others: DeckAnswers,
): TextNote | null {
  const keys = typedKeys(typed);
  const exact = not.findIndex((wrong) => keys.includes(formKey(answerForm(wrong))));
  if (exact !== -1) return { kind: 'not', index: exact };
  const own = new Set(accepted.map((answer) => formKey(answerForm(answer))));
  const other = otherAnswer(others, keys, own);
  if (other !== null) return { kind: 'other', answer: other };
  if (best === null) return null;
  const named = not.findIndex((wrong) => isNearer(wrong, typed, best));
  if (named !== -1) return { kind: 'not', index: named };
  const nearer = best.edits > 1 ? nearerAnswer(others, typed.words.join(' '), own, best.edits - 1) : null;
  return nearer === null ? null : { kind: 'other', answer: nearer };
}

/** Whether the typed text lies nearer to a wrong answer, or names it beside the right one. */
function isNearer(wrong: AnswerText, typed: TypedForms, best: Candidate): boolean {
  const found = likeness(answerForm(wrong), typed, false);
  if (found === null) return false;
  if (best.note?.kind === 'more-words') return found.note?.kind === 'more-words';
  return found.verdict === 'slip' && best.edits > found.edits;
}

/** Grades one typed answer. Never fails, and takes no longer for a text that is longer than any answer. */
export function gradeText(text: string, expected: Expected, others: DeckAnswers): TextGrade {
  const typed = text.trim();
  const isComparable = typed !== '' && typed.length <= longestCompared;
  const forms = isComparable ? typedForms(typed) : null;
  const best = forms === null ? null : bestOf(expected.accepted, forms);
  if (best?.verdict === 'right')
    return { verdict: 'right', typed, expected: best.answer.text, diff: [], note: null };
  const against = forms === null ? null : contradiction(expected, forms, best, others);
  const answer = best?.answer ?? nearestText(expected.accepted, typed);
  const shown = { typed, expected: answer.text, diff: diff(answer, typed) };
  if (best === null || against !== null) return { verdict: 'wrong', ...shown, note: against };
  return { verdict: best.verdict, ...shown, note: best.note };
}
