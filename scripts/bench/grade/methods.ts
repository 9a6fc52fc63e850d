import { distance } from 'fastest-levenshtein';
import Fuse from 'fuse.js';
import type { DeckAnswers } from '#lib/grade/deck-answers.ts';
import { grade } from '#lib/grade/grade.ts';
import type { Verdict } from '#lib/grade/verdict.ts';
import type { LabelledAnswer } from './labelled-answers.ts';

/** What a method makes of an answer; `ask`: the student is to decide. */
export type Decision = 'accept' | 'ask' | 'reject';

export interface Method {
  readonly name: string;
  readonly decide: (row: LabelledAnswer) => Decision;
}

/** The verdict of the grader on the place that a row is about. */
export function verdictOn({ body, blank, response }: LabelledAnswer, others: DeckAnswers): Verdict {
  const graded = grade(body, response, others);
  if (graded.kind === 'blanks' && blank !== null) return graded.blanks[blank]?.verdict ?? 'wrong';
  return graded.verdict;
}

function ours(others: DeckAnswers): Method {
  return {
    name: 'lib/grade',
    decide: (row) => {
      const verdict = verdictOn(row, others);
      if (verdict === 'close') return 'ask';
      return verdict === 'wrong' ? 'reject' : 'accept';
    },
  };
}

function peer(name: string, accepts: (typed: string, right: string) => boolean): Method {
  return {
    name,
    decide: ({ typed, accepted }) =>
      accepted.some(({ text }) => accepts(typed, text)) ? 'accept' : 'reject',
  };
}

/** Anki's `rslib/src/typeanswer.rs`: character by character in NFC. It trims the right answer; here both are. */
function ankiForm(text: string): string {
  return text.trim().normalize('NFC');
}

/** Each compares what was typed with all answers that a card accepts. */
export function methods(others: DeckAnswers): readonly [Method, ...Method[]] {
  return [
    ours(others),
    peer('exact match', (typed, right) => typed === right),
    peer('Anki’s rule', (typed, right) => ankiForm(typed) === ankiForm(right)),
    peer('Levenshtein ≤ 2', (typed, right) => distance(typed, right) <= 2),
    // Its default threshold: 0.6.
    peer('fuse.js', (typed, right) => new Fuse([right]).search(typed).length > 0),
  ];
}
