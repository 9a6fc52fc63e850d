import { type Blank, findBlanks, mostBlanks, oddGroup } from '#lib/deck/syntax/blanks.ts';
import { type LooseBox, looseBoxIn, looseChoices } from '#lib/deck/syntax/choice-boxes.ts';
import { boldLabel } from '#lib/deck/syntax/answer-words.ts';
import { hideRanges, lineComments } from '#lib/deck/syntax/comments.ts';
import { type Label, labelOf, strayLabel } from '#lib/deck/syntax/labels.ts';
import type { LineRole } from '#lib/deck/syntax/line-roles.ts';
import { NestingWatch } from '#lib/deck/syntax/nesting.ts';
import { type Finding, finding, type Range, shifted, type SourceLine } from '#lib/diagnostics/finding.ts';

/** The text after a label, up to the next one. */
export interface Section extends Range {
  readonly label: Label;
  /** The label itself, `**` included. */
  readonly labelRange: Range;
}

/** Text that looks like a label and is none. */
export interface NearLabel extends Range {
  readonly label: Label;
  /** Only the marks are wrong, not the words. */
  readonly isSure: boolean;
  /** Other words than those of the label, such as `**Solution:**`. */
  readonly isOtherWord: boolean;
}

const taskItem = /^( {0,3})(?:[-*+]|\d{1,9}[.)])[ \t]+\[[ xX]\](?:[ \t]|$)/;
const listItem = /^ {0,3}(?:[-*+]|\d{1,9}[.)])(?:[ \t]|$)/;

/** The structure of the lines below a heading. */
export interface BodyScan {
  readonly sections: readonly Section[];
  readonly bodyEnd: number;
  readonly hasTasks: boolean;
  /** Lines that are meant as choices and are none in Markdown. */
  readonly taskFindings: readonly Finding[];
  readonly nearLabels: readonly NearLabel[];
  /** Lines begin with bold labels of the author's own, such as `**Problem:**`. */
  readonly hasOtherLabels: boolean;
  readonly blanks: readonly Blank[];
  readonly blankFindings: readonly Finding[];
  /** The first line with more markup than can be parsed. */
  readonly tooDeep: Finding | null;
  readonly comments: readonly Range[];
}

/** What to say about text that looks like a label. */
export function nearLabelAdvice(
  { label, isSure, isOtherWord, start, end }: NearLabel,
  source: string,
): Pick<Finding, 'message' | 'help' | 'fix'> {
  const written = source.slice(start, end);
  const exact = `**${label}:**`;
  if (isOtherWord)
    return {
      message: `\`${written}\` is not the label of the answer, so the card is not one to be typed`,
      help: `write \`${exact}\` if students type the answer; otherwise write the words without the colon`,
    };
  const where = written === exact ? ' at the very beginning of a line' : '';
  const advice = {
    message: `\`${written}\` looks like a label but is none`,
    help: `write \`${exact}\`${where} if you mean the label`,
  };
  return isSure ? { ...advice, fix: { start, end, text: exact } } : advice;
}

/** A choice below a label belongs to that label. */
function choiceBelowLabel(line: string, lineStart: number): Finding {
  const range = { start: lineStart + line.search(/\S/), end: lineStart + line.trimEnd().length };
  return finding(
    'CHOICE_LIST',
    range,
    'this choice is below a label, so it belongs to the text of that label',
    'put all choices above the first label',
  );
}

/** A line without its comments, which are replaced by spaces. */
export function visibleText(line: string): string {
  return hideRanges(line, lineComments(line).whole);
}

/**
 * Scans the lines below the heading once.
 *
 * @param lines all lines of the card, the heading included
 */
export function scanBody(source: string, lines: readonly SourceLine[], roles: readonly LineRole[]): BodyScan {
  const sections: (Section & { end: number })[] = [];
  const blanks: Blank[] = [];
  const blankFindings: Finding[] = [];
  const comments: Range[] = [];
  const boxes: LooseBox[] = [];
  const nearLabels: NearLabel[] = [];
  let belowLabel: Finding | null = null;
  let bodyEnd = source.length;
  let hasTasks = false;
  let inList = false;
  let hasOtherLabels = false;
  let tooDeep: Finding | null = null;
  const nesting = new NestingWatch();

  const readLabel = (content: string, lineStart: number): void => {
    const above = sections.at(-1)?.label;
    const isBelowAnswer = above === 'Answer' || above === 'Also accept' || above === 'Not';
    const first = labelOf(content);
    const stray = first?.kind === 'near' ? null : strayLabel(content, first === null && isBelowAnswer);
    for (const one of [first, stray]) {
      if (one === null) continue;
      const range = { start: lineStart + one.start, end: lineStart + one.end };
      if (one.kind === 'near')
        nearLabels.push({ label: one.near, isSure: one.isSure, isOtherWord: one.isOtherWord, ...range });
    }
    if (first === null && boldLabel(content) !== null) hasOtherLabels = true;
    if (first?.kind !== 'label') return;
    const last = sections.at(-1);
    if (last === undefined) bodyEnd = lineStart;
    else last.end = lineStart;
    const labelRange = { start: lineStart + first.start, end: lineStart + first.end };
    sections.push({ label: first.label, labelRange, start: lineStart, end: source.length });
  };

  const readBox = (content: string, lineStart: number): void => {
    const task = taskItem.exec(content);
    const isInBody = sections.length === 0;
    if (task !== null && isInBody && ((task[1] ?? '').length < 2 || !inList)) hasTasks = true;
    const box = task === null && isInBody ? looseBoxIn(content, lineStart) : null;
    if (box !== null) boxes.push(box);
    if (task !== null && hasTasks && !isInBody) belowLabel ??= choiceBelowLabel(content, lineStart);
    if (listItem.test(content)) inList = true;
  };

  lines.forEach((line, index) => {
    const role = roles[index];
    const content = source.slice(line.start, line.end);
    if (index === 0) tooDeep = nesting.add(content, line.start);
    if (index === 0 || role === 'fence-open' || role === 'fence-close') return;
    if (role === 'comment') {
      comments.push(line);
      return;
    }
    if (role === 'text') {
      tooDeep ??= nesting.add(content, line.start);
      readLabel(content, line.start);
      readBox(content, line.start);
    }
    const isFull = blanks.length + blankFindings.length > mostBlanks;
    if (isFull || sections.length > 0 || !content.includes('{{')) return;
    const found = findBlanks(role === 'text' ? visibleText(content) : content, role === 'fence');
    for (const blank of found.blanks)
      blanks.push({ ...blank, start: blank.start + line.start, end: blank.end + line.start });
    blankFindings.push(...found.findings.map((one) => shifted(one, line.start)));
  });

  const number = oddGroup(blanks);
  if (number !== null) blankFindings.push(number);
  const excess = blanks[mostBlanks];
  if (excess !== undefined) blankFindings.push(finding('BLANKS_TOO_MANY', excess));
  return {
    sections,
    bodyEnd,
    hasTasks,
    taskFindings: [...looseChoices(boxes, hasTasks, source), ...(belowLabel === null ? [] : [belowLabel])],
    nearLabels,
    hasOtherLabels,
    blanks,
    blankFindings,
    tooDeep,
    comments,
  };
}
