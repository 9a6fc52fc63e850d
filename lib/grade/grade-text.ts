import type { AnswerText } from '#lib/cards/prompt.ts';
import {
  answerForm,
  formKey,
  proseWords,
  type TypedForms,
  typedForms,
  typedKeys,
} from '#lib/grade/normal-form.ts';
import { type DeckAnswers, nearerAnswer, otherAnswer, type Synonyms } from '#lib/grade/deck-answers.ts';
import { answerSort } from '#lib/grade/answer-sort.ts';
import { numberOf } from '#lib/grade/number-value.ts';
import { diff } from '#lib/grade/diff.ts';
import { longestCompared } from '#lib/grade/typing-errors.ts';
import { editDistance } from '#lib/text/edit-distance.ts';
import { isTurning, type AnswerMatch, matchAnswer } from '#lib/grade/match.ts';
import type { TextGrade, TextNote } from '#lib/grade/verdict.ts';

/** What is right in one place, and what is wrong and worth a word. */
export interface Expected {
  /** The first is the author's. */
  readonly accepted: readonly AnswerText[];
  readonly not: readonly AnswerText[];
  /** What empty parentheses after a name mean (`parentheses` of a blank). */
  readonly parentheses: 'same' | 'repeated' | 'call';
}

interface Candidate extends AnswerMatch {
  readonly answer: AnswerText;
  /** What was added to the answer is in parentheses. */
  readonly isAside: boolean;
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
    const found = matchAnswer(answerForm(answer), typed, isStrict);
    const candidate = found === null ? null : { ...found, answer, isAside: false };
    if (candidate !== null && isBetter(candidate, best)) best = candidate;
  }
  return best;
}

/** The accepted answer that differs least for its length, to be shown with a wrong one. */
function nearestText(accepted: readonly AnswerText[], typed: string): AnswerText {
  let best = accepted[0] ?? { text: '', isCode: false };
  let least = 0.5;
  for (const answer of accepted) {
    const longer = Math.max(answer.text.length, typed.length);
    if (longer > longestCompared) continue;
    const share =
      (editDistance(answer.text.toLowerCase(), typed.toLowerCase(), Math.floor(longer / 2)) ?? longer) /
      longer;
    if (share < least) [best, least] = [answer, share];
  }
  return best;
}

function noteOf({ text, isRight }: Synonyms): TextNote {
  return isRight ? { kind: 'other', answer: text } : { kind: 'another' };
}

/** Why an answer that is not right is certainly wrong: it is one that the author names, or answers another question. */
function contradiction(
  { accepted, not }: Expected,
  { forms: typed, keys }: { forms: TypedForms; keys: readonly string[] },
  best: Candidate | null,
  others: DeckAnswers,
): TextNote | null {
  const exact = not.findIndex((wrong) => keys.includes(formKey(answerForm(wrong))));
  if (exact !== -1) return { kind: 'not', index: exact };
  if (best === null && !keys.some((key) => others.byKey.has(key))) return null;
  const own = new Set(accepted.map((answer) => formKey(answerForm(answer))));
  // Where only the letter case of code is wrong, prose of the same letters is no other answer.
  const isCode = best?.answer.isCode === true;
  const other = otherAnswer(others, isCode ? keys.slice(0, 1) : keys, own);
  if (other !== null) return noteOf(other);
  if (best === null) return null;
  const named = best.isAside ? -1 : not.findIndex((wrong) => isNearer(wrong, typed, best));
  if (named !== -1) return { kind: 'not', index: named };
  const nearer = best.edits > 1 ? nearerAnswer(others, typed.words.join(' '), own, best.edits - 1) : null;
  return nearer === null ? null : noteOf(nearer);
}

/** Whether the typed text is nearer to a wrong answer, or names it in addition to the right one. */
function isNearer(wrong: AnswerText, typed: TypedForms, best: Candidate): boolean {
  const found = matchAnswer(answerForm(wrong), typed, false);
  if (found === null) return false;
  if (best.note?.kind === 'more-words') return found.note?.kind === 'more-words';
  return found.verdict === 'slip' && best.edits > found.edits;
}

/** A right answer with something in brackets after it, which only explains it. */
function withAside(typed: string, accepted: readonly AnswerText[]): Candidate | null {
  const [, answer, aside] = /^(.*\S)\s+\(([^()\d]+)\)$/s.exec(typed) ?? [];
  if (answer === undefined || aside === undefined || proseWords(aside).some(isTurning)) return null;
  const best = bestOf(accepted, typedForms(answer));
  if (best?.verdict !== 'right') return null;
  // The same in other words, as in `Transmission Control Protocol (TCP)`.
  if (bestOf(accepted, typedForms(aside))?.verdict === 'right') return { ...best, isAside: true };
  return { ...best, verdict: 'close', note: { kind: 'more-words' }, isAside: true };
}

function namesOnly(answer: AnswerText): boolean {
  const form = answerForm(answer);
  return form.kind === 'code' && !form.isCall;
}

/** What was typed, read; without forms it is empty, or longer than any answer. */
export interface ReadText {
  readonly typed: string;
  readonly forms: TypedForms | null;
  /** Those of the answers that it is, whatever their kind. */
  readonly keys: readonly string[];
}

export function readText(text: string): ReadText {
  const typed = text.trim();
  const forms = typed !== '' && typed.length <= longestCompared ? typedForms(typed) : null;
  return { typed, forms, keys: forms === null ? [] : typedKeys(forms) };
}

/** A verdict, before what is shown of it is made. */
export interface Judgement extends Pick<TextGrade, 'verdict' | 'note'> {
  /** The accepted answer that it is like; `null`: none. */
  readonly answer: AnswerText | null;
}

/** A text with single spaces, to be compared with what the page shows. */
export function spaced(text: string): string {
  return text.normalize('NFC').replace(/\s+/g, ' ').trim();
}

/** Judges one typed answer. Never fails, and takes no longer for a text that is longer than any answer. */
export function judge({ typed, forms, keys }: ReadText, expected: Expected, others: DeckAnswers): Judgement {
  // What the page shows as right is right, whatever it contains.
  const same = expected.accepted.find(({ text }) => spaced(text) === spaced(typed));
  if (same !== undefined && typed !== '') return { verdict: 'right', answer: same, note: null };
  if (forms === null) return { verdict: 'wrong', answer: null, note: null };
  const best = bestOf(expected.accepted, forms);
  if (best !== null && forms.isCall && expected.parentheses !== 'same' && namesOnly(best.answer)) {
    if (expected.parentheses === 'call')
      return { verdict: 'wrong', answer: best.answer, note: { kind: 'called' } };
    // `socket()` before `(AF_INET, SOCK_STREAM)`: the name is right, and would be called twice.
    if (best.verdict === 'right') return { verdict: 'slip', answer: best.answer, note: { kind: 'repeated' } };
  }
  // Word for word: nothing that an author names elsewhere can be held against it.
  if (best?.verdict === 'right' && keys.includes(formKey(answerForm(best.answer))))
    return { verdict: 'right', answer: best.answer, note: null };
  const aside =
    best === null || best.note?.kind === 'more-words' ? withAside(typed, expected.accepted) : null;
  const found = aside ?? best;
  const against = contradiction(expected, { forms, keys }, found, others);
  if (found === null || against !== null)
    return { verdict: 'wrong', answer: found?.answer ?? null, note: against };
  return { verdict: found.verdict, answer: found.answer, note: found.note };
}

/** How a wrong answer differs from the right ones, where it is of another sort, or a number; `null`: not in such a way. */
function difference(typed: string, nearest: AnswerText, accepted: readonly AnswerText[]): TextNote | null {
  const sort = answerSort({ text: typed, isCode: nearest.isCode });
  const expected = answerSort(nearest);
  const sorts = accepted.map(answerSort);
  // A name alone may be meant as a call, and parentheses may be too much.
  const isName = sort === 'code' || sort === 'call';
  if (!sorts.some((each) => each === sort || (isName && (each === 'code' || each === 'call'))))
    return { kind: 'sort', typed: sort, expected };
  const right = accepted.find((answer) => answerSort(answer) === 'number');
  // Where the author's own answer is a name, its number is another way to say it, and higher or lower means nothing.
  const isNamed = accepted[0]?.isCode === true && sorts[0] !== 'number';
  if (sort !== 'number' || isNamed || right === undefined) return null;
  const [mine, theirs] = [typedForms(right.text).value, typedForms(typed).value];
  if (mine === null || theirs === null || mine === theirs) return null;
  return { kind: 'number', isTooHigh: numberOf(theirs) > numberOf(mine) };
}

/** What was typed, with the accepted answer that it matches or else is nearest to. */
export function shown(
  { typed }: ReadText,
  { verdict, answer, note }: Judgement,
  accepted: readonly AnswerText[],
): TextGrade {
  const nearest = answer ?? nearestText(accepted, typed);
  const isPlain = verdict !== 'wrong' || note !== null || typed === '' || typed.length > longestCompared;
  return {
    verdict,
    typed,
    expected: nearest.text,
    diff: verdict === 'right' ? [] : diff(nearest, typed),
    note: isPlain ? note : difference(typed, nearest, accepted),
  };
}

/** Grades one typed answer. */
export function gradeText(text: string, expected: Expected, others: DeckAnswers): TextGrade {
  const read = readText(text);
  return shown(read, judge(read, expected, others), expected.accepted);
}
