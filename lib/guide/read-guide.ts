import type { Html } from '#lib/cards/prompt.ts';
import { assignIds, type CardId } from '#lib/deck/card-ids.ts';
import { readFrontMatter, stringOf, topicsOf } from '#lib/deck/front-matter.ts';
import { type ParsedCard, parseCard, renderCard } from '#lib/deck/kinds/card.ts';
import { lintCard } from '#lib/deck/lint/lint.ts';
import { withoutConsequences } from '#lib/deck/lint/supersedes.ts';
import { isEmpty, plainText } from '#lib/deck/markdown/phrase.ts';
import { type RenderContext, renderOptional, renderPhrase } from '#lib/deck/markdown/render-html.ts';
import { idPattern } from '#lib/deck/syntax/heading.ts';
import { type CardOutline, type KnownLab, outlineCard } from '#lib/deck/syntax/outline.ts';
import { type FrontMatterSource, type Segment, splitDeck } from '#lib/deck/syntax/split-deck.ts';
import { type Claim, holdersOf } from '#lib/diagnostics/claims.ts';
import type { Diagnostic } from '#lib/diagnostics/diagnostic.ts';
import {
  type Finding,
  finding,
  isError,
  type Range,
  shifted,
  sourceLines,
  toDiagnostic,
} from '#lib/diagnostics/finding.ts';
import type { Guide, Stage } from '#lib/guide/guide.ts';
import { parseScripts } from '#lib/lab/script/read-scripts.ts';
import type { FencedScript } from '#lib/lab/script/syntax/ast.ts';
import type { LabFence } from '#lib/lab/script/syntax/fences.ts';
import { sourcedScript } from '#lib/lab/script/syntax/sourced-script.ts';

/** A finding about a card as one about a stage. */
function aboutStage(found: Finding): Finding {
  const words = (text: string): string => text.replaceAll(/\bcard\b/g, 'stage');
  const about = { ...found, message: words(found.message), help: words(found.help) };
  // A stage that does not begin is missing from the lab, while a deck without a card is still a deck.
  if (found.code !== 'HEADING_NOT_A_CARD') return about;
  return { ...about, ...finding('LAB_HEADING', found, 'this heading looks like a stage but begins none') };
}

/** The values in the front matter of a lab; `null`: missing or not valid. */
interface GuideFrontMatter {
  readonly lab: string | null;
  readonly title: string | null;
  readonly number: number | null;
  readonly topics: readonly number[];
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
            return 'lowercase letters, digits and single hyphens, as in `lab: echo`';
          draft.lab = written;
          draft.labRange = range;
          return null;
        case 'title':
          if (written === null) return 'a line of text';
          draft.title = written;
          return null;
        case 'number':
          if (written === null || !/^[1-9]\d{0,3}$/.test(written))
            return 'a whole number, its place in the list of labs, as in `number: 2`';
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

/** The code in labs is Python, and labs show no images. */
const guideRenderContext: RenderContext = {
  codeLang: 'python',
  prose: null,
  imageUrl: encodeURI,
  imageSize: () => null,
};

function imageFindings({ images }: ParsedCard): Finding[] {
  return images.map((image) => finding('LAB_IMAGE', image));
}

/** A bug in our code drops only this part of the lab. */
function tolerant<Result>(read: () => Result, otherwise: (found: Finding) => Result): Result {
  try {
    return read();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const message = `this part cannot be read: ${reason.split(/[\r\n]/)[0] ?? ''}`;
    return otherwise(finding('CARD_UNREADABLE', { start: 0, end: 2 }, message));
  }
}

/** The scripts of the whole lab are read at once, and a part may consist of a script alone. */
function parsePart(outline: CardOutline): ParsedCard {
  return parseCard({ ...outline, hasScript: false, needsBody: false });
}

interface Introduction {
  readonly html: Html | null;
  /** Offsets count from the beginning of the segment. */
  readonly findings: readonly Finding[];
}

/** Replaces the title, so that the text below it can be read as the body of a card. */
const heading = '## x';

/** Reads the text between the title of a lab and its first stage. */
function readIntroduction({ source }: Segment): Introduction {
  const titleEnd = source.startsWith('#') ? (/[\r\n]|$/.exec(source)?.index ?? source.length) : null;
  const asCard = titleEnd === null ? `${heading}\n${source}` : heading + source.slice(titleEnd);
  const by = titleEnd === null ? -heading.length - 1 : titleEnd - heading.length;
  return tolerant<Introduction>(
    () => {
      const outline = outlineCard(asCard);
      const parsed = parsePart(outline);
      const [label] = outline.sections;
      const isProse = outline.kind === 'basic' && label === undefined;
      const { content } = parsed;
      const outside = label?.labelRange ?? firstLine(asCard, taskAt(asCard) ?? outline.body.start);
      const found = isProse
        ? [...lintCard(parsed, 'all').map(aboutStage), ...imageFindings(parsed)]
        : [finding('LAB_QUESTION_OUTSIDE', outside)];
      return {
        html: content?.kind === 'basic' ? renderOptional(content.answer, guideRenderContext) : null,
        findings: found.map((one) => shifted(one, by)),
      };
    },
    (found) => ({ html: null, findings: [found] }),
  );
}

/** Offset of the first option of a choice. */
function taskAt(source: string): number | null {
  return /^[ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]+\[[ xX]\](?=\s)/m.exec(source)?.index ?? null;
}

function firstLine(source: string, from: number): Range {
  const start = from + Math.max(0, source.slice(from).search(/\S/));
  return { start, end: start + (/^[^\r\n]*/.exec(source.slice(start))?.[0].length ?? 1) };
}

/** The properties of a stage that follow from its own text. */
type StageText = Omit<Stage, 'id' | 'line' | 'part'>;

interface ReadStage {
  readonly stage: StageText | null;
  /** Offsets count from the beginning of the stage. */
  readonly findings: readonly Finding[];
}

/** The finding for a stage that asks something else; its content is not checked then. */
function kindFinding({ kind, heading }: CardOutline): Finding | null {
  if (kind === 'basic' || kind === 'choice' || kind === 'typed') {
    const { both, order, match } = heading.comment;
    const word = both ?? order ?? match;
    return word === null
      ? null
      : finding('LAB_STAGE_KIND', word, 'this word is for the cards of a deck', 'remove it');
  }
  const message = `a stage can ask only a choice or an answer to be typed; this stage is of kind ${kind}`;
  return finding('LAB_STAGE_KIND', heading.range, message);
}

/** @param hasScript whether the stage has a lab script */
function readStage(outline: CardOutline, hasScript: boolean): ReadStage {
  return tolerant<ReadStage>(
    () => {
      const wrongKind = kindFinding(outline);
      const parsed = parsePart(outline);
      const { content } = parsed;
      const link = outline.sections.find(({ label }) => label === 'Lab');
      const why = renderOptional(parsed.why, guideRenderContext);
      const isBare = content?.kind === 'basic' && isEmpty(content.answer);
      const isBlank = isBare && !hasScript && why === null && outline.sections.length === 0;
      const [prompt] =
        content?.kind === 'choice' || content?.kind === 'typed' ? renderCard(parsed, guideRenderContext) : [];
      const body = prompt?.body;
      const question = body?.kind === 'choice' || body?.kind === 'typed' ? body : null;
      const prose =
        content?.kind === 'basic' ? renderOptional(content.answer, guideRenderContext) : question?.question;
      return {
        stage: {
          title: renderPhrase(parsed.front, guideRenderContext),
          text: plainText([{ type: 'paragraph', children: [...parsed.front] }]),
          prose: prose ?? null,
          question: question === null ? null : { ...question, question: null },
          why,
        },
        findings: [
          ...(wrongKind === null ? lintCard(parsed, 'all').map(aboutStage) : [wrongKind]),
          ...(link === undefined ? [] : [finding('LAB_LINK_PLACE', link.labelRange)]),
          ...imageFindings(parsed),
          ...(isBlank && wrongKind === null ? [finding('LAB_STAGE_EMPTY', outline.heading.range)] : []),
        ],
      };
    },
    (found) => ({ stage: null, findings: [found] }),
  );
}

/** The name and number that a file gives its lab, and the diagnostics for the case that another file has the same. */
export interface GuideClaim extends Claim {
  readonly lab: string | null;
  readonly number: number | null;
  readonly ifDuplicate: Diagnostic;
  readonly ifNumberTaken: Diagnostic;
}

interface ReadGuide {
  /** `null`: the lab has an error. */
  readonly guide: Guide | null;
  /** By line and column. */
  readonly diagnostics: readonly Diagnostic[];
  readonly claim: GuideClaim;
}

function idFinding({ id, finding: found }: CardId): Finding[] {
  if (found === null) return [];
  if (found.code !== 'ID_MISSING') return [aboutStage(found)];
  const help = `write \`<!-- id: ${id ?? 'a-name'} -->\` at its end`;
  return [{ ...found, message: 'the stage has no id', help }];
}

/** Reads the text outside of every stage; offsets count in the file. */
function readIntroductions(
  introductions: readonly Segment[],
  firstStage: number,
): { readonly introduction: Guide['introduction']; readonly findings: readonly Finding[] } {
  const findings: Finding[] = [];
  let introduction: Guide['introduction'] = null;
  let isTitled = false;
  for (const segment of introductions) {
    const hasTitle = segment.source.startsWith('#');
    if (segment.source.trim() === '') continue;
    if (segment.start > firstStage || (hasTitle && isTitled)) {
      const length = /^[^\r\n]*/.exec(segment.source)?.[0].trimEnd().length ?? 1;
      const range = { start: segment.start, end: segment.start + length };
      findings.push(finding('LAB_HEADING', range, 'a heading with a single `#` is only for the title'));
      continue;
    }
    if (hasTitle) isTitled = true;
    const read = readIntroduction(segment);
    introduction = read.html ?? introduction;
    findings.push(...read.findings.map((one) => shifted(one, segment.start)));
  }
  return { introduction, findings };
}

/** The steps of a script that a fence contains. */
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
  isSound: boolean,
  place: (found: Finding) => Diagnostic,
): GuideClaim {
  const ifDuplicate = place(finding('LAB_DUPLICATE', labRange));
  const ifNumberTaken = place(finding('LAB_NUMBER_TAKEN', numberRange));
  return { file, isSound, lab, number, ifDuplicate, ifNumberTaken };
}

/**
 * Reads a lab file: its stages, their questions, and the scripts that run through them. A lab is served whole or not at
 * all, so all rules run. Never throws, and finds every problem at once.
 *
 * @param written with or without a byte order mark, which no offset counts
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
  const misplaced = companions.map(({ opening }) => finding('LAB_COMPANION_PLACE', opening));

  const findings: Finding[] = [];
  const outlines = cards.map((card) => outlineCard(card.source));
  const ids = assignIds(outlines);
  const inStages = new Set<LabFence>();
  const stages = cards.flatMap((card, index): Stage[] => {
    const outline = outlines[index];
    const id = ids[index];
    if (outline === undefined || id === undefined) return [];
    const end = card.start + card.source.length;
    const own = fences.filter(({ opening }) => opening.start >= card.start && opening.start < end);
    for (const one of own) inStages.add(one);
    const [fence, ...more] = own;
    const stage = readStage(outline, fence !== undefined);
    const inStage = [...idFinding(id), ...stage.findings].map((one) => shifted(one, card.start));
    const second = more.map(({ opening }) => finding('LAB_SCRIPT_SECOND', opening));
    findings.push(...withoutConsequences([...inStage, ...second]));
    if (stage.stage === null || id.id === null) return [];
    const part = fence === undefined ? null : partOf(fence, scripts);
    return [{ id: id.id, line: card.line, ...stage.stage, part }];
  });
  const stray = fences.filter((fence) => !inStages.has(fence));
  findings.push(
    ...withoutConsequences([
      ...inFrontMatter,
      ...outside.findings,
      ...stray.map(({ opening }) => finding('LAB_SCRIPT_OUTSIDE', opening)),
      ...(cards.length === 0 ? [finding('LAB_STAGE_NONE', { start: 0, end: 1 })] : []),
    ]),
    ...inScripts,
    ...misplaced,
  );

  const place = (found: Finding): Diagnostic => toDiagnostic(found, file, lines, 1);
  const { lab, title, number, topics } = frontMatter;
  const isWhole = !findings.some(isError) && lab !== null && title !== null && number !== null;
  return {
    guide: isWhole
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
    diagnostics: findings.map(place).sort((a, b) => a.line - b.line || a.column - b.column),
    claim: claimOf(frontMatter, file, isWhole, place),
  };
}

/**
 * An error for each file whose `lab` or number another one has.
 *
 * @param holders the files that were served until now, and still can be
 */
export function duplicateLabs(claims: readonly GuideClaim[], holders?: ReadonlySet<string>): Diagnostic[] {
  const labs = holdersOf(claims, ({ lab }) => lab, holders);
  const numbers = holdersOf(claims, ({ number }) => number, holders);
  return claims.flatMap(({ file, lab, number, ifDuplicate, ifNumberTaken }) => {
    const found: Diagnostic[] = [];
    const sameLab = lab === null ? undefined : labs.get(lab);
    if (sameLab !== undefined && sameLab !== file)
      found.push({ ...ifDuplicate, message: `\`${sameLab}\` already has the lab \`${lab ?? ''}\`` });
    const sameNumber = number === null ? undefined : numbers.get(number);
    if (sameNumber !== undefined && sameNumber !== file)
      found.push({ ...ifNumberTaken, message: `\`${sameNumber}\` already has the number ${String(number)}` });
    return found;
  });
}

/** Whether a Markdown file is a guided lab: it is in a folder `labs`, or its front matter names a lab. */
export function isGuide(text: string, file: string): boolean {
  return (
    /(?:^|[/\\])labs[/\\][^/\\]+$/.test(file) ||
    /^\ufeff?---[ \t]*\r?\n(?:(?!---).*\r?\n)*?lab[ \t]*:/.test(text)
  );
}

/** The lab and stages that a card may name. */
export function knownLab({ lab, stages }: Guide): KnownLab {
  return { lab, stages: stages.map(({ id }) => id) };
}
