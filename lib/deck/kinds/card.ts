import type { Html, Prompt, PromptLab } from '#lib/cards/prompt.ts';
import { type Basic, parseBasic, renderBasic, renderReversed } from '#lib/deck/kinds/basic.ts';
import { type CardTree, checkTree, emptyTree, type Parsed, parseTree } from '#lib/deck/kinds/card-tree.ts';
import { type Choice, parseChoice, renderChoice } from '#lib/deck/kinds/choice.ts';
import { type Cloze, parseCloze, renderCloze } from '#lib/deck/kinds/cloze.ts';
import { type Match, parseMatch, renderMatch } from '#lib/deck/kinds/match.ts';
import { type Order, parseOrder, renderOrder } from '#lib/deck/kinds/order.ts';
import { parseTyped, renderTyped, type Typed } from '#lib/deck/kinds/typed.ts';
import type { ImageUse } from '#lib/deck/markdown/addresses.ts';
import type { Nodes } from '#lib/deck/markdown/parse.ts';
import { plainText } from '#lib/deck/markdown/phrase.ts';
import { type RenderContext, renderOptional, renderPhrase } from '#lib/deck/markdown/render-html.ts';
import type { CardOutline } from '#lib/deck/syntax/outline.ts';
import { type Finding, finding } from '#lib/diagnostics/finding.ts';

/** The contents of a card of each kind, before they become HTML. */
type CardContent = Basic | Typed | Choice | Order | Match | Cloze;

export interface ParsedCard extends CardTree {
  /** `null`: the card cannot be asked. */
  readonly content: CardContent | null;
  readonly why: Nodes;
  readonly images: readonly ImageUse[];
  /** The errors of its structure, in no order. */
  readonly findings: readonly Finding[];
}

function parseContent(tree: CardTree): Parsed<CardContent> {
  const { kind } = tree.outline;
  switch (kind) {
    case 'basic':
      return parseBasic(tree);
    case 'typed':
      return parseTyped(tree);
    case 'choice':
      return parseChoice(tree);
    case 'order':
      return parseOrder(tree);
    case 'match':
      return parseMatch(tree);
    case 'cloze':
    case 'code':
      return parseCloze(kind, tree);
    default:
      return kind satisfies never;
  }
}

/** A card that cannot be asked. */
export function unusableCard(outline: CardOutline, found: readonly Finding[]): ParsedCard {
  const findings = [...outline.findings, ...found];
  return { ...emptyTree(outline), content: null, why: [], images: [], findings };
}

/** Parses the Markdown of a card and checks its structure. */
export function parseCard(outline: CardOutline): ParsedCard {
  if (outline.tooDeep) return unusableCard(outline, []);
  const tree = parseTree(outline);
  if ('code' in tree) return unusableCard(outline, [tree]);
  const { sections, script } = tree;
  const parsed = parseContent(tree);
  const { images, findings, hasMisplacedBlank } = checkTree(tree);
  const isUsable = !outline.broken && outline.heading.text !== '' && !hasMisplacedBlank;
  const empty = sections
    .filter((section) => section.isEmpty)
    .map(({ label, labelRange }) => finding('LABEL_EMPTY', labelRange, `\`**${label}:**\` is empty`));
  return {
    ...tree,
    content: isUsable ? parsed.content : null,
    why: sections.find((section) => section.label === 'Why' && !section.isEmpty)?.nodes ?? [],
    images,
    findings: [...outline.findings, ...script.findings, ...parsed.findings, ...empty, ...findings],
  };
}

/** A prompt without the properties that depend on the place of its card. */
export type RenderedPrompt = Pick<Prompt, 'front' | 'text' | 'body' | 'why' | 'lab'> & {
  /** The last part of its key; `null`: the key of the card is the key of the prompt. */
  readonly part: string | null;
};

function labOf({ script: { script }, outline: { link } }: ParsedCard): PromptLab | null {
  if (script !== null) return { kind: 'script', script };
  return link === null ? null : { kind: 'stage', lab: link.lab, stage: link.stage };
}

type RenderedBody = Pick<RenderedPrompt, 'part' | 'body'> & Partial<Pick<RenderedPrompt, 'front' | 'text'>>;

function renderBodies(
  card: ParsedCard,
  content: CardContent,
  front: Html,
  context: RenderContext,
): RenderedBody[] {
  switch (content.kind) {
    case 'basic': {
      if (card.outline.heading.comment.both === null)
        return [{ part: null, body: renderBasic(content, null, context) }];
      return [
        { part: null, body: renderBasic(content, 'meaning', context) },
        { part: 'reverse', ...renderReversed(content, front, context) },
      ];
    }
    case 'typed':
      return [{ part: null, body: renderTyped(content, context) }];
    case 'choice':
      return [{ part: null, body: renderChoice(content, context) }];
    case 'order':
      return [{ part: null, body: renderOrder(content, context) }];
    case 'match':
      return [{ part: null, body: renderMatch(content, context) }];
    case 'cloze':
    case 'code':
      return renderCloze(content, card, context);
    default:
      return content satisfies never;
  }
}

/** The prompts of a card, in the order of its text; none if the card cannot be asked. */
export function renderCard(card: ParsedCard, context: RenderContext): RenderedPrompt[] {
  const { content } = card;
  if (content === null) return [];
  const front = renderPhrase(card.front, context);
  const shared = {
    front,
    text: plainText([{ type: 'paragraph', children: [...card.front] }]),
    why: renderOptional(card.why, context),
    lab: labOf(card),
  };
  return renderBodies(card, content, front, context).map((prompt) => ({ ...shared, ...prompt }));
}
