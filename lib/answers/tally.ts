import type { Prompt, PromptKey } from '#lib/deck/prompt.ts';
import { deckAnswers } from '#lib/grade/deck-answers.ts';
import { givenOf } from '#lib/grade/given-texts.ts';
import { grade } from '#lib/grade/grade.ts';
import type { GradableBody, Grade, Verdict } from '#lib/grade/verdict.ts';
import { fold } from '#lib/review/fold.ts';
import type { ReviewRow, ReviewRowOf } from '#lib/review/row.ts';
import { isTakenBack } from '#lib/review/undo.ts';

/** Something that was answered, and how often. */
interface Count {
  readonly text: string;
  readonly times: number;
  /** In how many logs it occurs. */
  readonly students: number;
}

/** An answer that students say is right, and the card does not accept. */
export interface SuggestedAlternate extends Count {
  readonly prompt: Prompt;
  /** Position in the blanks of the prompt; null: the typed answer. */
  readonly blank: number | null;
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

type AnswerRow = ReviewRowOf<'review' | 'practice'>;

/** Counts texts that are the same but for spaces and letter case; shown as they were written first, without control characters. */
class Counter {
  readonly #counts = new Map<string, { text: string; times: number; logs: Set<number> }>();

  add(text: string, log: number): void {
    // Somebody else wrote it: nothing in it may steer a terminal or turn the direction of a line.
    const shown = text.replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ').trim();
    if (shown === '') return;
    const key = shown.toLowerCase();
    const count = this.#counts.get(key) ?? { text: shown, times: 0, logs: new Set() };
    this.#counts.set(key, count);
    count.times += 1;
    count.logs.add(log);
  }

  counts(): Count[] {
    return Array.from(this.#counts.values(), ({ text, times, logs }) => ({
      text,
      times,
      students: logs.size,
    })).sort((a, b) => b.students - a.students || b.times - a.times || (a.text < b.text ? -1 : 1));
  }
}

interface Working {
  times: number;
  wrong: number;
  readonly logs: Set<number>;
  readonly given: Counter;
  readonly claims: { readonly texts: readonly string[]; readonly log: number }[];
}

/**
 * What students answered, by prompt, the most often missed first. A row that stands in several logs counts once, one that
 * was taken back not at all. Prompts that were never answered are left out, and so are answers to cards that are gone.
 *
 * @param logs one for each student
 */
export function tallyAnswers(
  logs: readonly (readonly ReviewRow[])[],
  prompts: readonly Prompt[],
): PromptTally[] {
  const { undos } = fold(logs.flat());
  const byKey = new Map<PromptKey, Working>();
  const seen = new Set<string>();
  logs.forEach((rows, log) => {
    for (const row of rows) {
      if ((row.kind !== 'review' && row.kind !== 'practice') || seen.has(row.id) || isTakenBack(row, undos))
        continue;
      seen.add(row.id);
      count(byKey, row, log);
    }
  });
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
          students: found.logs.size,
          given: found.given.counts(),
          suggested:
            prompt.body.kind === 'basic' ? [] : suggestions(prompt, prompt.body, found.claims, others),
        },
      ];
    })
    .sort(
      (a, b) => b.wrong / b.times - a.wrong / a.times || b.wrong - a.wrong || a.prompt.line - b.prompt.line,
    );
}

function isMiss(verdict: Verdict | undefined, { claimed, rating }: AnswerRow): boolean {
  if (claimed === true) return true;
  return verdict === undefined ? rating === 1 : verdict === 'wrong' || verdict === 'close';
}

function count(byKey: Map<PromptKey, Working>, row: AnswerRow, log: number): void {
  const found = byKey.get(row.card) ?? {
    times: 0,
    wrong: 0,
    logs: new Set(),
    given: new Counter(),
    claims: [],
  };
  byKey.set(row.card, found);
  found.times += 1;
  found.logs.add(log);
  if (!isMiss(row.verdict, row)) return;
  found.wrong += 1;
  const text = row.answer ?? row.given?.join(' | ') ?? '';
  if (/[^\s|]/.test(text)) found.given.add(text, log);
  if (row.claimed === true && row.given !== undefined) found.claims.push({ texts: row.given, log });
}

/** What was claimed and is not accepted by the card as it is now. */
function suggestions(
  prompt: Prompt,
  body: GradableBody,
  claims: Working['claims'],
  others: ReturnType<typeof deckAnswers>,
): SuggestedAlternate[] {
  const counters = new Map<number | null, Counter>();
  for (const { texts, log } of claims) {
    const given = givenOf(body, texts);
    if (given === null) continue;
    for (const { blank, text } of notAccepted(grade(body, given, others))) {
      const counter = counters.get(blank) ?? new Counter();
      counters.set(blank, counter);
      counter.add(text, log);
    }
  }
  return Array.from(counters, ([blank, counter]) =>
    counter.counts().map((each) => ({ ...each, prompt, blank })),
  ).flat();
}

/** The typed parts of an answer that were not right. */
function notAccepted(graded: Grade): { blank: number | null; text: string }[] {
  const isMissed = (verdict: Verdict) => verdict === 'wrong' || verdict === 'close';
  switch (graded.kind) {
    case 'text':
      return isMissed(graded.verdict) ? [{ blank: null, text: graded.text.typed }] : [];
    case 'blanks':
      return graded.blanks.flatMap(({ verdict, typed }, blank) =>
        isMissed(verdict) ? [{ blank, text: typed }] : [],
      );
    case 'list':
    case 'options':
    case 'steps':
    case 'pairs':
      return [];
    default:
      return graded satisfies never;
  }
}
