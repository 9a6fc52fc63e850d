import type { List, ListItem } from 'mdast';
import { body } from '#lib/deck/lint/base/example-decks.ts';
import type { Rule } from '#lib/deck/lint/base/rule.ts';
import { firstLineOf } from '#lib/deck/markdown/parse.ts';
import { plainText } from '#lib/deck/markdown/phrase.ts';
import type { Range } from '#lib/diagnostics/finding.ts';

const rightSign = /[✅☑✔✓🟢]/u;
const wrongSign = /[❌❎✖✗✘✕🔴🚫⛔]/u;
const signAtEnd = /^[✅☑✔✓🟢❌❎✖✗✘✕🔴🚫⛔]\ufe0f?\s|\s?[✅☑✔✓🟢❌❎✖✗✘✕🔴🚫⛔]\ufe0f?$/u;
const rightWord =
  /[([{]\s*(?:correct(?: answer)?|right(?: answer)?|true|answer|richtig|korrekt|correcte?|vrai|correcto|correcta|corretto|corretta|certo|certa|rätt|riktig|верно|правильно|正解|正确)\s*[)\]}]$|\s\*$/iu;

/** Whether all of the item is bold. */
function isBold({ children: [first, ...more] }: ListItem): boolean {
  if (first?.type !== 'paragraph' || more.length > 0) return false;
  const [only, ...others] = first.children;
  return only?.type === 'strong' && others.length === 0;
}

function isMarkedBySign(item: ListItem): boolean {
  return signAtEnd.test(plainText(item.children));
}

function isMarkedByWord(item: ListItem): boolean {
  return rightWord.test(plainText(item.children));
}

/** What sets some of the items apart as right; `null`: nothing does. */
function markOf({ children: items }: List): string | null {
  if (items.length < 2 || items.some(({ checked }) => typeof checked === 'boolean')) return null;
  const some = (test: (item: ListItem) => boolean) => {
    const count = items.filter(test).length;
    return count > 0 && count < items.length;
  };
  const texts = items.map((item) => plainText(item.children));
  const hasBoth = texts.some((text) => rightSign.test(text)) && texts.some((text) => wrongSign.test(text));
  if (hasBoth && items.every(isMarkedBySign)) return 'signs mark the items of this list as right or wrong';
  if (some(isMarkedBySign)) return 'a sign sets one item of this list apart';
  if (some(isMarkedByWord)) return 'a word in brackets, or a star, sets one item of this list apart';
  // More than one in three may be emphasis.
  return some(isBold) && items.filter(isBold).length <= items.length / 2
    ? 'bold text sets one item of this list apart'
    : null;
}

const lettered = /^[ \t]*\(?[a-hA-H][.)][ \t]+\S/;

/** The first of three lines or more that begin with a), b), c) and on, or with A., B., C. */
function letteredAt(source: string, { start, end }: Range): Range | null {
  let from = start;
  let count = 0;
  let first: Range | null = null;
  for (const line of source.slice(start, end).split(/\r\n?|\n/)) {
    const letter = lettered.test(line) ? (/[a-hA-H]/.exec(line)?.[0].toLowerCase() ?? '') : '';
    if (letter === 'abcdefgh'.charAt(count) && letter !== '') {
      first ??= { start: from + line.search(/\S/), end: from + line.trimEnd().length };
      count += 1;
    }
    from += line.length + (source.startsWith('\r\n', from + line.length) ? 2 : 1);
  }
  return count >= 3 ? first : null;
}

export const choiceUnmarked: Rule = {
  code: 'CHOICE_UNMARKED',
  severity: 'warning',
  message: 'this list looks like choices, but the card shows all of it as its answer',
  help: 'write `- [x] ` before right choices and `- [ ] ` before wrong ones, if students are to choose',
  check: ({ body: nodes, outline }, report) => {
    const { kind, source } = outline;
    if (kind !== 'basic') return;
    for (const node of nodes) {
      const mark = node.type === 'list' ? markOf(node) : null;
      if (mark === null) continue;
      report(firstLineOf(node, source), { message: `${mark}, but the card shows all of it as its answer` });
      return;
    }
    const letters = nodes.some(({ type }) => type === 'code') ? null : letteredAt(source, outline.body);
    if (letters !== null)
      report(letters, { message: 'these look like choices, but the card shows all of them as its answer' });
  },
  examples: {
    reported: [
      body('⟦- bind()⟧\n- **listen()**\n- accept()'),
      body('⟦- ✅ accept()⟧\n- ❌ bind()'),
      body('⟦- close it ✅⟧\n- leave it open ❌'),
      body('⟦- bind()⟧\n- listen() ✓\n- accept()'),
      body('⟦1. bind()⟧\n2. __listen()__\n3. accept()'),
      body('⟦- bind()⟧\n- listen() (correct)\n- accept()'),
      body('⟦- bind()⟧\n- listen() \\*\n- accept()'),
      body('Choose one.\n\n⟦* ✔️ accept()⟧\n* ✖️ bind()'),
      body('⟦a) bind()⟧\nb) listen()\nc) accept()\n\nAnswer is b'),
      body('⟦A. bind()⟧\nB. listen()\nC. accept()'),
    ],
    silent: [
      body('- bind() gives **the address**\n- listen() makes it passive'),
      body('- **bind()** gives the address\n- **listen()** makes it passive'),
      body('- **bind()**\n- **listen()**'),
      body('- bind()\n- listen()'),
      body('**a)** is wrong\n\n**b)** is right'),
      body('```\na) x\nb) y\nc) z\n```'),
    ],
  },
};
