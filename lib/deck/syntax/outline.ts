import type { CardKind } from '#lib/cards/prompt.ts';
import { answerInHeading } from '#lib/deck/syntax/answer-words.ts';
import type { Blank } from '#lib/deck/syntax/blanks.ts';
import {
  type BodyScan,
  type NearLabel,
  nearLabelAdvice,
  scanBody,
  type Section,
} from '#lib/deck/syntax/body.ts';
import { hideRanges } from '#lib/deck/syntax/comments.ts';
import { type CardHeading, parseCardHeading } from '#lib/deck/syntax/heading.ts';
import { type Label, labelRules } from '#lib/deck/syntax/labels.ts';
import { type LineRole, lineRoles, type LineRoles } from '#lib/deck/syntax/line-roles.ts';
import {
  type Finding,
  finding,
  isError,
  type Range,
  type SourceLine,
  sourceLines,
} from '#lib/diagnostics/finding.ts';
import { nearest } from '#lib/text/edit-distance.ts';
import { findFences } from '#lib/lab/script/syntax/fences.ts';

/** The stages of a lab, by their ids. */
export interface KnownLab {
  readonly lab: string;
  readonly stages: readonly string[];
}

const anyScript = /(?:`{3}|~{3})[ \t]*\{?\.?(?:labs?(?:cript)?\b|lab_?beside|beside)/i;

/** Whether a card may hold a lab script; a cheap test that rejects most cards. */
function mayHoldScript(source: string): boolean {
  return anyScript.test(source);
}

/** The roles of the lines of a card, where the lines of lab scripts count as comments: they are not shown. */
function hideScripts(
  source: string,
  lines: readonly SourceLine[],
  roles: readonly LineRole[],
): { readonly roles: readonly LineRole[]; readonly hidden: ReadonlySet<number> } {
  const hidden = new Set<number>();
  for (const { line, body, isClosed } of findFences(source, lines).fences) {
    const end = line + body.length + (isClosed ? 1 : 0);
    for (let index = line; index <= end; index++) hidden.add(index);
  }
  return { roles: roles.map((role, index) => (hidden.has(index) ? 'comment' : role)), hidden };
}

/** A stage of a lab, as a card names it: `**Lab:** echo#end`. */
interface LabLink extends Range {
  readonly lab: string;
  readonly stage: string;
}

/** The help for text that does not have the form `lab#stage`; undefined: that of the code. */
function remedyOf(written: string): string | undefined {
  const target = /^\[[^\]]*\]\(([^)\s]*)\)$/.exec(written)?.[1] ?? written;
  const [, lab = '', stage] =
    /^(?:https?:\/\/[^/]*)?[\s`"'(/]*(?:lab\/)?([a-z0-9-]+)(?:\.md)?(?:\s*[#/]\s*([a-z0-9-]+))?[\s`"').;,]*$/i.exec(
      target,
    ) ?? [];
  if (lab === '') return undefined;
  if (stage === undefined) return `add the id of a stage: \`${lab.toLowerCase()}#…\``;
  return `write \`${lab.toLowerCase()}#${stage.toLowerCase()}\``;
}

/** Reads the text after `**Lab:**`. Every label reports that it is empty. */
function readLabLink(
  source: string,
  { labelRange, end }: Section,
): { readonly link: LabLink | null; readonly finding: Finding | null } {
  const text = source.slice(labelRange.end, end);
  const written = text.trim();
  if (written === '') return { link: null, finding: null };
  const start = labelRange.end + text.indexOf(written);
  const firstLine = /^[^\r\n]*/.exec(written)?.[0].trimEnd() ?? '';
  const range = { start, end: start + firstLine.length };
  const [, lab = '', stage = ''] = /^`?([a-z0-9-]+)#([a-z0-9-]+)`?$/.exec(written) ?? [];
  if (lab !== '') return { link: { lab, stage, ...range }, finding: null };
  const rest = written.slice(firstLine.length);
  if (/^`?[a-z0-9-]+#[a-z0-9-]+`?$/.test(firstLine)) {
    const at = range.end + rest.search(/\S/);
    return {
      link: null,
      finding: finding(
        'LAB_LINK_FORM',
        { start: at, end: at + (/^\s*([^\r\n]*)/.exec(rest)?.[1]?.length ?? 1) },
        '`**Lab:**` takes one line',
        'move this text above the label or below `**Why:**`',
      ),
    };
  }
  return {
    link: null,
    finding: finding(
      'LAB_LINK_FORM',
      range,
      `\`${firstLine}\` does not name a stage of a lab`,
      remedyOf(firstLine),
    ),
  };
}

/** The findings for a link to a lab or stage that does not exist. */
export function unknownLink(link: LabLink, labs: readonly KnownLab[]): Finding[] {
  const lab = labs.find((known) => known.lab === link.lab);
  if (lab?.stages.includes(link.stage) === true) return [];
  if (lab === undefined) {
    const near = nearest(
      link.lab,
      labs.map((known) => known.lab),
    );
    const help = near === null ? undefined : `write \`${near}#${link.stage}\``;
    return [finding('LAB_LINK_UNKNOWN', link, `there is no lab \`${link.lab}\` without errors`, help)];
  }
  const near = nearest(link.stage, lab.stages);
  const help = near === null ? `write one of ${lab.stages.join(', ')}` : `write \`${link.lab}#${near}\``;
  return [finding('LAB_LINK_UNKNOWN', link, `the lab \`${link.lab}\` has no stage \`${link.stage}\``, help)];
}

/** The structure of a card, read from its lines without a Markdown parser. Offsets count from the beginning of the card. */
export interface CardOutline {
  readonly source: string;
  readonly lines: readonly SourceLine[];
  /** One for each line. */
  readonly roles: readonly LineRole[];
  readonly heading: CardHeading;
  readonly kind: CardKind;
  /** The lines between the heading and the first label. */
  readonly body: Range;
  readonly sections: readonly Section[];
  readonly nearLabels: readonly NearLabel[];
  /** The body has a task list. */
  readonly hasTasks: boolean;
  /** Those of the body, ascending; empty unless the kind is `cloze` or `code`. */
  readonly blanks: readonly Blank[];
  /** Lines that are not shown: comments and lab scripts. */
  readonly comments: readonly Range[];
  /** The card has a lab script, or something that looks like one. */
  readonly hasScript: boolean;
  /** The stage that `**Lab:**` names. */
  readonly link: LabLink | null;
  /** A card needs a body; a stage of a lab does not. */
  readonly needsBody: boolean;
  /** A blank, a choice or the label of the answer is broken, so the card cannot be asked. */
  readonly broken: boolean;
  /** The card has more markup than can be parsed. */
  readonly tooDeep: boolean;
  /** Errors only. */
  readonly findings: readonly Finding[];
}

function kindOf(heading: CardHeading, scan: BodyScan): CardKind {
  if (scan.sections.some((section) => section.label === 'Answer')) return 'typed';
  if (scan.hasTasks || scan.taskFindings.length > 0) return 'choice';
  if (heading.comment.order !== null) return 'order';
  if (heading.comment.match !== null) return 'match';
  if (scan.blanks.some((blank) => blank.inFence)) return 'code';
  return scan.blanks.length > 0 ? 'cloze' : 'basic';
}

/** Whether `{{…}}` in the body of such a card is a blank, or would make the card one with blanks. */
export function asksBlanks(kind: CardKind): boolean {
  return kind === 'cloze' || kind === 'code' || kind === 'basic';
}

const missingKind: Readonly<Record<string, string>> = {
  order: 'write `order` in the comment of the heading, or remove the label',
  typed: 'write the answer after `**Answer:**`, or remove the label',
};

function labelFindings(kind: CardKind, sections: readonly Section[]): Finding[] {
  const findings: Finding[] = [];
  const seen = new Set<Label>();
  for (const { label, labelRange } of sections) {
    const { kinds, several } = labelRules[label];
    if (kinds !== 'all' && !kinds.includes(kind)) {
      const owner = kinds.join(', ');
      findings.push(
        finding(
          'LABEL_MISPLACED',
          labelRange,
          `\`**${label}:**\` belongs to a card of kind ${owner}; this card is ${kind}`,
          kind === 'basic' ? missingKind[owner] : undefined,
        ),
      );
    } else if (seen.has(label) && !several) {
      findings.push(finding('LABEL_REPEATED', labelRange));
    }
    seen.add(label);
  }
  return findings;
}

function bothFinding(kind: CardKind, { comment: { both } }: CardHeading): Finding[] {
  if (both === null || kind === 'basic') return [];
  return [finding('BOTH_NOT_REVERSIBLE', both, `only a basic card can be reversed; this card is ${kind}`)];
}

/** A label of the answer that is not written as one; as a heading it is only a heading. */
function unnoticedAnswers(
  source: string,
  { text, range }: CardHeading,
  { sections, nearLabels, hasOtherLabels }: BodyScan,
): Finding[] {
  if (sections.some(({ label }) => label === 'Answer')) return [];
  const below = nearLabels
    .filter(({ label, start }) => label === 'Answer' && source.charAt(start) !== '#')
    // Next to labels of the author's own, it may be one of them.
    .filter(({ isOtherWord }) => !isOtherWord || !hasOtherLabels)
    .map((near) => ({ ...finding('ANSWER_UNNOTICED', near), ...nearLabelAdvice(near, source) }));
  const inHeading = answerInHeading(text);
  if (inHeading === null) return below;
  const found = finding(
    'ANSWER_UNNOTICED',
    { start: range.start + inHeading.start, end: range.start + inHeading.end },
    'the answer is in the heading, so students see it with the question',
    'write `**Answer:**` at the beginning of a line below the heading',
  );
  return [found, ...below];
}

/** Fences and comments without an end, reported at their first line. */
function unclosedFindings(
  source: string,
  lines: readonly SourceLine[],
  unclosed: LineRoles['unclosed'],
): Finding[] {
  const ends = new Set(unclosed.map(({ outdentedEnd }) => outdentedEnd));
  return unclosed.flatMap(({ what, line, outdentedEnd }) => {
    const at = lines[line];
    // The line that was meant to close one fence opens another.
    if (at === undefined || ends.has(line)) return [];
    const opening = source.slice(at.start, at.end).search(what === 'fence' ? /`{3}|~{3}/ : /\S/);
    const range = { start: at.start + Math.max(0, opening), end: at.end };
    if (what === 'comment') return [finding('COMMENT_UNCLOSED', range)];
    if (outdentedEnd === undefined) return [finding('FENCE_UNCLOSED', range)];
    return [
      finding(
        'FENCE_UNCLOSED',
        range,
        'the list item ends before this code block does: its last line is not indented enough',
        'indent the last line of the block as far as the text of the item',
      ),
    ];
  });
}

/** @param source one card, from its `## ` to the next */
export function outlineCard(source: string): CardOutline {
  const lines = sourceLines(source);
  const seen = lineRoles(source, lines);
  const hasScript = mayHoldScript(source);
  const { roles, hidden } = hasScript
    ? hideScripts(source, lines, seen.roles)
    : { roles: seen.roles, hidden: null };
  // The parser of lab scripts reports what their fences lack.
  const unclosed = seen.unclosed.filter(({ line }) => hidden?.has(line) !== true);
  const first = lines[0] ?? { start: 0, end: source.length };
  const { heading, findings: headingFindings } = parseCardHeading(source.slice(0, first.end));
  const scan = scanBody(source, lines, roles);
  const kind = kindOf(heading, scan);
  const hasBlanks = asksBlanks(kind);
  const named = scan.sections.find(({ label }) => label === 'Lab');
  const { link, finding: linkFinding } =
    named === undefined
      ? { link: null, finding: null }
      : readLabLink(hideRanges(source, scan.comments), named);
  const unnoticed = unnoticedAnswers(source, heading, scan);
  const bodyStart = lines[1]?.start ?? source.length;
  return {
    source,
    lines,
    roles,
    heading,
    kind,
    body: { start: bodyStart, end: Math.max(bodyStart, scan.bodyEnd) },
    sections: scan.sections,
    nearLabels: scan.nearLabels,
    hasTasks: scan.hasTasks,
    blanks: hasBlanks ? scan.blanks : [],
    comments: scan.comments,
    hasScript,
    link,
    needsBody: true,
    broken:
      (hasBlanks && scan.blankFindings.some(isError)) || scan.taskFindings.length > 0 || unnoticed.length > 0,
    tooDeep: scan.tooDeep !== null,
    findings: [
      ...headingFindings,
      ...bothFinding(kind, heading),
      ...unclosedFindings(source, lines, unclosed),
      ...unnoticed,
      ...scan.taskFindings,
      ...(scan.tooDeep === null ? [] : [scan.tooDeep]),
      ...(hasBlanks ? scan.blankFindings : []),
      ...labelFindings(kind, scan.sections),
      ...(linkFinding === null ? [] : [linkFinding]),
    ],
  };
}
