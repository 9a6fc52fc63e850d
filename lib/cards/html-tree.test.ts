import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import type { ElementContent } from 'hast';
import { toHtml } from 'hast-util-to-html';
import { expect, it } from 'vitest';
import { type HtmlNode, htmlTree } from '#lib/cards/html-tree.ts';
import type { Html, Prompt } from '#lib/cards/prompt.ts';
import { readDeck } from '#lib/deck/deck-reader.ts';
import { deckText } from '#test/deck-text.ts';

const context = {
  file: 'content/decks/d.md',
  imageUrl: (path: string) => `/img/${path}`,
  imageSize: () => null,
  findStage: () => null,
};

/** The same as the tree that the writer of the site's markup takes. */
function asHast(node: HtmlNode): ElementContent {
  if (typeof node === 'string') return { type: 'text', value: node };
  return {
    type: 'element',
    tagName: node.tag,
    properties: { ...node.attributes },
    children: node.children.map(asHast),
  };
}

function written(html: Html): string {
  return toHtml({ type: 'root', children: htmlTree(html).map(asHast) });
}

function markupOf({ front, why, body }: Prompt): Html[] {
  const inBody = body.kind === 'cloze' || body.kind === 'code' ? [body.hidden, body.shown] : [];
  return [front, ...(why === null ? [] : [why]), ...inBody];
}

it('reads every markup of the course deck so that writing it gives the same', () => {
  const { deck } = readDeck(readFileSync('content/decks/sockets.md', 'utf8'), context);
  const markup = deck.prompts.flatMap(markupOf);
  expect(markup.filter((html) => html.includes('data-blank')).length).toBeGreaterThan(20);
  for (const html of markup) expect(written(html)).toBe(html);
});

it('reads the markup of any deck so that writing it gives the same', () => {
  fc.assert(
    fc.property(deckText, (text) => {
      for (const html of readDeck(text, context).deck.prompts.flatMap(markupOf))
        expect(written(html)).toBe(html);
    }),
    { numRuns: 300 },
  );
});

it('takes what is in quotes for no tag, and decodes it', () => {
  const { deck } = readDeck(
    '---\ndeck: d\ntitle: D\n---\n\n## Q <!-- id: q -->\n{{a}} ![x > "y" & <b>](p.png) `a < b && c`\n',
    context,
  );
  const [prompt] = deck.prompts;
  if (prompt?.body.kind !== 'cloze') throw new Error('not a cloze');
  const [paragraph] = htmlTree(prompt.body.hidden);
  if (paragraph === undefined || typeof paragraph === 'string') throw new Error('no paragraph');
  const image = paragraph.children.find((node) => typeof node !== 'string' && node.tag === 'img');
  expect(image).toMatchObject({ attributes: { alt: 'x > "y" & <b>', src: '/img/p.png' } });
  expect(paragraph.children.at(-1)).toMatchObject({ tag: 'code', children: ['a < b && c'] });
});
