import type { RootContent } from 'mdast';
import type { AnswerText, Body, Html, PromptLab } from '#lib/cards/prompt.ts';
import type { CardContent, ParsedCard } from '#lib/deck/kinds/card-content.ts';
import type { Nodes } from '#lib/deck/markdown/parse.ts';
import { answerText, plainText, splitAtBars } from '#lib/deck/markdown/phrase.ts';
import type { BlankView } from '#lib/deck/markdown/placeholders.ts';
import {
  renderBlocks,
  type RenderContext,
  renderOptional,
  renderPhrase,
  renderShort,
} from '#lib/deck/markdown/render-html.ts';
import { type Blank, blankParts } from '#lib/deck/syntax/blanks.ts';

/** One prompt of a card, as far as it does not depend on where the card stands. */
export interface RenderedPrompt {
  /** The last part of its key; `null` where the card's own key is the prompt's. */
  readonly part: string | null;
  readonly front: Html;
  readonly text: string;
  readonly body: Body;
  readonly why: Html | null;
  readonly lab: PromptLab | null;
}

type Blanks = Extract<CardContent, { kind: 'cloze' | 'code' }>;
type Simple = Exclude<CardContent, Blanks>;

function message(nodes: Nodes | null, context: RenderContext): Html | null {
  return nodes === null ? null : renderShort(nodes, context);
}

function renderTyped(content: Extract<CardContent, { kind: 'typed' }>, context: RenderContext): Body {
  const { question, answer, list } = content;
  const items = list?.items.map((ways) => ways.map(answerText)) ?? [];
  return {
    kind: 'typed',
    question: renderOptional(question, context),
    answer: renderBlocks(list === null ? answer : answer.map(withoutAlternates), context),
    accept: [...(list?.items.flatMap((ways) => ways.slice(1)) ?? content.accept)].map((nodes) =>
      renderShort(nodes, context),
    ),
    accepted: list === null ? [answer, ...content.accept].map(answerText) : [inOneLine(items)],
    list: list === null ? null : { items, anyOrder: list.anyOrder },
    not: content.not.map((wrong) => ({
      answer: renderShort(wrong.answer, context),
      text: answerText(wrong.answer),
      message: message(wrong.message, context),
    })),
  };
}

/** A list as one types it: the author's way to say each item. */
function inOneLine(items: readonly (readonly AnswerText[])[]): AnswerText {
  const first = items.flatMap((ways) => ways.slice(0, 1));
  return { text: first.map(({ text }) => text).join(', '), isCode: first.every(({ isCode }) => isCode) };
}

/** A list with the author's way to say each item, and no other. */
function withoutAlternates(node: RootContent): RootContent {
  if (node.type !== 'list') return node;
  const children = node.children.map((item) => {
    const [first] = splitAtBars(item.children);
    return first?.[0]?.type === 'paragraph' ? { ...item, children: [first[0]] } : item;
  });
  return { ...node, children };
}

/** The body of a card that asks one thing. */
function renderBody(content: Simple, context: RenderContext): Body {
  switch (content.kind) {
    case 'basic':
      return { kind: 'basic', answer: renderBlocks(content.answer, context), asks: null };
    case 'typed':
      return renderTyped(content, context);
    case 'choice':
      return {
        kind: 'choice',
        question: renderOptional(content.question, context),
        options: content.options.map(({ text, right, feedback }) => ({
          text: renderShort(text, context),
          right,
          feedback: message(feedback, context),
        })),
        explanation: renderOptional(content.explanation, context),
      };
    case 'order':
      return {
        kind: 'order',
        steps: content.steps.map((step) => renderShort(step, context)),
        free: content.free.map((free) => ({ ...free, step: renderShort(free.step, context) })),
        distractors: content.distractors.map((distractors) => ({
          step: renderShort(distractors.step, context),
          message: message(distractors.message, context),
        })),
        explanation: renderOptional(content.explanation, context),
        run: content.run,
      };
    case 'match':
      return {
        kind: 'match',
        head: [renderShort(content.head[0], context), renderShort(content.head[1], context)],
        pairs: content.pairs.map(
          ([left, right]) => [renderShort(left, context), renderShort(right, context)] as const,
        ),
        explanation: renderOptional(content.explanation, context),
      };
    default:
      return content satisfies never;
  }
}

/** In a fence everything is code; in prose what the author wrote as such, and nothing of a blank that is none. */
function acceptedOf({ answer, alternates, inFence, asCode }: Blank): AnswerText[] {
  return [answer, ...alternates].map((text) => ({ text, isCode: inFence || asCode }));
}

/** Whether the author calls what stands in a blank, or it is prose. */
function mayCall({ inFence, end }: Blank, source: string): boolean {
  return !inFence || /^\s*\(/.test(source.slice(end));
}

/** What stands on both sides of a blank, up to the next one or the end of the line. */
function textAround(
  blank: Blank,
  blanks: readonly Blank[],
  source: string,
): { before: string; after: string } {
  const previous = blanks.findLast(({ end }) => end <= blank.start)?.end ?? 0;
  const next = blanks.find(({ start }) => start >= blank.end)?.start ?? source.length;
  const before =
    source
      .slice(previous, blank.start)
      .split(/[\r\n]/)
      .at(-1) ?? '';
  const [after = ''] = /^[^\r\n]*/.exec(source.slice(blank.end, next)) ?? [];
  return { before: before.trim(), after: after.trim() };
}

function renderBlanks(
  card: ParsedCard,
  content: Blanks,
  context: RenderContext,
): { part: string; body: Body }[] {
  const { blanks } = card.outline;
  return blankParts(blanks).map((part) => {
    const view: BlankView = { mark: card.mark, blanks, asked: part.blanks, state: 'hidden' };
    const body: Body = {
      kind: content.kind,
      hidden: renderBlocks(content.body, context, view),
      shown: renderBlocks(content.body, context, { ...view, state: 'shown' }),
      blanks: part.blanks.flatMap((number) => {
        const blank = blanks[number];
        if (blank === undefined) return [];
        const { source } = card.outline;
        return [
          {
            accepted: acceptedOf(blank),
            hint: blank.hint,
            mayCall: mayCall(blank, source),
            ...textAround(blank, blanks, source),
          },
        ];
      }),
    };
    return { part: part.name, body };
  });
}

/** What of a card can be run. */
function labOf({ script, outline: { link } }: ParsedCard): PromptLab | null {
  if (script !== null) return { kind: 'script', script };
  return link === null ? null : { kind: 'stage', lab: link.lab, stage: link.stage };
}

/** The prompts of a card, in the order in which they stand in it; none when the card cannot be asked. */
export function renderCard(card: ParsedCard, context: RenderContext): RenderedPrompt[] {
  const { content } = card;
  if (content === null) return [];
  const front = renderPhrase(card.front, context);
  const text = plainText([{ type: 'paragraph', children: [...card.front] }]);
  const why = renderOptional(card.why, context);
  const lab = labOf(card);
  if ('body' in content) {
    return renderBlanks(card, content, context).map((prompt) => ({ ...prompt, front, text, why, lab }));
  }
  const body = renderBody(content, context);
  const forward: RenderedPrompt = { part: null, front, text, body, why, lab };
  if (body.kind !== 'basic' || content.kind !== 'basic' || card.outline.heading.comment.both === null)
    return [forward];
  const reversed: RenderedPrompt = {
    part: 'reverse',
    front: renderShort(content.answer, context),
    text: plainText(content.answer),
    body: { kind: 'basic', answer: front, asks: 'name' },
    why,
    lab,
  };
  return [{ ...forward, body: { ...body, asks: 'meaning' } }, reversed];
}
