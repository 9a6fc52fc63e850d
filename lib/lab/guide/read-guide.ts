import { assignIds, type CardId } from '#lib/deck/card-ids.ts';
import { outlineCard } from '#lib/deck/outline-card.ts';
import { type Segment, splitDeck } from '#lib/deck/split-deck.ts';
import type { Diagnostic } from '#lib/diagnostics/diagnostic.ts';
import { type Finding, finding, toDiagnostic } from '#lib/diagnostics/finding.ts';
import { sourceLines } from '#lib/diagnostics/source-lines.ts';
import { type GuideFrontMatter, parseGuideFrontMatter } from '#lib/lab/guide/guide-front-matter.ts';
import { guideScript } from '#lib/lab/guide/guide-script.ts';
import type { Guide, Stage } from '#lib/lab/guide/guide.ts';
import { aboutStage } from '#lib/lab/guide/about-stage.ts';
import { readIntroduction } from '#lib/lab/guide/read-introduction.ts';
import { readStage } from '#lib/lab/guide/read-stage.ts';
import { strayStage } from '#lib/lab/guide/stray-stage.ts';
import type { FencedScript } from '#lib/lab/script/ast.ts';
import type { LabFence } from '#lib/lab/script/find-fences.ts';
import { parseScripts } from '#lib/lab/script/parse-scripts.ts';

/** What a file says it is, and what to say where another file says the same. */
export interface GuideClaim {
  readonly file: string;
  readonly lab: string | null;
  readonly number: number | null;
  readonly ifDuplicate: Diagnostic;
  readonly ifNumberTaken: Diagnostic;
}

export interface ReadGuide {
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
  const { fences, beside, scripts, findings: inScripts } = parseScripts(text, lines);
  const firstStage = cards[0]?.start ?? Infinity;
  const outside = readIntroductions(introductions, firstStage);
  // What was to be front matter is read as prose then, and a heading by accident.
  const inProse = outside.findings.filter(
    ({ code }) => source !== 'missing' || code !== 'HEADING_BY_ACCIDENT',
  );
  const misplaced = beside.map(({ opening }) => finding('LAB_BESIDE_PLACE', opening));
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
          scripts: scripts.map((script) => guideScript(text, lines, script)),
        }
      : null,
    diagnostics,
    claim: claimOf(frontMatter, file, place),
  };
}
