import { body } from '#lib/deck/lint/base/example-decks.ts';
import { bodyLines } from '#lib/deck/lint/base/lines.ts';
import type { Rule } from '#lib/deck/lint/base/rule.ts';
import { hideRanges } from '#lib/deck/syntax/comments.ts';

interface Markup {
  readonly pattern: RegExp;
  readonly message: string;
  readonly help: string;
}

/** Markup of other programs, which is shown as it is written. */
const markups: readonly Markup[] = [
  {
    pattern: /^[ \t]*(?:>[ \t]*)+\[![A-Za-z][\w-]*\][+-]?/,
    message: 'the sign of a callout is shown as text',
    help: 'write the kind of the callout in bold, as in `> **Note:** …`',
  },
  {
    pattern: /(?<![=\w!<>+*/%&|^-])==(?=[^\s=])[^=\n]*[^\s=]==(?![=\w])/,
    message: 'the signs of highlighted text are shown',
    help: 'write `**` for bold, or `{{…}}` for a blank; put code in backticks',
  },
  {
    pattern: /\[\^[^\]\s]+\]/,
    message: 'a footnote is shown as text',
    help: 'write the note in brackets, or below `**Why:**`',
  },
  {
    pattern: /!\[\[[^\]\n]+\]\]/,
    message: 'an embedded file of Obsidian is not shown',
    help: 'write `![what it shows](img/name.png)`',
  },
  {
    pattern: /(?<![\w!])\[\[[^\]\n,]*[A-Za-z][^\]\n,]*\]\](?!\])/,
    message: 'a link of a wiki is shown as text',
    help: 'write the words alone, or `[text](https://…)`; put code in backticks',
  },
  {
    pattern: /(?<!\S)%%[^%\n]+%%(?!\S)/,
    message: 'a comment of Obsidian is shown',
    help: 'write it as `<!-- … -->`',
  },
  {
    pattern: /^[ \t]*:::+[ \t]*\{?[.\w]/,
    message: 'the sign of a block of another program is shown',
    help: 'remove it, and its line of colons at the end',
  },
  {
    pattern: /(?<!\S)\^[a-z0-9-]{4,}[ \t]*$/,
    message: 'the name of a block of Obsidian is shown',
    help: 'remove it',
  },
];

const inlineCode = /(?<!`)(`+)(?!`)[^]*?[^`]\1(?!`)/g;

export const markupForeign: Rule = {
  code: 'MARKUP_FOREIGN',
  severity: 'warning',
  message: 'this markup belongs to another program, and is shown as it is written',
  help: 'write it as Markdown does, or put it in backticks',
  supersedes: { overlapping: ['LINK_RELATIVE'] },
  check: (card, report) => {
    const seen = new Set<Markup>();
    for (const { text, start, role } of bodyLines(card)) {
      if (role !== 'text' || !/[=[%:^]/.test(text)) continue;
      const code = Array.from(text.matchAll(inlineCode), ({ 0: span, index }) => ({
        start: index,
        end: index + span.length,
      }));
      const visible = hideRanges(text, code);
      for (const markup of markups) {
        const found = seen.has(markup) ? null : markup.pattern.exec(visible);
        if (found === null || visible.charAt(found.index - 1) === '\\') continue;
        // One of each is enough.
        seen.add(markup);
        const from = found.index + found[0].search(/\S/);
        const { message, help } = markup;
        report(
          { start: start + from, end: start + found.index + found[0].trimEnd().length },
          { message, help },
        );
      }
    }
  },
  examples: {
    reported: [
      {
        deck: body('⟦> [!note]⟧ Remember\n> It is a ==hint==.[^1]\n\n[^1]: See the manual page.'),
        help: '`> **Note:** …`',
        also: ['MARKUP_FOREIGN', 'MARKUP_FOREIGN'],
      },
      { deck: body('> ⟦> [!warning]-⟧ Careful\n> so').replace('> ⟦> ', '⟦> > '), help: '`> **Note:** …`' },
      { deck: body('It is a ⟦==hint==⟧, ==twice==.'), help: '`**`' },
      { deck: body('It is so.⟦[^1]⟧\n\n[^1]: page'), help: '**Why:**' },
      { deck: body('See ⟦![[queue.png]]⟧ here.'), help: 'img/name.png' },
      { deck: body('See ⟦[[the backlog]]⟧ and [[b]].'), help: 'the words alone' },
      { deck: body('A ⟦%%remark of mine%%⟧ here'), help: '<!--' },
      { deck: body('⟦::: warning⟧\nNo.\n:::').replace('⟦::: warning⟧', '⟦::: w⟧arning'), help: 'remove it' },
      { deck: body('A line. ⟦^block-1⟧'), help: 'remove it' },
    ],
    silent: [
      body('a == b, a == b == c, `==x==`, x===y, if (a==b && c==d) and ===.'),
      body('An array [[1, 2], [3, 4]], `[[x]]`, a[[i]] and [1].'),
      body('> A quote, [not] a callout.'),
      body('100%% sure, `%%x%%`, 2^16 and `[^a-z]`.'),
      body('\\[^1] and \\==a=='),
    ],
  },
};
