import { body, card, type Example, front, good } from '#lib/deck/lint/diagnostics-examples.fixture.ts';

/** Markup, labels and comments that are nearly what was meant. */
export const markupExamples: readonly Example[] = [
  { code: 'LINK_BROKEN', source: body('![Queue](img/my queue.png)'), at: '6:1+26', help: '%20' },
  { code: 'LINK_BROKEN', source: body('See [a] (https://example.org).'), at: '6:5+11', help: 'right behind' },
  { code: 'LINK_BROKEN', source: body('See (a)[https://example.org].'), at: '6:5+24', help: '[text]' },
  { code: 'FENCE_LANG', source: body('```pyhton\nx = 1\n```'), at: '6:4+6', help: 'write `python`' },
  { code: 'BLANK_FORM', source: body('The {{{SYN}}} flag'), at: '6:5+9', help: 'write `{{SYN}}`' },
  {
    code: 'COMMENT_MALFORMED',
    source: card('Q', '<!-- id: q -->\nA'),
    at: '5:4+1',
    also: ['ID_MISSING'],
  },
  {
    code: 'COMMENT_MALFORMED',
    source: body('A\n\n<!-- order; topics: 3 -->'),
    at: '8:1+25',
    help: 'behind the heading',
  },
  {
    code: 'COMMENT_MALFORMED',
    source: `${front}<!-- id: r -->\n${good}`,
    at: '5:1+14',
    help: 'the same line',
  },
  {
    code: 'FRONT_MATTER_VALUE',
    source: `---\ndeck: d\ntitle: D\nlanguage: english\n---\n${good}`,
    at: '4:11+7',
    help: '`language: en`',
  },
  {
    code: 'ANSWER_TOO_LONG',
    source: body('**Answer:** 1. SYN 2. SYN-ACK 3. ACK'),
    at: '6:13+24',
    help: 'on a line of its own',
  },
  {
    code: 'ANSWER_TOO_LONG',
    source: body('**Answer:** a\n\n**Accepted:** b'),
    at: '8:1+13',
    help: '`**Also accept:**`',
  },
  {
    code: 'ANSWER_TOO_LONG',
    source: body('**Answer:** a\n\n**Wrong answer:** b'),
    at: '8:1+17',
    help: '`**Not:**`',
  },
  { code: 'FEEDBACK_DASH', source: body('**Answer:** a\n\n**Not:** `b`, because it waits'), at: '8:13+9' },
];

/** What looks like a mistake of markup, and is none. */
export const markupTexts: readonly string[] = [
  'f(a)[i] and [x] (y), a[0] (see below), `[a](b c)`, \\[a](b c)',
  '[a](https://example.org "A title") and (a) [b]',
  '```cython\nx\n```\n\n```fish\nx\n```\n\n```console\nx\n```',
  'A `{{{a|b}}}` set.',
  '**Answer:** 1.5 to 2.5',
  '**Answer:** a\n\n**Not:** since 1981',
  'A <!-- order --> b',
  'A\n\n<!-- order matters here -->\n\n<!-- both; see topics -->\n\n<!-- match, then: go -->\n\n<!-- -->',
];
