import type { AnswerText, Body, Prompt } from '#lib/cards/prompt.ts';
import { type AnswerForm, answerForm, formKey } from '#lib/grade/normal-form.ts';
import { editsOutsideDigits, longestCompared } from '#lib/grade/typing-errors.ts';

/** The ways to say one answer. */
export interface Synonyms {
  readonly text: string;
  /** It answers a question; otherwise it is a wrong answer that an author names. */
  readonly isRight: boolean;
  readonly keys: readonly string[];
  /** Those of its ways that are prose, as words with single spaces between. */
  readonly prose: readonly string[];
}

/** Every answer of a deck that could be typed, right or wrong. */
export interface DeckAnswers {
  readonly all: readonly Synonyms[];
  readonly byKey: ReadonlyMap<string, readonly Synonyms[]>;
}

function proseOf(form: AnswerForm): string[] {
  return form.kind === 'prose' ? [form.words.join(' ')] : [];
}

/** An answer with its alternates. */
interface Ways {
  readonly answers: readonly AnswerText[];
  readonly isRight: boolean;
}

function synonymsOf({ answers, isRight }: Ways): Synonyms[] {
  const [first] = answers;
  if (first === undefined) return [];
  const short = answers.filter(({ text }) => text.length <= longestCompared);
  const forms = short.map(answerForm);
  return [{ text: first.text, isRight, keys: forms.map(formKey), prose: forms.flatMap(proseOf) }];
}

/** Each answer of a body; a wrong one that the author names is one by itself. */
function answersOf(body: Body): Ways[] {
  switch (body.kind) {
    case 'typed':
      return [
        ...(body.list?.items ?? [body.accepted]).map((answers) => ({ answers, isRight: true })),
        ...body.not.map(({ text }) => ({ answers: [text], isRight: false })),
      ];
    case 'cloze':
    case 'code':
      return body.blanks.map(({ accepted }) => ({ answers: accepted, isRight: true }));
    case 'basic':
    case 'choice':
    case 'order':
    case 'match':
      return [];
    default:
      return body satisfies never;
  }
}

/** Every answer of the deck, so that a text nearer to another card's answer is not taken for a slip. */
export function deckAnswers(prompts: readonly Prompt[]): DeckAnswers {
  const all = prompts.flatMap(({ body }) => answersOf(body)).flatMap(synonymsOf);
  const byKey = new Map<string, Synonyms[]>();
  for (const synonyms of all) {
    for (const key of new Set(synonyms.keys)) {
      const known = byKey.get(key);
      if (known === undefined) byKey.set(key, [synonyms]);
      else known.push(synonyms);
    }
  }
  return { all, byKey };
}

/** Whether they are ways to say this card's answer, on another card. */
function isOwn({ keys }: Synonyms, own: ReadonlySet<string>): boolean {
  return keys.some((key) => own.has(key));
}

/**
 * The answer to another question that the typed text is, or else a wrong one; `null`: none. `own`: the keys of this card's
 * answers.
 */
export function otherAnswer(
  { byKey }: DeckAnswers,
  typed: readonly string[],
  own: ReadonlySet<string>,
): Synonyms | null {
  const found = typed.flatMap((key) => byKey.get(key) ?? []).filter((synonyms) => !isOwn(synonyms, own));
  return found.find(({ isRight }) => isRight) ?? found[0] ?? null;
}

/** The prose answer to another question, or wrong one, from which the typed words differ in at most so many letters; `null`: none. */
export function nearerAnswer(
  { all }: DeckAnswers,
  words: string,
  own: ReadonlySet<string>,
  most: number,
): Synonyms | null {
  const near = (text: string) =>
    Math.abs(text.length - words.length) <= most && editsOutsideDigits(text, words, most) !== null;
  return all.find((synonyms) => synonyms.prose.some(near) && !isOwn(synonyms, own)) ?? null;
}
