import type { AnswerText, Body } from '#lib/cards/prompt.ts';
import type { CardTree, Parsed } from '#lib/deck/kinds/card-tree.ts';
import type { Nodes } from '#lib/deck/markdown/parse.ts';
import type { BlankView } from '#lib/deck/markdown/placeholders.ts';
import { renderBlocks, type RenderContext } from '#lib/deck/markdown/render-html.ts';
import { type Blank, blankParts } from '#lib/deck/syntax/blanks.ts';

/** Text or code with blanks. */
export interface Cloze {
  readonly kind: 'cloze' | 'code';
  readonly body: Nodes;
}

export function parseCloze(kind: Cloze['kind'], { body }: CardTree): Parsed<Cloze> {
  return { content: { kind, body }, findings: [] };
}

/** Every answer of a blank in a fence is code; in prose, an answer written in backticks is. */
function acceptedOf({ answer, alternates, inFence, asCode }: Blank): AnswerText[] {
  return [answer, ...alternates].map((text) => ({ text, isCode: inFence || asCode }));
}

/**
 * Whether `()` may be typed after the answer: it repeats the `()` that follows, or it is prose, which does not say whether
 * it calls what it names. In other code, the answer would be called, or called twice: `socket()(AF_INET, SOCK_STREAM)`.
 */
function mayCall({ inFence, end }: Blank, source: string): boolean {
  const isCalled = /^[ \t]*\(/.test(source.slice(end));
  return isCalled ? /^[ \t]*\([ \t]*\)/.test(source.slice(end)) : !inFence;
}

/** The text on both sides of a blank, up to the next blank or the end of the line. */
function contextOf(
  blank: Blank,
  blanks: readonly Blank[],
  source: string,
): { before: string; after: string } {
  const previous = blanks.findLast(({ end }) => end <= blank.start)?.end ?? 0;
  const next = blanks.find(({ start }) => start >= blank.end)?.start ?? source.length;
  const before = source.slice(previous, blank.start).split(/[\r\n]/);
  const [after = ''] = /^[^\r\n]*/.exec(source.slice(blank.end, next)) ?? [];
  return { before: (before.at(-1) ?? '').trim(), after: after.trim() };
}

/** One prompt for each blank or group of blanks; `part` is the last part of its key. */
export function renderCloze(
  { kind, body }: Cloze,
  { outline: { blanks, source }, mark }: CardTree,
  context: RenderContext,
): { readonly part: string; readonly body: Body }[] {
  return blankParts(blanks).map((part) => {
    const view: BlankView = { mark, blanks, asked: part.blanks, state: 'hidden' };
    const asked = part.blanks.flatMap((index) => blanks[index] ?? []);
    return {
      part: part.name,
      body: {
        kind,
        hidden: renderBlocks(body, context, view),
        shown: renderBlocks(body, context, { ...view, state: 'shown' }),
        blanks: asked.map((blank) => ({
          accepted: acceptedOf(blank),
          hint: blank.hint,
          mayCall: mayCall(blank, source),
          ...contextOf(blank, blanks, source),
        })),
      },
    };
  });
}
