import { body } from '#lib/deck/lint/base/example-decks.ts';
import type { Rule } from '#lib/deck/lint/base/rule.ts';
import { nodeRange } from '#lib/deck/markdown/parse.ts';
import { isComment } from '#lib/deck/markdown/phrase.ts';

const elements: ReadonlySet<string> = new Set(
  'a abbr address article aside audio b bdi bdo big blockquote body br button caption center cite code col colgroup data dd del details dfn div dl dt em embed fieldset figcaption figure font footer form h1 h2 h3 h4 h5 h6 head header hr html i iframe img input ins kbd label legend li link main map mark meta nav noscript object ol optgroup option p param picture pre q s samp script section select small source span strike strong style sub summary sup svg table tbody td template textarea tfoot th thead time title tr track tt u ul var video wbr'.split(
    ' ',
  ),
);

/** The element of a tag; `null`: no element of HTML has the name, so the text is meant as it is: `List<int>`. */
function elementOf(html: string): { readonly name: string; readonly isEnd: boolean } | null {
  const [, slash = '', name = ''] = /^<(\/?)([a-z][a-z0-9]*)/i.exec(html) ?? [];
  return elements.has(name.toLowerCase()) ? { name: name.toLowerCase(), isEnd: slash !== '' } : null;
}

export const htmlShown: Rule = {
  code: 'HTML_SHOWN',
  severity: 'warning',
  message: 'HTML is shown as text',
  help: 'use Markdown instead',
  check: (card, report) => {
    const begun = new Set<string>();
    for (const node of card.nodes) {
      const element = node.type === 'html' && !isComment(node.value) ? elementOf(node.value.trim()) : null;
      // The end of an element is reported with its beginning.
      if (element === null || (element.isEnd && begun.has(element.name))) continue;
      begun.add(element.name);
      report(nodeRange(node));
    }
  },
  examples: {
    reported: [
      body('a ⟦<b>⟧c</b>'),
      body('2⟦<sup>⟧16</sup>'),
      body('one⟦<br>⟧two'),
      body('⟦<div class="x">⟧\n\nA\n\n</div>'),
      body('**Answer:** ⟦<b>⟧x</b>'),
    ],
    silent: [
      body('a < b, `<b>`, \\<b> and <!-- c -->'),
      body('A List<int> holds the <socket> of vector<string>.'),
      body('**Answer:** List<int>'),
      body('**Answer:** <socket>'),
    ],
  },
};
