import { outlineCard } from '#lib/deck/outline-card.ts';
import { parseCard } from '#lib/deck/parse-card.ts';
import type { Html } from '#lib/deck/prompt.ts';
import { renderOptional } from '#lib/deck/render-html.ts';
import type { Segment } from '#lib/deck/split-deck.ts';
import { type Finding, finding } from '#lib/diagnostics/finding.ts';
import { guideRenderContext } from '#lib/lab/guide/render-context.ts';
import { imageFindings } from '#lib/lab/guide/image-findings.ts';
import { tolerant } from '#lib/lab/guide/tolerant.ts';

interface Introduction {
  readonly html: Html | null;
  /** Offsets count from the segment's beginning. */
  readonly findings: readonly Finding[];
}

/** Stands for the title; what follows is read as the body of a card is. */
const heading = '## x';

/** The text between a lab's title and its first stage. */
export function readIntroduction({ source }: Segment): Introduction {
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
