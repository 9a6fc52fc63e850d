import type { AnswerText, Body } from '#lib/cards/prompt.ts';
import type { CardTree, Parsed } from '#lib/deck/kinds/card-tree.ts';
import type { Nodes } from '#lib/deck/markdown/parse.ts';
import type { BlankView } from '#lib/deck/markdown/placeholders.ts';
import { renderBlocks, type RenderContext } from '#lib/deck/markdown/render-html.ts';
import { type Blank, blankParts } from '#lib/deck/syntax/blanks.ts';

type CodeBlank = Extract<Body, { kind: 'code' | 'cloze' }>['blanks'][number];

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
 * What `()` typed after the answer does: in prose nothing, as prose does not say whether it calls what it names; in code it
 * calls what was only named, or repeats the parentheses that follow.
 */
function parenthesesOf({ inFence, end }: Blank, source: string): CodeBlank['parentheses'] {
  if (/^[ \t]*\([ \t]*\)/.test(source.slice(end))) return 'same';
  if (/^[ \t]*\(/.test(source.slice(end))) return 'repeated';
  return inFence ? 'call' : 'same';
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
          parentheses: parenthesesOf(blank, source),
          ...contextOf(blank, blanks, source),
        })),
      },
    };
  });
}
