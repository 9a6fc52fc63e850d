import fc from 'fast-check';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { expect, it } from 'vitest';
import type { Prompt } from '#lib/cards/prompt.ts';
import { readDeck } from '#lib/deck/deck-reader.ts';
import { parseMarkdown } from '#lib/deck/markdown/parse.ts';
import { renderBlocks, renderShort } from '#lib/deck/markdown/render-html.ts';
import { deckText } from '#test/deck-text.ts';

const context = {
  codeLang: null,
  prose: null,
  imageUrl: (path: string) => `/img/${path}`,
  imageSize: () => null,
};

function render(markdown: string): string {
  return renderBlocks(fromMarkdown(markdown).children, context);
}

/** Every string in a prompt that a page may insert as HTML. */
function htmlOf(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(htmlOf) : [];
}

function htmlOfPrompt({ front, why, body }: Prompt): string[] {
  // Plain text that no page inserts as HTML.
  const {
    blanks: _blanks,
    accepted: _accepted,
    list: _list,
    not,
    ...rest
  } = { blanks: null, accepted: null, list: null, not: [], ...body };
  return htmlOf([front, why, rest, not.map(({ answer, message }) => [answer, message])]);
}

const tag = /<(\/?)([a-z0-9]+)((?: [a-z-]+(?:="[^"]*")?)*)>/g;
const elements = new Set(
  'a blockquote br code del div em h3 h4 h5 h6 hr img li mark ol p pre span strong table tbody td th thead tr ul'.split(
    ' ',
  ),
);
const attributes = new Set(
  'href rel class tabindex role aria-label aria-hidden src alt width height loading decoding start data-lang data-blank align'.split(
    ' ',
  ),
);

function expectHarmless(html: string): void {
  for (const [, , name = '', attrs = ''] of html.matchAll(tag)) {
    expect(elements).toContain(name);
    for (const [, attribute = '', value = ''] of attrs.matchAll(/ ([a-z-]+)(?:="([^"]*)")?/g)) {
      expect(attributes).toContain(attribute);
      if (attribute === 'href') expect(value).toMatch(/^(?:https?:|mailto:|\/(?!\/))/i);
    }
  }
  // Outside the tags that were just looked at no markup begins.
  expect(html.replace(tag, '')).not.toContain('<');
}

it('makes no script, handler or script address of any text', () => {
  fc.assert(
    fc.property(deckText, (text) => {
      for (const prompt of readDeck(text, { file: 'x.md' }).deck.prompts)
        htmlOfPrompt(prompt).forEach(expectHarmless);
    }),
    { numRuns: 500 },
  );
});

it.each([
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '[a](javascript:alert(1))',
  '[a](JaVaScRiPt:alert(1))',
  '[a](java&#10;script:alert(1))',
  '[a](<java\tscript:alert(1)>)',
  '[a](data:text/html,<script>alert(1)</script>)',
  '[a](//evil.example)',
  '[a](/\\evil.example)',
  '<javascript:alert(1)>',
  '![a](javascript:alert(1).png)',
  '![a](data:image/svg+xml,x.svg)',
  '![x" onerror="alert(1)](a.png)',
  '```"><script>alert(1)</script>\nx\n```',
])('shows %s without running it', (markdown) => {
  const html = render(markdown);
  expectHarmless(html);
  expect(html).not.toMatch(/evil\.example"|src="(?:javascript|data)/i);
});

it('shows HTML as text, and comments not at all', () => {
  expect(render('a <b>c</b> <!-- d -->')).toBe('<p>a &#x3C;b>c&#x3C;/b> </p>');
  expect(render('<!-- d -->')).toBe('');
});

it('opens links safely, and leaves the text of those that lead nowhere', () => {
  expect(render('[a](https://example.org)')).toBe(
    '<p><a href="https://example.org" rel="noopener noreferrer">a</a></p>',
  );
  expect(render('[a](/lab)')).toContain('href="/lab"');
  expect(render('[a](other.md)')).toBe('<p>a</p>');
});

it('gives images their address, and leaves the text of those outside the folder', () => {
  expect(render('![a](img/./b/../x.png)')).toBe(
    '<p><img src="/img/img/x.png" alt="a" loading="lazy" decoding="async"></p>',
  );
  expect(render('![a](../x.png)')).toBe('<p>a</p>');
  expect(render('![a](%2e%2e/x.png)')).toBe('<p>a</p>');
});

it('keeps headings of a card below those of the page', () => {
  expect(render('a\n---')).toBe('<h3>a</h3>');
});

it('drops what is not allowed even where a node asks for it', () => {
  const properties = { onClick: 'x()', style: 'x', id: 'x', className: ['x'] };
  const data = { hName: 'iframe', hProperties: { src: 'https://example.org' } };
  const text = { type: 'text' as const, value: 'a' };
  expect(
    renderBlocks([{ type: 'paragraph', data: { hProperties: properties }, children: [text] }], context),
  ).toBe('<p>a</p>');
  expect(renderBlocks([{ type: 'paragraph', data, children: [text] }], context)).toBe('a');
  expect(renderBlocks([{ type: 'paragraph', data: { hName: 'script' }, children: [text] }], context)).toBe(
    '',
  );
});

it('marks the language and the direction of prose, and leaves code as it is', () => {
  const hebrew = { ...context, prose: { lang: 'he', dir: 'rtl' as const } };
  expect(renderBlocks(parseMarkdown('קצה של `socket()`.\n\n- א\n\n```\nx\n```'), hebrew)).toMatch(
    /^<p lang="he" dir="rtl">קצה של <code>socket\(\)<\/code>\.<\/p>\s*<ul lang="he" dir="rtl">[^]*<pre [^>]*dir="ltr"/,
  );
  expect(renderShort(parseMarkdown('מהו שקע?'), hebrew)).toBe('<span lang="he" dir="rtl">מהו שקע?</span>');
});
