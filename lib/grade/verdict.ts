import type { Body } from '#lib/cards/prompt.ts';
import type { AnswerSort } from '#lib/grade/answer-sort.ts';
import type { Rating } from '#lib/review/entry-schema.ts';

/** What grading says: `slip` counts as right, with something to be shown; of what is `close` the student decides. */
export type Verdict = 'right' | 'slip' | 'close' | 'wrong';

/** A card that can be graded; of any other the student says how well it went. */
export type GradableBody = Exclude<Body, { kind: 'basic' }>;

/** What a student gave. Numbers are positions in the card's body, whatever order it was shown in. */
export type StudentResponse =
  | { readonly kind: 'text'; readonly text: string }
  /** Of a choice: positions in `options`, ascending. */
  | { readonly kind: 'options'; readonly picked: readonly number[] }
  /** Of an order: positions in `orderItems(body)`, as the student placed them; what is not placed was left out. */
  | { readonly kind: 'steps'; readonly placed: readonly number[] }
  /** Of a match: for each row, the row whose right side was put there; `null`: none yet. */
  | { readonly kind: 'pairs'; readonly rights: readonly (number | null)[] }
  /** Of a cloze or of code: what was typed into each blank. */
  | { readonly kind: 'blanks'; readonly texts: readonly string[] };

/** A stretch of the difference between the right answer and what was typed. */
export interface DiffPiece {
  /** `missing`: only in the right answer; `extra`: only in what was typed. */
  readonly kind: 'same' | 'missing' | 'extra';
  readonly text: string;
}

/** Why a typed answer got its verdict, where that is not plain from the difference. */
export type TextNote =
  /** Position in the card's `not`. */
  | { readonly kind: 'not'; readonly index: number }
  /** It is the answer to another question of the deck. */
  | { readonly kind: 'other'; readonly answer: string }
  /** It means something else: an author names it as a wrong answer to another question. */
  | { readonly kind: 'another' }
  | { readonly kind: 'letter-case' }
  /** `sock.listen()` for `listen()`. */
  | { readonly kind: 'receiver'; readonly receiver: string }
  /** `listen(5)` for `listen()`. */
  | { readonly kind: 'arguments' }
  /** `serve()` where the code only names `serve`. */
  | { readonly kind: 'called' }
  /** The right words, and others. */
  | { readonly kind: 'more-words' }
  /** Every word nearly right, or the right number and a word. */
  | { readonly kind: 'near' }
  /** The text next to the blank was repeated: `if not data` in `if {{not data}}:`. */
  | { readonly kind: 'repeated' }
  /** An item of the list, where another one belongs. */
  | { readonly kind: 'misplaced' }
  /** It is another sort of thing than the answer: a call where a number is asked. */
  | { readonly kind: 'sort'; readonly typed: AnswerSort; readonly expected: AnswerSort }
  /** A number, but another one. */
  | { readonly kind: 'number'; readonly isTooHigh: boolean };

/** One typed answer, with the accepted one that is nearest to it. */
export interface TextGrade {
  readonly verdict: Verdict;
  readonly typed: string;
  readonly expected: string;
  /** Empty where the verdict is `right`. */
  readonly diff: readonly DiffPiece[];
  readonly note: TextNote | null;
}

/** What is wrong at a place of an order. */
export type StepFault =
  /** It belongs, but not here. */
  | 'too-early'
  | 'too-late'
  /** It does not belong at all. */
  | 'distractor';

interface Graded {
  readonly verdict: Verdict;
  /** 0 to 1; 1 exactly where the verdict is `right` or `slip`. */
  readonly credit: number;
}

export type Grade =
  | (Graded & { readonly kind: 'text'; readonly text: TextGrade })
  | (Graded & {
      readonly kind: 'list';
      /** One for each item that was typed, in that order. */
      readonly items: readonly TextGrade[];
      /** Items that were named nowhere. */
      readonly missing: readonly string[];
    })
  | (Graded & {
      readonly kind: 'options';
      /** How many options are right, how many of those were chosen, and how many others. */
      readonly right: number;
      readonly rightPicked: number;
      readonly wrongPicked: number;
    })
  | (Graded & {
      readonly kind: 'steps';
      /** For each placed item: its fault; `null`: it is in the longest right run. */
      readonly faults: readonly (StepFault | null)[];
      /** Place of the first step that is wrong; the number of placed ones where only the rest is missing; `null`: none. */
      readonly firstWrong: number | null;
      /** Positions in `orderItems(body)` of steps that belong and were left out. */
      readonly missing: readonly number[];
    })
  | (Graded & { readonly kind: 'pairs'; readonly areRight: readonly boolean[] })
  | (Graded & { readonly kind: 'blanks'; readonly blanks: readonly TextGrade[] });

type Choice = Extract<Body, { kind: 'choice' }>;
type ChoiceGrade = Extract<Grade, { kind: 'options' }>;

/** Grades the options picked: each right one counts for, each wrong one against. */
export function gradeChoice({ options }: Choice, picked: readonly number[]): ChoiceGrade {
  const chosen = new Set(picked);
  const right = options.filter((option) => option.right).length;
  const rightPicked = options.filter((option, at) => option.right && chosen.has(at)).length;
  const wrongPicked = chosen.size - rightPicked;
  const isRight = right > 0 && rightPicked === right && wrongPicked === 0;
  const credit = Math.max(0, rightPicked - wrongPicked) / Math.max(1, right);
  return { kind: 'options', verdict: isRight ? 'right' : 'wrong', credit, right, rightPicked, wrongPicked };
}

/** A graded answer as an entry of the log keeps it. */
export interface LoggedAnswer {
  /** All parts as one text. */
  readonly answer: string;
  readonly response: string[];
  readonly verdict: Grade['verdict'];
  readonly credit: number;
}

/**
 * How an answer is rated for the schedule: a wrong one is Again (1), one with a slip or with a hint Hard (2), a right one
 * Good (3). What is close is Again, until the student says that it was right.
 */
export function ratingOf(verdict: Verdict, hinted: boolean): Rating {
  switch (verdict) {
    case 'wrong':
    case 'close':
      return 1;
    case 'slip':
      return 2;
    case 'right':
      return hinted ? 2 : 3;
    default:
      return verdict satisfies never;
  }
}
