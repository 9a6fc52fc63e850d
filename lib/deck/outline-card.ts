import { hideScripts, mayHoldScript } from '#lib/deck/hide-scripts.ts';
import { type LabLink, readLabLink } from '#lib/deck/lab-link.ts';
import { type CardHeading, parseCardHeading } from '#lib/deck/card-heading.ts';
import type { Blank } from '#lib/deck/find-blanks.ts';
import { type Label, labelRules } from '#lib/deck/labels.ts';
import { hideRanges } from '#lib/deck/line-comments.ts';
import { lineRoles, type LineRoles } from '#lib/deck/line-roles.ts';
import type { CardKind } from '#lib/deck/prompt.ts';
import { type BodyScan, ignored, scanBody, type Section } from '#lib/deck/scan-body.ts';
import { codes } from '#lib/diagnostics/codes.ts';
import { type Finding, finding, type Range } from '#lib/diagnostics/finding.ts';
import { type SourceLine, sourceLines } from '#lib/diagnostics/source-lines.ts';

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
