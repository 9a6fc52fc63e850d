import type { CardOutline } from '#lib/deck/outline-card.ts';
import { parseCard } from '#lib/deck/parse-card.ts';
import { plainText } from '#lib/deck/plain-text.ts';
import { renderCard } from '#lib/deck/render-card.ts';
import { renderOptional, renderPhrase } from '#lib/deck/render-html.ts';
import { type Finding, finding } from '#lib/diagnostics/finding.ts';
import { aboutStage } from '#lib/lab/guide/about-stage.ts';
import type { Stage } from '#lib/lab/guide/guide.ts';
import { imageFindings } from '#lib/lab/guide/image-findings.ts';
import { guideRenderContext } from '#lib/lab/guide/render-context.ts';
import { tolerant } from '#lib/lab/guide/tolerant.ts';

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
export function readStage(outline: CardOutline, hasSteps: boolean): ReadStage {
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
