import type { CountedAnswer } from '#lib/answers/counted-answers.ts';
import type { Prompt, PromptKey } from '#lib/deck/prompt.ts';
import { deckAnswers } from '#lib/grade/deck-answers.ts';
import { givenOf } from '#lib/grade/given-texts.ts';
import { grade } from '#lib/grade/grade.ts';
import type { GradableBody, Grade, TextGrade, Verdict } from '#lib/grade/verdict.ts';

/** Something that was answered, and how often. */
interface Count {
  readonly text: string;
  readonly times: number;
  readonly students: number;
}

/** Why an answer is not accepted without a second look, however many say that it is right. */
type Doubt =
  /** The card names it as wrong. */
  | 'not'
  /** It is the answer to another question of the deck. */
  | 'other'
  /** Nothing says which item of the list it is. */
  | 'list'
  | 'long';

/** An answer that students say is right, and the card does not accept. */
export interface SuggestedAlternate extends Count {
  readonly prompt: Prompt;
  /** Position in the blanks of the prompt; null: the typed answer. */
  readonly blank: number | null;
  /** `null`: none. */
  readonly doubt: Doubt | null;
}

/** What the answers to one prompt amount to. */
export interface PromptTally {
  readonly prompt: Prompt;
  readonly times: number;
  /** Graded wrong or close, those that the student claimed to be right included. */
  readonly wrong: number;
  readonly students: number;
  /** Wrong answers, the most frequent first. */
  readonly given: readonly Count[];
  readonly suggested: readonly SuggestedAlternate[];
}

type AnswerRow = CountedAnswer['row'];

/** Characters; what is longer says more than an answer. */
const longestAlternate = 100;

/** Counts texts that are the same but for spaces and letter case; shown as they were written first, without control characters. */
class Counter {
  readonly #counts = new Map<string, { text: string; times: number; students: Set<number> }>();

  add(text: string, student: number): void {
    // Somebody else wrote it: nothing in it may steer a terminal or turn the direction of a line.
    const shown = text.replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ').trim();
    if (shown === '') return;
    const key = shown.toLowerCase();
    const count = this.#counts.get(key) ?? { text: shown, times: 0, students: new Set() };
    this.#counts.set(key, count);
    count.times += 1;
    count.students.add(student);
  }

  counts(): Count[] {
    return Array.from(this.#counts.values(), ({ text, times, students }) => ({
      text,
      times,
      students: students.size,
    })).sort((a, b) => b.students - a.students || b.times - a.times || (a.text < b.text ? -1 : 1));
  }
}

interface Working {
  times: number;
  wrong: number;
  readonly students: Set<number>;
  readonly given: Counter;
  readonly claims: { readonly texts: readonly string[]; readonly student: number }[];
}

/** How likely the next one is to miss it, by the rule of succession: one of one is no more than forty of fifty. */
function missRate({ wrong, times }: PromptTally): number {
  return (wrong + 1) / (times + 2);
}

/**
 * What students answered, by prompt, the most often missed first. Prompts that were never answered are left out, and so
 * are answers to cards that are gone.
 */
export function tallyAnswers(answers: readonly CountedAnswer[], prompts: readonly Prompt[]): PromptTally[] {
  const byKey = new Map<PromptKey, Working>();
  for (const { row, student } of answers) count(byKey, row, student);
  const others = deckAnswers(prompts);
  return prompts
    .flatMap((prompt): PromptTally[] => {
      const found = byKey.get(prompt.key);
      if (found === undefined) return [];
      return [
        {
          prompt,
          times: found.times,
          wrong: found.wrong,
          students: found.students.size,
          given: found.given.counts(),
          suggested:
            prompt.body.kind === 'basic' ? [] : suggestions(prompt, prompt.body, found.claims, others),
        },
      ];
    })
    .sort((a, b) => missRate(b) - missRate(a) || a.prompt.line - b.prompt.line);
}

function isMiss(verdict: Verdict | undefined, { claimed, rating }: AnswerRow): boolean {
  if (claimed === true) return true;
  return verdict === undefined ? rating === 1 : verdict === 'wrong' || verdict === 'close';
}

function count(byKey: Map<PromptKey, Working>, row: AnswerRow, student: number): void {
  const found = byKey.get(row.card) ?? {
    times: 0,
    wrong: 0,
    students: new Set(),
    given: new Counter(),
    claims: [],
  };
  byKey.set(row.card, found);
  found.times += 1;
  found.students.add(student);
  if (!isMiss(row.verdict, row)) return;
  found.wrong += 1;
  const text = row.answer ?? row.given?.join(' | ') ?? '';
  if (/[^\s|]/.test(text)) found.given.add(text, student);
  if (row.claimed === true && row.given !== undefined) found.claims.push({ texts: row.given, student });
}

/** What was claimed and is not accepted by the card as it is now. */
function suggestions(
  prompt: Prompt,
  body: GradableBody,
  claims: Working['claims'],
  others: ReturnType<typeof deckAnswers>,
): SuggestedAlternate[] {
  const counters = new Map<string, { blank: number | null; doubt: Doubt | null; counter: Counter }>();
  for (const { texts, student } of claims) {
    const given = givenOf(body, texts);
    if (given === null) continue;
    for (const { blank, text, doubt } of notAccepted(grade(body, given, others))) {
      const key = `${String(blank)} ${String(doubt)}`;
      const found = counters.get(key) ?? { blank, doubt, counter: new Counter() };
      counters.set(key, found);
      found.counter.add(text, student);
    }
  }
  return Array.from(counters.values(), ({ counter, ...place }) =>
    counter.counts().map((each) => ({ ...each, ...place, prompt })),
  ).flat();
}

interface NotAccepted {
  readonly blank: number | null;
  readonly text: string;
  readonly doubt: Doubt | null;
}

function doubtOf({ typed, note }: TextGrade): Doubt | null {
  if (note?.kind === 'not' || note?.kind === 'other') return note.kind;
  return typed.length > longestAlternate ? 'long' : null;
}

/** The typed parts of an answer that were not right. */
function notAccepted(graded: Grade): NotAccepted[] {
  const isMissed = ({ verdict }: { verdict: Verdict }) => verdict === 'wrong' || verdict === 'close';
  switch (graded.kind) {
    case 'text':
      return isMissed(graded) ? [{ blank: null, text: graded.text.typed, doubt: doubtOf(graded.text) }] : [];
    case 'blanks':
      return graded.blanks.flatMap((one, blank) =>
        isMissed(one) ? [{ blank, text: one.typed, doubt: doubtOf(one) }] : [],
      );
    case 'list':
      return graded.items
        .filter(isMissed)
        .map((one) => ({ blank: null, text: one.typed, doubt: doubtOf(one) ?? 'list' }));
    case 'options':
    case 'steps':
    case 'pairs':
      return [];
    default:
      return graded satisfies never;
  }
}
