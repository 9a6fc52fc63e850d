import { looseBoxIn, looseChoices } from '#lib/deck/lint/choice-boxes.ts';
import { hiddenSigns, oddSigns } from '#lib/deck/lint/odd-signs.ts';
import { strayCommentIn, strayHeadingIn } from '#lib/deck/lint/stray-heading.ts';
import { type Blank, findBlanks, mostBlanks } from '#lib/deck/syntax/blanks.ts';
import { hideRanges, lineComments } from '#lib/deck/syntax/comments.ts';
import { type Label, labelOf, strayLabel } from '#lib/deck/syntax/labels.ts';
import type { LineRole } from '#lib/deck/syntax/line-roles.ts';
import { NestingWatch } from '#lib/deck/syntax/nesting.ts';
import { codes } from '#lib/diagnostics/codes.ts';
import { type Finding, finding, type Range, type SourceLine } from '#lib/diagnostics/finding.ts';

/** The text after a label, up to the next one. */
export interface Section extends Range {
  readonly label: Label;
  /** The label itself, `**` included. */
  readonly labelRange: Range;
}

const taskItem = /^( {0,3})(?:[-*+]|\d{1,9}[.)])[ \t]+\[[ xX]\](?:[ \t]|$)/;
const listItem = /^ {0,3}(?:[-*+]|\d{1,9}[.)])(?:[ \t]|$)/;

/** What the lines below the heading tell. */
export interface BodyScan {
  readonly sections: readonly Section[];
  readonly bodyEnd: number;
  readonly hasTasks: boolean;
  /** Lines that were likely meant to be choices. */
  readonly taskFindings: readonly Finding[];
  readonly blanks: readonly Blank[];
  readonly blankFindings: readonly Finding[];
  /** The first line with more markup than can be parsed. */
  readonly tooDeep: Finding | null;
  /** Blanks where none are asked for. */
  readonly ignoredBlanks: readonly Finding[];
  readonly comments: readonly Range[];
  readonly findings: readonly Finding[];
}

function shift<T extends Range>(items: readonly T[], by: number): T[] {
  return items.map((item) => ({ ...item, start: item.start + by, end: item.end + by }));
}

function movedFinding({ fix, ...rest }: Finding, by: number): Finding {
  const moved = { ...rest, start: rest.start + by, end: rest.end + by };
  return fix === undefined ? moved : { ...moved, fix: { ...fix, start: fix.start + by, end: fix.end + by } };
}

/** What is said of blanks that have no effect where they stand. */
export function ignored(found: {
  readonly blanks: readonly Blank[];
  readonly findings: readonly Finding[];
}): Finding[] {
  return [
    ...found.blanks.map((blank) => finding('BLANK_IGNORED', blank)),
    ...found.findings
      .filter(({ code }) => codes[code].severity === 'error')
      .map((broken) => finding('BLANK_IGNORED', broken, broken.message)),
  ];
}

interface NearLabel {
  readonly near: Label;
  readonly isSure: boolean;
  readonly range: Range;
}

function nearFinding(source: string, { near, isSure, range }: NearLabel, hasAnswer: boolean): Finding {
  const message = `\`${source.slice(range.start, range.end)}\` looks like a label but is none`;
  const isHeading = source.charAt(range.start) === '#';
  const code = near === 'Answer' && !hasAnswer && !isHeading ? 'ANSWER_UNNOTICED' : 'LABEL_UNKNOWN';
  const isExact = source.slice(range.start, range.end) === `**${near}:**`;
  const where = isExact ? ' at the very beginning of a line' : '';
  const found = finding(code, range, message, `write \`**${near}:**\`${where} if you mean the label`);
  return isSure ? { ...found, fix: { ...range, text: `**${near}:**` } } : found;
}

/** A choice behind a label belongs to that, and is no choice any more. */
function choiceBelowLabel(line: string, lineStart: number): Finding {
  const range = { start: lineStart + line.search(/\S/), end: lineStart + line.trimEnd().length };
  const message = 'this choice stands below a label, and belongs to what the label begins';
  return finding('CHOICE_LIST', range, message, 'put all choices above the first label');
}

/**
 * One pass over the lines below the heading.
 *
 * @param lines all lines of the card, the heading's first
 */
export function scanBody(source: string, lines: readonly SourceLine[], roles: readonly LineRole[]): BodyScan {
  const sections: (Section & { end: number })[] = [];
  const blanks: Blank[] = [];
  const ignoredBlanks: Finding[] = [];
  const blankFindings: Finding[] = [];
  const comments: Range[] = [];
  const findings: Finding[] = [];
  const boxes: NonNullable<ReturnType<typeof looseBoxIn>>[] = [];
  let belowLabel: Finding | null = null;
  const nearLabels: NearLabel[] = [];
  let bodyEnd = source.length;
  let hasTasks = false;
  let inList = false;
  let tooDeep: Finding | null = null;
  const nesting = new NestingWatch();
  lines.forEach((line, index) => {
    const role = roles[index];
    if (index === 0) tooDeep = nesting.add(source.slice(line.start, line.end), line.start);
    if (index === 0 || role === 'fence-open' || role === 'fence-close') return;
    const content = source.slice(line.start, line.end);
    if (role === 'comment') {
      const stray = strayCommentIn(content, line.start);
      if (stray !== null) findings.push(stray);
      comments.push(line);
      return;
    }
    if (role === 'text') {
      tooDeep ??= nesting.add(content, line.start);
      const above = sections.at(-1)?.label;
      const isBelowAnswer = above === 'Answer' || above === 'Also accept' || above === 'Not';
      const first = labelOf(content);
      const stray = first?.kind === 'near' ? null : strayLabel(content, first === null && isBelowAnswer);
      if (first !== null && stray !== null)
        nearLabels.push({
          near: stray.kind === 'near' ? stray.near : stray.label,
          isSure: false,
          range: { start: line.start + stray.start, end: line.start + stray.end },
        });
      const label = first ?? stray;
      const labelRange = { start: line.start + (label?.start ?? 0), end: line.start + (label?.end ?? 0) };
      if (label?.kind === 'label') {
        const last = sections.at(-1);
        if (last === undefined) bodyEnd = line.start;
        else last.end = line.start;
        sections.push({ label: label.label, labelRange, start: line.start, end: source.length });
      } else if (label !== null) {
        nearLabels.push({ near: label.near, isSure: label.isSure, range: labelRange });
      }
      const task = taskItem.exec(content);
      if (task !== null && sections.length === 0 && ((task[1] ?? '').length < 2 || !inList)) hasTasks = true;
      const box = task === null && sections.length === 0 ? looseBoxIn(content, line.start) : null;
      if (box !== null) boxes.push(box);
      if (task !== null && hasTasks && sections.length > 0 && belowLabel === null)
        belowLabel = choiceBelowLabel(content, line.start);
      if (listItem.test(content)) inList = true;
      // What ends such a block is no second one.
      const isInside = !/\w/.test(content) && findings.some(({ code }) => code === 'FENCE_MISSPELT');
      if (!isInside) findings.push(...oddSigns(content, line.start));
      const heading = strayHeadingIn(content, line.start) ?? strayCommentIn(content, line.start);
      if (heading !== null) findings.push(heading);
    } else {
      findings.push(...hiddenSigns(content, line.start, true));
    }
    if (!content.includes('{{') && !(role === 'text' && content.includes('}}'))) return;
    if (blanks.length + blankFindings.length + ignoredBlanks.length > mostBlanks) return;
    const visible = role === 'text' ? hideRanges(content, lineComments(content).whole) : content;
    const found = findBlanks(visible, { start: 0, end: visible.length }, role === 'fence');
    if (sections.length === 0) {
      blanks.push(...shift(found.blanks, line.start));
      blankFindings.push(...found.findings.map((one) => movedFinding(one, line.start)));
    } else if (role === 'text') {
      ignoredBlanks.push(...shift(ignored(found), line.start));
    }
  });
  const taskFindings = [...looseChoices(boxes, hasTasks), ...(belowLabel === null ? [] : [belowLabel])];
  const hasAnswer = sections.some(({ label }) => label === 'Answer');
  const labels = nearLabels.map((near) => nearFinding(source, near, hasAnswer));
  // Braces in the next line are the end of that one.
  const isCut = blankFindings.some(({ code }) => code === 'BLANK_UNCLOSED');
  const last = blanks[mostBlanks];
  if (last !== undefined) blankFindings.push(finding('BLANKS_TOO_MANY', last));
  return {
    sections,
    bodyEnd,
    hasTasks,
    taskFindings,
    blanks,
    blankFindings: isCut ? blankFindings.filter(({ code }) => code !== 'BLANK_UNOPENED') : blankFindings,
    tooDeep,
    ignoredBlanks,
    comments,
    findings: [...findings, ...labels],
  };
}
