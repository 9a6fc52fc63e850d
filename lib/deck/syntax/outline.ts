import type { CardKind } from '#lib/cards/prompt.ts';
import type { Blank } from '#lib/deck/syntax/blanks.ts';
import { type BodyScan, ignored, scanBody, type Section } from '#lib/deck/syntax/body.ts';
import { hideRanges } from '#lib/deck/syntax/comments.ts';
import { type CardHeading, parseCardHeading } from '#lib/deck/syntax/heading.ts';
import { type Label, labelRules } from '#lib/deck/syntax/labels.ts';
import { type LineRole, lineRoles, type LineRoles } from '#lib/deck/syntax/line-roles.ts';
import { codes } from '#lib/diagnostics/codes.ts';
import { type Finding, finding, type Range, type SourceLine, sourceLines } from '#lib/diagnostics/finding.ts';
import { nearest } from '#lib/diagnostics/nearest.ts';
import { findFences } from '#lib/lab/script/syntax/fences.ts';

/** The stages of a lab, by their ids. */
export interface KnownLab {
  readonly lab: string;
  readonly stages: readonly string[];
}

const anyScript = /(?:`{3}|~{3})[ \t]*\{?\.?(?:labs?(?:cript)?\b|lab_?beside|beside)/i;

/** Whether a card may hold a lab script, or what was meant as one: all that a card without one is asked. */
function mayHoldScript(source: string): boolean {
  return anyScript.test(source);
}

/** The roles of a card's lines, those of its lab scripts being no part of what is shown. */
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

/** What was likely meant by a name that is not written as `lab#stage`; undefined where that is not known. */
function remedyOf(written: string): string | undefined {
  const target = /^\[[^\]]*\]\(([^)\s]*)\)$/.exec(written)?.[1] ?? written;
  const [, lab = '', stage] =
    /^(?:https?:\/\/[^/]*)?[\s`"'(/]*(?:lab\/)?([a-z0-9-]+)(?:\.md)?(?:\s*[#/]\s*([a-z0-9-]+))?[\s`"').;,]*$/i.exec(
      target,
    ) ?? [];
  if (lab === '') return undefined;
  if (stage === undefined) return `name a stage of it, too: \`${lab.toLowerCase()}#\` and the stage's id`;
  return `write \`${lab.toLowerCase()}#${stage.toLowerCase()}\``;
}

/** What follows `**Lab:**`; nothing at all is told of every label alike. */
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
        'nothing else stands below `**Lab:**`',
        'put this text above the label, or below `**Why:**`',
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

/** What is said of a card whose lab, or stage, there is not. */
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
  const help = near === null ? `take one of ${lab.stages.join(', ')}` : `write \`${link.lab}#${near}\``;
  return [finding('LAB_LINK_UNKNOWN', link, `the lab \`${link.lab}\` has no stage \`${link.stage}\``, help)];
}

/** A card as far as its lines tell, without any Markdown being parsed. Offsets count from the card's beginning. */
export interface CardOutline {
  readonly source: string;
  readonly lines: readonly SourceLine[];
  readonly heading: CardHeading;
  readonly kind: CardKind;
  /** What stands between the heading and the first label. */
  readonly body: Range;
  readonly sections: readonly Section[];
  /** Of the body, ascending; empty unless the kind is `cloze` or `code`. */
  readonly blanks: readonly Blank[];
  /** Lines that are not shown: comments, and those of lab scripts. */
  readonly comments: readonly Range[];
  /** There is a lab script, or what was meant as one. */
  readonly hasScript: boolean;
  /** What `**Lab:**` names. */
  readonly link: LabLink | null;
  /** A blank, a choice or the label of the answer is broken, so that the card cannot be asked. */
  readonly broken: boolean;
  /** There is more markup than can be parsed. */
  readonly tooDeep: boolean;
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

/** The boxes of a choice do nothing where the answer is typed. */
function mixedFindings(kind: CardKind, { hasTasks, sections }: BodyScan): Finding[] {
  const answer = sections.find(({ label }) => label === 'Answer');
  if (kind !== 'typed' || !hasTasks || answer === undefined) return [];
  const message = '`**Answer:**` makes this a card of kind typed, and its task list shows no choices';
  return [finding('KIND_CONFLICT', answer.labelRange, message, 'remove the task list or the label')];
}

const missingKind: Readonly<Record<string, string>> = {
  order: 'write `order` into the comment of the heading, or remove the label',
  typed: 'write the answer behind `**Answer:**`, or remove the label',
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
          `\`**${label}:**\` belongs to a card of kind ${owner}, and this one is ${kind}`,
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

function commentFindings(kind: CardKind, heading: CardHeading): Finding[] {
  const findings: Finding[] = [];
  const { both, order, match } = heading.comment;
  if (both !== null && kind !== 'basic') {
    findings.push(
      finding('BOTH_NOT_REVERSIBLE', both, `only a basic card can be reversed, and this one is ${kind}`),
    );
  }
  for (const [word, range] of [
    ['order', order],
    ['match', match],
  ] as const) {
    if (range === null || kind === word) continue;
    findings.push(finding('KIND_CONFLICT', range, `the comment says \`${word}\`, but this card is ${kind}`));
  }
  return findings;
}

/** What is said of fences and comments that have no end, at what opens them. */
function unclosedFindings(
  source: string,
  lines: readonly SourceLine[],
  unclosed: LineRoles['unclosed'],
): Finding[] {
  const ends = new Set(unclosed.map(({ outdentedEnd }) => outdentedEnd));
  return unclosed.flatMap(({ what, line, outdentedEnd }) => {
    const at = lines[line];
    if (at === undefined || ends.has(line)) return [];
    const opening = source.slice(at.start, at.end).search(what === 'fence' ? /`{3}|~{3}/ : /\S/);
    const range = { start: at.start + Math.max(0, opening), end: at.end };
    if (what === 'comment') return [finding('COMMENT_UNCLOSED', range)];
    if (outdentedEnd === undefined) return [finding('FENCE_UNCLOSED', range)];
    return [
      finding(
        'FENCE_UNCLOSED',
        range,
        'the list item ends before this code block does: the line that should close it stands too far to the left',
        'put as many spaces before the line that closes it as stand before the text of the item',
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
  // What a lab script lacks is told with its other mistakes.
  const unclosed = seen.unclosed.filter(({ line }) => hidden?.has(line) !== true);
  const first = lines[0] ?? { start: 0, end: source.length };
  const { heading, findings: headingFindings } = parseCardHeading(source.slice(0, first.end));
  const scan = scanBody(source, lines, roles);
  const kind = kindOf(heading, scan);
  const asksBlanks = kind === 'cloze' || kind === 'code' || kind === 'basic';
  const unasked = [
    ...(asksBlanks
      ? []
      : ignored({ blanks: scan.blanks.filter((blank) => !blank.inFence), findings: scan.blankFindings })),
    ...scan.ignoredBlanks,
  ];
  const open = unclosedFindings(source, lines, unclosed);
  const named = scan.sections.find(({ label }) => label === 'Lab');
  const { link, finding: linkFinding } =
    named === undefined
      ? { link: null, finding: null }
      : readLabLink(hideRanges(source, scan.comments), named);
  // The labels of an answer that was not noticed are where they belong.
  const lacksAnswer = scan.findings.some(({ code }) => code === 'ANSWER_UNNOTICED');
  const bodyStart = lines[1]?.start ?? source.length;
  return {
    source,
    lines,
    heading,
    kind,
    body: { start: bodyStart, end: Math.max(bodyStart, scan.bodyEnd) },
    sections: scan.sections,
    blanks: asksBlanks ? scan.blanks : [],
    comments: scan.comments,
    hasScript,
    link,
    broken:
      (asksBlanks && scan.blankFindings.some(({ code }) => codes[code].severity === 'error')) ||
      scan.taskFindings.length > 0 ||
      scan.findings.some(({ code }) => code === 'ANSWER_UNNOTICED'),
    tooDeep: scan.tooDeep !== null,
    findings: [
      ...headingFindings,
      ...commentFindings(kind, heading),
      ...mixedFindings(kind, scan),
      ...open,
      ...scan.findings,
      ...scan.taskFindings,
      ...(scan.tooDeep === null ? [] : [scan.tooDeep]),
      ...(asksBlanks ? scan.blankFindings : []),
      ...unasked,
      ...labelFindings(kind, scan.sections).filter(({ code }) => !lacksAnswer || code !== 'LABEL_MISPLACED'),
      ...(linkFinding === null ? [] : [linkFinding]),
    ],
  };
}
