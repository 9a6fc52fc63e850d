import type { Html } from '#lib/cards/prompt.ts';
import { assignIds, type CardId } from '#lib/deck/card-ids.ts';
import type { KnownLab } from '#lib/deck/syntax/outline.ts';
import { readFrontMatter, stringOf, topicsOf } from '#lib/deck/front-matter.ts';
import type { ParsedCard } from '#lib/deck/kinds/card-content.ts';
import { parseCard } from '#lib/deck/kinds/parse-card.ts';
import { renderCard } from '#lib/deck/kinds/render-card.ts';
import { plainText } from '#lib/deck/markdown/phrase.ts';
import { type RenderContext, renderOptional, renderPhrase } from '#lib/deck/markdown/render-html.ts';
import { idPattern } from '#lib/deck/syntax/heading.ts';
import { type CardOutline, outlineCard } from '#lib/deck/syntax/outline.ts';
import { type FrontMatterSource, type Segment, splitDeck } from '#lib/deck/syntax/split-deck.ts';
import type { Diagnostic } from '#lib/diagnostics/diagnostic.ts';
import { type Finding, finding, type Range, sourceLines, toDiagnostic } from '#lib/diagnostics/finding.ts';
import type { Guide, Stage } from '#lib/guide/guide.ts';
import { parseScripts } from '#lib/lab/script/read-scripts.ts';
import type { FencedScript } from '#lib/lab/script/syntax/ast.ts';
import type { LabFence } from '#lib/lab/script/syntax/fences.ts';
import { sourcedScript } from '#lib/lab/script/syntax/sourced-script.ts';

/** What is said of a card, said of a stage. */
function aboutStage(found: Finding): Finding {
  const said = (text: string): string => text.replaceAll(/\bcard\b/g, 'stage');
  return { ...found, message: said(found.message), help: said(found.help) };
}

/** What comes twice, or in the wrong place, where two stages are read as one. */
const consequences: readonly string[] = [
  'LABEL_REPEATED',
  'LABEL_MISPLACED',
  'KIND_CONFLICT',
  'LAB_SCRIPT_SECOND',
  'CHOICE_LIST',
  'ANSWER_TOO_LONG',
];

/** Says of a heading that was meant to begin a stage what is wrong below it, in place of that. */
function strayStage(findings: readonly Finding[]): readonly Finding[] {
  const stray = findings.find(({ code }) => code === 'HEADING_NOT_A_CARD');
  if (stray === undefined) return findings;
  const isConsequence = ({ code, start }: Finding): boolean =>
    start > stray.start && consequences.includes(code);
  if (!findings.some(isConsequence)) return findings;
  const { message, help, start, end } = stray;
  const cause = finding('LAB_HEADING', { start, end }, message, help);
  return findings.flatMap((one) => {
    if (one === stray) return [cause];
    return isConsequence(one) ? [] : [one];
  });
}

/** What the front matter of a lab says; `null` where it does not say it, or not validly. */
interface GuideFrontMatter {
  readonly lab: string | null;
  readonly title: string | null;
  readonly number: number | null;
  readonly topics: readonly number[];
  /** Where `lab` and `number` are given. */
  readonly labRange: Range;
  readonly numberRange: Range;
}

const keys = ['lab', 'title', 'number', 'topics'] as const;

function parseGuideFrontMatter(
  text: string,
  source: FrontMatterSource | 'missing' | 'unclosed',
): { readonly frontMatter: GuideFrontMatter; readonly findings: readonly Finding[] } {
  const begin = { start: 0, end: 1 };
  const draft: { -readonly [Key in keyof GuideFrontMatter]: GuideFrontMatter[Key] } = {
    lab: null,
    title: null,
    number: null,
    topics: [],
    labRange: begin,
    numberRange: begin,
  };
  const findings = readFrontMatter(text, source, {
    file: 'lab',
    keys,
    required: ['lab', 'title', 'number'],
    set: (key, value, range) => {
      const written = stringOf(value);
      switch (key) {
        case 'lab':
          if (written === null || !idPattern.test(written))
            return 'small letters, digits and single hyphens, as in `lab: echo`';
          draft.lab = written;
          draft.labRange = range;
          return null;
        case 'title':
          if (written === null) return 'a line of text';
          draft.title = written;
          return null;
        case 'number':
          if (written === null || !/^[1-9]\d{0,3}$/.test(written))
            return 'a whole number, the place in the list of labs, as in `number: 2`';
          draft.number = Number(written);
          draft.numberRange = range;
          return null;
        case 'topics': {
          const topics = topicsOf(value);
          if (topics === null) return 'whole numbers, as in `topics: [3, 8]`';
          draft.topics = topics;
          return null;
        }
        default:
          return key satisfies never;
      }
    },
  });
  return { frontMatter: draft, findings };
}

/** Labs speak Python, and show no images. */
const guideRenderContext: RenderContext = {
  codeLang: 'python',
  imageUrl: encodeURI,
  imageSize: () => null,
};

/** Labs show no images; one that is sound in a deck is no less a mistake here. */
function imageFindings({ images }: ParsedCard): Finding[] {
  return images.map((image) => finding('LAB_IMAGE', image));
}

/** A mistake of ours in reading a part of a lab is told as one of that part. */
function tolerant<Result>(read: () => Result, otherwise: (found: Finding) => Result): Result {
  try {
    return read();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const message = `this part cannot be read: ${reason.split(/[\r\n]/)[0] ?? ''}`;
    return otherwise(finding('CARD_UNREADABLE', { start: 0, end: 2 }, message));
  }
}

interface Introduction {
  readonly html: Html | null;
  /** Offsets count from the segment's beginning. */
  readonly findings: readonly Finding[];
}

/** Stands for the title; what follows is read as the body of a card is. */
const heading = '## x';

/** The text between a lab's title and its first stage. */
function readIntroduction({ source }: Segment): Introduction {
  const titleEnd = source.startsWith('#') ? (/[\r\n]|$/.exec(source)?.index ?? source.length) : null;
  const asCard = titleEnd === null ? `${heading}\n${source}` : heading + source.slice(titleEnd);
  const by = titleEnd === null ? -heading.length - 1 : titleEnd - heading.length;
  return tolerant<Introduction>(
    () => {
      const outline = outlineCard(asCard);
      const parsed = parseCard({ ...outline, hasScript: false });
      const [label] = outline.sections;
      const isProse = outline.kind === 'basic' && label === undefined;
      const found = isProse
        ? [...parsed.findings.filter(({ code }) => code !== 'BODY_EMPTY'), ...imageFindings(parsed)]
        : [
            finding(
              'LAB_QUESTION_OUTSIDE',
              label?.labelRange ?? firstLine(asCard, taskAt(asCard) ?? outline.body.start),
            ),
          ];
      const { content } = parsed;
      return {
        html: content?.kind === 'basic' ? renderOptional(content.answer, guideRenderContext) : null,
        findings: found.map((one) => ({ ...one, start: one.start + by, end: one.end + by })),
      };
    },
    (found) => ({ html: null, findings: [found] }),
  );
}

/** Where the first option of a choice stands. */
function taskAt(source: string): number | null {
  return /^[ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]+\[[ xX]\](?=\s)/m.exec(source)?.index ?? null;
}

function firstLine(source: string, from: number): { start: number; end: number } {
  const start = from + Math.max(0, source.slice(from).search(/\S/));
  return { start, end: start + (/^[^\r\n]*/.exec(source.slice(start))?.[0].length ?? 1) };
}

/** A stage as far as its own text tells. */
type StageText = Omit<Stage, 'id' | 'line' | 'part'>;

interface ReadStage {
  readonly stage: StageText | null;
  /** Offsets count from the stage's beginning. */
  readonly findings: readonly Finding[];
}

/** What a question of another kind than these would need is told instead of what is wrong in it. */
function kindFinding({ kind, heading }: CardOutline): Finding | null {
  if (kind === 'basic' || kind === 'choice' || kind === 'typed') {
    const { both, order, match } = heading.comment;
    const word = both ?? order ?? match;
    return word === null
      ? null
      : finding('LAB_STAGE_KIND', word, 'this word belongs to a card of a deck', 'remove it');
  }
  const message = `a stage asks a choice or an answer to be typed, and this one is of kind ${kind}`;
  return finding('LAB_STAGE_KIND', heading.range, message);
}

/** @param hasSteps whether a script stands in it */
function readStage(outline: CardOutline, hasSteps: boolean): ReadStage {
  return tolerant<ReadStage>(
    () => {
      const wrongKind = kindFinding(outline);
      // Its script is read with those of the whole lab.
      const parsed = parseCard({ ...outline, hasScript: false });
      const link = outline.sections.find(({ label }) => label === 'Lab');
      const linked =
        link === undefined
          ? []
          : [
              finding(
                'LABEL_MISPLACED',
                link.labelRange,
                '`**Lab:**` belongs to a card of a deck',
                'remove it, or write a lab script here',
              ),
            ];
      const why = renderOptional(parsed.why, guideRenderContext);
      const isBare = parsed.findings.some(({ code }) => code === 'BODY_EMPTY');
      const isEmpty = isBare && !hasSteps && why === null && outline.sections.length === 0;
      const { content } = parsed;
      const [prompt] =
        content?.kind === 'choice' || content?.kind === 'typed' ? renderCard(parsed, guideRenderContext) : [];
      const body = prompt?.body;
      const question = body?.kind === 'choice' || body?.kind === 'typed' ? body : null;
      const prose =
        content?.kind === 'basic' ? renderOptional(content.answer, guideRenderContext) : question?.question;
      const findings = wrongKind === null ? parsed.findings.map(aboutStage) : [wrongKind];
      return {
        stage: {
          title: renderPhrase(parsed.front, guideRenderContext),
          text: plainText([{ type: 'paragraph', children: [...parsed.front] }]),
          prose: prose ?? null,
          question: question === null ? null : { ...question, question: null },
          why,
        },
        findings: [
          ...findings.filter(({ code }) => code !== 'BODY_EMPTY' && code !== 'LAB_LINK_FORM'),
          ...linked,
          ...imageFindings(parsed),
          ...(isEmpty && wrongKind === null ? [finding('LAB_STAGE_EMPTY', outline.heading.range)] : []),
        ],
      };
    },
    (found) => ({ stage: null, findings: [found] }),
  );
}

/** What a file says it is, and what to say where another file says the same. */
export interface GuideClaim {
  readonly file: string;
  readonly lab: string | null;
  readonly number: number | null;
  readonly ifDuplicate: Diagnostic;
  readonly ifNumberTaken: Diagnostic;
}

interface ReadGuide {
  /** `null`: something in it is an error. */
  readonly guide: Guide | null;
  /** By line and column. */
  readonly diagnostics: readonly Diagnostic[];
  readonly claim: GuideClaim;
}

function shifted(findings: readonly Finding[], by: number): Finding[] {
  return findings.map((one) => ({ ...one, start: one.start + by, end: one.end + by }));
}

function idFinding({ id, finding: found }: CardId): Finding[] {
  if (found === null) return [];
  if (found.code !== 'ID_MISSING') return [aboutStage(found)];
  const help = `write \`<!-- id: ${id ?? 'a-name'} -->\` at its end`;
  return [{ ...found, message: 'the stage has no id', help }];
}

/** What stands outside of every stage. */
function readIntroductions(
  introductions: readonly Segment[],
  firstStage: number,
): { readonly introduction: Guide['introduction']; readonly findings: Finding[] } {
  const findings: Finding[] = [];
  let introduction: Guide['introduction'] = null;
  let isTitled = false;
  for (const segment of introductions) {
    const hasTitle = segment.source.startsWith('#');
    if (segment.source.trim() === '') continue;
    if (segment.start > firstStage || (hasTitle && isTitled)) {
      const length = /^[^\r\n]*/.exec(segment.source)?.[0].trimEnd().length ?? 1;
      findings.push(finding('LAB_HEADING', { start: segment.start, end: segment.start + length }));
      continue;
    }
    if (hasTitle) isTitled = true;
    const read = readIntroduction(segment);
    introduction = read.html ?? introduction;
    findings.push(...shifted(read.findings, segment.start));
  }
  return { introduction, findings };
}

/** Which steps of which script are in a fence. */
function partOf(fence: LabFence, scripts: readonly FencedScript[]): Stage['part'] {
  for (const [script, { fences }] of scripts.entries()) {
    const found = fences.find(({ line }) => line === fence.line + 1);
    if (found !== undefined)
      return found.from === found.to ? null : { script, from: found.from, to: found.to };
  }
  return null;
}

function claimOf(
  { lab, number, labRange, numberRange }: GuideFrontMatter,
  file: string,
  place: (found: Finding) => Diagnostic,
): GuideClaim {
  const ifDuplicate = place(finding('LAB_DUPLICATE', labRange));
  return { file, lab, number, ifDuplicate, ifNumberTaken: place(finding('LAB_NUMBER_TAKEN', numberRange)) };
}

/**
 * Reads a lab file: its stages, their questions, and the scripts that run through them. Never throws; all that is wrong is
 * told in one go.
 *
 * @param written with or without a byte order mark, which is counted in no offset
 * @param file path, as diagnostics name it
 */
export function readGuide(written: string, { file }: { readonly file: string }): ReadGuide {
  const text = written.startsWith('\ufeff') ? written.slice(1) : written;
  const lines = sourceLines(text);
  const { frontMatter: source, cards, introductions } = splitDeck(text);
  const { frontMatter, findings: inFrontMatter } = parseGuideFrontMatter(text, source);
  const { fences, companions, scripts, findings: inScripts } = parseScripts(text, lines);
  const firstStage = cards[0]?.start ?? Infinity;
  const outside = readIntroductions(introductions, firstStage);
  // What was to be front matter is read as prose then, and a heading by accident.
  const inProse = outside.findings.filter(
    ({ code }) => source !== 'missing' || code !== 'HEADING_BY_ACCIDENT',
  );
  const misplaced = companions.map(({ opening }) => finding('LAB_BESIDE_PLACE', opening));
  const findings = [...inFrontMatter, ...inScripts, ...misplaced, ...inProse];
  if (cards.length === 0) findings.push(finding('LAB_STAGE_NONE', { start: 0, end: 1 }));

  const outlines = cards.map((card) => outlineCard(card.source));
  const ids = assignIds(outlines);
  const placed = new Set<LabFence>();
  const stages = cards.flatMap((card, index): Stage[] => {
    const outline = outlines[index];
    const id = ids[index];
    if (outline === undefined || id === undefined) return [];
    const end = card.start + card.source.length;
    const [fence, ...more] = fences.filter(
      ({ opening }) => opening.start >= card.start && opening.start < end,
    );
    for (const one of [fence, ...more]) if (one !== undefined) placed.add(one);
    const read = readStage(outline, fence !== undefined);
    const inStage = shifted([...idFinding(id), ...read.findings], card.start);
    const second = more.map(({ opening }) => finding('LAB_SCRIPT_SECOND', opening));
    findings.push(...strayStage([...inStage, ...second]));
    if (read.stage === null || id.id === null) return [];
    const part = fence === undefined ? null : partOf(fence, scripts);
    return [{ id: id.id, line: card.line, ...read.stage, part }];
  });
  // With no stage at all, that is what is wrong.
  if (cards.length > 0)
    for (const fence of fences)
      // Below a second `# ` heading, that heading is what is wrong.
      if (!placed.has(fence) && fence.opening.start < firstStage)
        findings.push(finding('LAB_SCRIPT_OUTSIDE', fence.opening));

  const place = (found: Finding): Diagnostic => toDiagnostic(found, file, lines, 1);
  const diagnostics = findings.map(place).sort((a, b) => a.line - b.line || a.column - b.column);
  const { lab, title, number, topics } = frontMatter;
  const isSound = !diagnostics.some(({ severity }) => severity === 'error');
  const isGuide = isSound && lab !== null && title !== null && number !== null;
  return {
    guide: isGuide
      ? {
          lab,
          title,
          number,
          topics,
          file,
          introduction: outside.introduction,
          stages,
          scripts: scripts.map((script) => sourcedScript(text, lines, script)),
        }
      : null,
    diagnostics,
    claim: claimOf(frontMatter, file, place),
  };
}

/** An error for each file whose `lab`, or whose number, a file before it has already. */
export function duplicateLabs(claims: readonly GuideClaim[]): Diagnostic[] {
  const labs = new Map<string, string>();
  const numbers = new Map<number, string>();
  return claims.flatMap(({ file, lab, number, ifDuplicate, ifNumberTaken }) => {
    const found: Diagnostic[] = [];
    const sameLab = lab === null ? undefined : labs.get(lab);
    if (sameLab !== undefined)
      found.push({ ...ifDuplicate, message: `\`${sameLab}\` has the lab \`${lab ?? ''}\` already` });
    else if (lab !== null) labs.set(lab, file);
    const sameNumber = number === null ? undefined : numbers.get(number);
    if (sameNumber !== undefined)
      found.push({ ...ifNumberTaken, message: `\`${sameNumber}\` has the number ${String(number)} already` });
    else if (number !== null) numbers.set(number, file);
    return found;
  });
}

/** Whether a Markdown file is a guided lab: it stands in a folder `labs`, or its front matter names a lab. */
export function isGuide(text: string, file: string): boolean {
  return (
    /(?:^|[/\\])labs[/\\][^/\\]+$/.test(file) ||
    /^\ufeff?---[ \t]*\r?\n(?:(?!---).*\r?\n)*?lab[ \t]*:/.test(text)
  );
}

/** What a card may name of a lab. */
export function knownLab({ lab, stages }: Guide): KnownLab {
  return { lab, stages: stages.map(({ id }) => id) };
}
