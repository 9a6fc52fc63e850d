import type { AnswerText, Body, Prompt, PromptKey } from '#lib/cards/prompt.ts';
import { deckAnswers } from '#lib/grade/deck-answers.ts';
import { grade } from '#lib/grade/grade.ts';
import { responseOf } from '#lib/grade/response.ts';
import type { GradableBody, Grade, TextGrade, Verdict } from '#lib/grade/verdict.ts';
import { fold } from '#lib/review/fold.ts';
import type { LogEntry, LogEntryOf } from '#lib/review/entry-schema.ts';
import { isUndone } from '#lib/review/undo.ts';

/** Something that was answered, and how often. */
interface Count {
  readonly text: string;
  readonly times: number;
  readonly students: number;
}

/**
 * Counts texts that are the same but for spaces, and, where the answer is prose, for letter case; shown as they were written
 * first, without control characters.
 */
class Counter {
  readonly #counts = new Map<string, { text: string; times: number; students: Set<number> }>();
  readonly #keepsCase: boolean;

  /** @param keepsCase whether letter case distinguishes two texts, as in code */
  constructor(keepsCase: boolean) {
    this.#keepsCase = keepsCase;
  }

  add(text: string, student: number): void {
    // Somebody else wrote it: nothing in it may steer a terminal or turn the direction of a line.
    const shown = text.replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ').trim();
    if (shown === '') return;
    const key = this.#keepsCase ? shown : shown.toLowerCase();
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

/** An answer that counts, and whose it is. */
interface CountedAnswer {
  readonly entry: LogEntryOf<'review' | 'practice'>;
  /** Position of the first log of this student. */
  readonly student: number;
}

/** For each log the first one of the same student: logs that share an entry are exports of one log. */
function studentsOf(logs: readonly (readonly LogEntry[])[]): number[] {
  const first = logs.map((_, log) => log);
  const root = (log: number): number => {
    const above = first[log] ?? log;
    return above === log ? log : root(above);
  };
  const owner = new Map<string, number>();
  logs.forEach((entries, log) => {
    for (const { id } of entries) {
      const other = root(owner.get(id) ?? log);
      const own = root(log);
      first[Math.max(own, other)] = Math.min(own, other);
      owner.set(id, log);
    }
  });
  return logs.map((_, log) => root(log));
}

/** The answers of all logs. An entry in several of them counts once, an undone one not at all. */
export function countedAnswers(logs: readonly (readonly LogEntry[])[]): CountedAnswer[] {
  const { undos } = fold(logs.flat());
  const students = studentsOf(logs);
  const seen = new Set<string>();
  return logs.flatMap((entries, log) =>
    entries.flatMap((entry): CountedAnswer[] => {
      if (entry.kind !== 'review' && entry.kind !== 'practice') return [];
      if (seen.size === seen.add(entry.id).size || isUndone(entry, undos)) return [];
      return [{ entry, student: students[log] ?? log }];
    }),
  );
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
  /** Position in the items of a list; null: the answer is no list, or nothing says which item it is. */
  readonly item: number | null;
  /** `null`: none. */
  readonly doubt: Doubt | null;
}

/** What the answers to one prompt amount to. */
export interface PromptTally {
  readonly prompt: Prompt;
  readonly times: number;
  /** Graded wrong or close, including those that the student marked correct. */
  readonly wrong: number;
  readonly students: number;
  /** Wrong answers, the most frequent first. */
  readonly response: readonly Count[];
  readonly suggested: readonly SuggestedAlternate[];
  /** Whole answers of several parts that were marked correct; for cards whose one answer is typed, see `suggested`. */
  readonly selfMarkedCorrect: readonly Count[];
}

type AnswerEntry = CountedAnswer['entry'];

/** Characters; what is longer says more than an answer. */
const longestAlternate = 100;

/** The answers that text is compared with, in one blank or in all. */
function acceptedIn(body: Body, blank: number | null): readonly AnswerText[] {
  switch (body.kind) {
    case 'typed':
      return body.list?.items.flat() ?? body.accepted;
    case 'cloze':
    case 'code':
      return blank === null
        ? body.blanks.flatMap(({ accepted }) => accepted)
        : (body.blanks[blank]?.accepted ?? []);
    case 'basic':
    case 'choice':
    case 'order':
    case 'match':
      return [];
    default:
      return body satisfies never;
  }
}

/** Letter case makes code another answer. */
function keepsCase(body: Body, blank: number | null): boolean {
  return acceptedIn(body, blank).some(({ isCode }) => isCode);
}

/** Whether an answer has parts of which none can be accepted by itself. */
function hasParts(body: Body): boolean {
  return (
    body.kind === 'choice' ||
    body.kind === 'order' ||
    body.kind === 'match' ||
    (body.kind === 'typed' && body.list !== null)
  );
}

interface Working {
  times: number;
  wrong: number;
  readonly students: Set<number>;
  readonly response: { readonly text: string; readonly student: number }[];
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
  for (const { entry, student } of answers) count(byKey, entry, student);
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
          response: countsOf(found.response, keepsCase(prompt.body, null)),
          selfMarkedCorrect: hasParts(prompt.body)
            ? countsOf(
                found.claims.map(({ texts, student }) => ({ text: texts.join(' | '), student })),
                true,
              )
            : [],
          suggested:
            prompt.body.kind === 'basic' ? [] : suggestions(prompt, prompt.body, found.claims, others),
        },
      ];
    })
    .sort((a, b) => missRate(b) - missRate(a) || a.prompt.line - b.prompt.line);
}

function countsOf(response: Working['response'], isExact: boolean): Count[] {
  const counter = new Counter(isExact);
  for (const { text, student } of response) counter.add(text, student);
  return counter.counts();
}

function isMiss(verdict: Verdict | undefined, { selfMarkedCorrect, rating }: AnswerEntry): boolean {
  if (selfMarkedCorrect === true) return true;
  return verdict === undefined ? rating === 1 : verdict === 'wrong' || verdict === 'close';
}

function count(byKey: Map<PromptKey, Working>, entry: AnswerEntry, student: number): void {
  const found = byKey.get(entry.card) ?? {
    times: 0,
    wrong: 0,
    students: new Set(),
    response: [],
    claims: [],
  };
  byKey.set(entry.card, found);
  found.times += 1;
  found.students.add(student);
  if (!isMiss(entry.verdict, entry)) return;
  found.wrong += 1;
  const text = entry.answer ?? entry.response?.join(' | ') ?? '';
  if (/[^\s|]/.test(text)) found.response.push({ text, student });
  if (entry.selfMarkedCorrect === true && entry.response !== undefined)
    found.claims.push({ texts: entry.response, student });
}

/** Answers marked correct that the card does not accept as it is now. */
function suggestions(
  prompt: Prompt,
  body: GradableBody,
  claims: Working['claims'],
  others: ReturnType<typeof deckAnswers>,
): SuggestedAlternate[] {
  const counters = new Map<string, Place & { counter: Counter }>();
  for (const { texts, student } of claims) {
    const response = responseOf(body, texts);
    if (response === null) continue;
    for (const { text, ...place } of notAccepted(body, grade(body, response, others))) {
      const key = `${String(place.blank)} ${String(place.item)} ${String(place.doubt)}`;
      const found = counters.get(key) ?? { ...place, counter: new Counter(keepsCase(body, place.blank)) };
      counters.set(key, found);
      found.counter.add(text, student);
    }
  }
  return Array.from(counters.values(), ({ counter, ...place }) =>
    counter.counts().map((each) => ({ ...each, ...place, prompt })),
  ).flat();
}

type Place = Pick<SuggestedAlternate, 'blank' | 'item' | 'doubt'>;
type NotAccepted = Place & { readonly text: string };

function doubtOf({ typed, note }: TextGrade): Doubt | null {
  if (note?.kind === 'not' || note?.kind === 'other') return note.kind;
  return typed.length > longestAlternate ? 'long' : null;
}

/** The item of the list that a typed one stands for: the one that it is close to, or the only one that is missing. */
function itemOf(
  items: readonly (readonly AnswerText[])[],
  { verdict, expected }: TextGrade,
  { missing, items: typed }: Extract<Grade, { kind: 'list' }>,
): number | null {
  const [only, more] = missing;
  const strange = typed.filter((one) => one.verdict === 'wrong');
  const isOnly = only !== undefined && more === undefined && strange.length === 1;
  const meant = verdict === 'close' ? expected : isOnly ? only : null;
  const at = items.findIndex((ways) => ways.some(({ text }) => text === meant));
  return at === -1 ? null : at;
}

/** The typed parts of an answer that were not right. */
function notAccepted(body: GradableBody, graded: Grade): NotAccepted[] {
  const list = body.kind === 'typed' ? body.list : null;
  const isMissed = ({ verdict }: { verdict: Verdict }) => verdict === 'wrong' || verdict === 'close';
  switch (graded.kind) {
    case 'text':
      return isMissed(graded)
        ? [{ blank: null, item: null, text: graded.text.typed, doubt: doubtOf(graded.text) }]
        : [];
    case 'blanks':
      return graded.blanks.flatMap((one, blank) =>
        isMissed(one) ? [{ blank, item: null, text: one.typed, doubt: doubtOf(one) }] : [],
      );
    case 'list':
      return graded.items.flatMap((one) => {
        if (!isMissed(one) || one.note?.kind === 'misplaced') return [];
        const item = itemOf(list?.items ?? [], one, graded);
        const doubt = doubtOf(one) ?? (item === null ? 'list' : null);
        return [{ blank: null, item, text: one.typed, doubt }];
      });
    case 'options':
    case 'steps':
    case 'pairs':
      return [];
    default:
      return graded satisfies never;
  }
}
