import { rules } from '#lib/deck/lint/rules.ts';
import type { Supersedes } from '#lib/deck/lint/base/rule.ts';
import type { Finding } from '#lib/diagnostics/finding.ts';

/**
 * Why a problem that was found may not be reported: another one causes it. This table is for the codes of the parsers of
 * decks and labs; a rule has its own entry in `supersedes`. What cannot be parsed at all has one error instead of findings, and
 * serving a deck runs no rule that only warns (`lint.ts`).
 */
const table: Readonly<Record<string, Supersedes>> = {
  // Front matter: one broken line makes odd keys and values of the lines after it.
  FRONT_MATTER_BROKEN: {
    anywhere: [
      'FRONT_MATTER_KEY_MISSING',
      'FRONT_MATTER_KEY_UNKNOWN',
      'FRONT_MATTER_VALUE',
      'FRONT_MATTER_COMMENT',
      'FRONT_MATTER_LANG',
    ],
  },
  // A misspelt key is the missing one.
  FRONT_MATTER_KEY_MISSING: { overlapping: ['FRONT_MATTER_KEY_UNKNOWN'] },
  // The introduction of a lab: without its first line, front matter is text above `---`.
  FRONT_MATTER_MISSING: { anywhere: ['HEADING_BY_ACCIDENT'] },

  // A comment without an end hides the lines below it.
  COMMENT_UNCLOSED: { anywhere: ['BODY_EMPTY'] },
  BLANK_GROUP_NUMBER: { anywhere: ['BLANK_GROUP_SKIPPED'] },
  BLANK_UNCLOSED: { anywhere: ['BLANK_UNOPENED'] },
  // The labels of an answer are in the right place as soon as the answer has its own.
  ANSWER_UNNOTICED: {
    anywhere: ['LABEL_MISPLACED'],
    overlapping: ['LABEL_UNKNOWN', 'SIGNS_AMBIGUOUS', 'CARD_FOREIGN'],
  },
  // A misspelt label is reported as what it makes of the answer above it.
  ANSWER_TOO_LONG: { overlapping: ['LABEL_UNKNOWN', 'SIGNS_AMBIGUOUS'] },
  // Its brackets look like those of a link in a wiki.
  CHOICE_LIST: { overlapping: ['MARKUP_FOREIGN'], anywhere: ['HEADING_NOT_A_CARD'] },
  ORDER_LIST: { anywhere: ['ORDER_ONE_STEP'] },
  ORDER_EMPTY_STEP: { anywhere: ['ORDER_ONE_STEP'] },
  // A bar in code splits its backticks, too.
  MATCH_COLUMNS: { anywhere: ['MATCH_ONE_PAIR'], overlapping: ['BACKTICK_LONE'] },
  MATCH_TABLE: { anywhere: ['MATCH_ONE_PAIR'] },
  // `**Lab:**` takes no link of Markdown.
  LAB_LINK_FORM: { overlapping: ['LINK_RELATIVE'] },

  // Labs: a heading that begins no stage adds its text to the stage above.
  LAB_HEADING: {
    below: [
      'LABEL_REPEATED',
      'LABEL_MISPLACED',
      'KIND_CONFLICT',
      'LAB_SCRIPT_SECOND',
      'LAB_SCRIPT_OUTSIDE',
      'CHOICE_LIST',
      'ANSWER_TOO_LONG',
    ],
  },
  LAB_STAGE_NONE: { anywhere: ['LAB_SCRIPT_OUTSIDE'] },
  LAB_LINK_PLACE: { anywhere: ['LAB_LINK_FORM'] },
};

const ofRules: Readonly<Record<string, Supersedes>> = Object.fromEntries(
  rules.flatMap(({ code, supersedes }) => (supersedes === undefined ? [] : [[code, supersedes]])),
);

export const superseding: Readonly<Record<string, Supersedes>> = { ...table, ...ofRules };

function causes(cause: Finding, found: Finding): boolean {
  const codes = superseding[cause.code];
  if (codes === undefined) return false;
  const overlaps = found.start <= cause.end && found.end >= cause.start;
  return (
    codes.anywhere?.includes(found.code) === true ||
    (overlaps && codes.overlapping?.includes(found.code) === true) ||
    (found.start > cause.start && codes.below?.includes(found.code) === true)
  );
}

/** @param findings all of one card, or of one front matter */
export function withoutConsequences(findings: readonly Finding[]): Finding[] {
  const possible = findings.filter(({ code }) => code in superseding);
  return findings.filter((found) => !possible.some((cause) => cause !== found && causes(cause, found)));
}
