import type { PhrasingContent } from 'mdast';
import type { CardContent, Parsed, ParsedCard } from '#lib/deck/kinds/card-content.ts';
import { parseChoice } from '#lib/deck/kinds/choice.ts';
import { parseMatch } from '#lib/deck/kinds/match.ts';
import { parseOrder } from '#lib/deck/kinds/order.ts';
import { type CardScript, parseCardScript } from '#lib/deck/kinds/script.ts';
import { parseTyped } from '#lib/deck/kinds/typed.ts';
import { checkMarkup, type MarkupCheck } from '#lib/deck/lint/check-markup.ts';
import { type Markup, tooDeepNode } from '#lib/deck/markdown/parse.ts';
import { isEmpty } from '#lib/deck/markdown/phrase.ts';
import { hideBlanks } from '#lib/deck/markdown/placeholders.ts';
import { type ParsedSection, parseSections } from '#lib/deck/markdown/sections.ts';
import { skippedGroup } from '#lib/deck/syntax/blanks.ts';
import { hideRanges } from '#lib/deck/syntax/comments.ts';
import type { CardOutline } from '#lib/deck/syntax/outline.ts';
import { type Finding, finding } from '#lib/diagnostics/finding.ts';

function parseContent(
  outline: CardOutline,
  body: Markup,
  sections: readonly ParsedSection[],
  script: CardScript,
): Parsed<CardContent> {
  const heading = outline.heading.range;
  const { kind } = outline;
  switch (kind) {
    case 'typed':
      return parseTyped(body.nodes, sections, outline.source);
    case 'choice':
      // A choice that is written wrongly was told; what it does to the list is no news.
      return outline.broken ? { content: null, findings: [] } : parseChoice(body, outline.source, heading);
    case 'order':
      return parseOrder(body, sections, outline.source, heading, script);
    case 'match':
      return parseMatch(body, outline.source, heading);
    case 'cloze':
    case 'code': {
      const skipped = skippedGroup(outline.blanks);
      return { content: { kind, body: body.nodes }, findings: skipped === null ? [] : [skipped] };
    }
    case 'basic':
      if (!isEmpty(body.nodes)) return { content: { kind, answer: body.nodes }, findings: [] };
      // A broken blank, say, was the body; the card is out already, and its cause was told.
      return { content: null, findings: [finding('BODY_EMPTY', heading)] };
    default:
      return kind satisfies never;
  }
}

function emptyLabels(sections: readonly ParsedSection[]): Finding[] {
  return sections
    .filter((section) => section.isEmpty)
    .map(({ label, labelRange }) => finding('LABEL_EMPTY', labelRange, `nothing follows \`**${label}:**\``));
}

/**
 * A label that was not noticed lengthens the answer above it: one error, which stands at the label. A link to a lab that is
 * written as a link of Markdown was told already.
 */
function withoutConsequences(findings: readonly Finding[], { link }: CardOutline): Finding[] {
  const lies = (inner: Finding, outer: Finding): boolean =>
    inner.start >= outer.start && inner.start <= outer.end;
  const long = findings.filter(({ code }) => code === 'ANSWER_TOO_LONG');
  const columns = findings.filter(({ code }) => code === 'MATCH_COLUMNS');
  const lone = findings.filter(({ code }) => code === 'BACKTICK_LONE');
  const near = findings.filter(({ code }) => code === 'LABEL_UNKNOWN');
  const odd = findings.filter(({ code }) => code === 'CHARACTER_LOOKALIKE' || code === 'CHARACTER_INVISIBLE');
  const form = link === null ? findings.find(({ code }) => code === 'LAB_LINK_FORM') : undefined;
  return findings.flatMap((one) => {
    if (one.code === 'BODY_EMPTY' && findings.some(({ code }) => code === 'COMMENT_UNCLOSED')) return [];
    // A bar in code parts its back-ticks, too.
    if (one.code === 'BACKTICK_LONE' && columns.some((row) => lies(one, row))) return [];
    // Code that has no end swallows the dash behind it.
    if (one.code === 'FEEDBACK_DASH' && lone.some(({ start }) => start === one.start)) return [];
    // A letter of another script makes a call into none.
    if (one.code === 'LAB_ORDER_STEP' && odd.some((sign) => lies(sign, one))) return [];
    if (one.code === 'LINK_RELATIVE' && form !== undefined && lies(one, form)) return [];
    if (one.code === 'LABEL_UNKNOWN' && long.some((answer) => lies(one, answer))) return [];
    if (one.code !== 'ANSWER_TOO_LONG') return [one];
    const label = near.find((found) => lies(found, one));
    return [label === undefined ? one : { ...label, code: one.code }];
  });
}

const noScript: CardScript = { script: null, companions: null, alone: null, findings: [] };

/** A card that cannot be asked, because of `found` and whatever is wrong in its lines. */
export function unusableCard(outline: CardOutline, found: readonly Finding[]): ParsedCard {
  const findings = [...outline.findings, ...found].sort((a, b) => a.start - b.start);
  return { outline, front: [], content: null, why: [], images: [], script: null, mark: null, findings };
}

/** Parses the Markdown of a card and finds what is wrong in it. */
export function parseCard(outline: CardOutline): ParsedCard {
  if (outline.tooDeep) return unusableCard(outline, []);
  const shown = hideRanges(outline.source, [...outline.heading.comments, ...outline.comments]);
  const { text, mark } = hideBlanks(shown, outline.blanks);
  const { head, sections } = parseSections(text, outline.body.end, outline.sections);
  for (const { nodes, base } of [{ nodes: head, base: 0 }, ...sections]) {
    const found = tooDeepNode(nodes, base);
    if (found !== null) return unusableCard(outline, [found]);
  }
  const [first, ...rest] = head;
  const front: readonly PhrasingContent[] = first?.type === 'heading' ? first.children : [];
  const body: Markup = { nodes: rest, base: 0 };
  const script = outline.hasScript ? parseCardScript(outline) : noScript;
  const parsed = parseContent(outline, body, sections, script);

  const check: MarkupCheck = { findings: [], images: [], blanksSeen: new Set() };
  for (const markup of [{ nodes: head, base: 0 }, ...sections]) checkMarkup(markup, text, mark, check);
  const misplaced = outline.blanks.filter((_, index) => !check.blanksSeen.has(index));

  const isUsable = !outline.broken && outline.heading.text !== '' && misplaced.length === 0;
  const why = sections.find((section) => section.label === 'Why' && !section.isEmpty)?.nodes ?? [];
  const findings = [
    ...outline.findings,
    ...script.findings,
    ...parsed.findings,
    ...emptyLabels(sections),
    ...check.findings,
    ...misplaced.map((blank) => finding('BLANK_MISPLACED', blank)),
  ];
  return {
    outline,
    front,
    content: isUsable ? parsed.content : null,
    why,
    images: check.images,
    script: script.script,
    mark,
    findings: withoutConsequences(findings, outline).sort((a, b) => a.start - b.start),
  };
}
