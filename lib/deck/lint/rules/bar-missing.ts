import type { ParsedCard } from '#lib/deck/kinds/card.ts';
import { body, order } from '#lib/deck/lint/base/example-decks.ts';
import { type Lead, leadOf, trimmedRange } from '#lib/deck/lint/base/lead.ts';
import type { Report, Rule } from '#lib/deck/lint/base/rule.ts';
import type { Nodes } from '#lib/deck/markdown/parse.ts';
import { isEmpty, plainText, splitAtBars, splitAtDash } from '#lib/deck/markdown/phrase.ts';
import type { Range } from '#lib/diagnostics/finding.ts';

/** Bars of other keyboards, and characters that look like one. */
const otherBar = /[¦｜│∣❘]/g;
const dash = /[ \t](?:—|–|--?)[ \t]/;
/** The text between two code spans that are separate answers. */
const betweenCode = /^[,;/]?\s*(?:or)?$/i;
/** An answer with such a sign may have alternates with it. */
const listed = /[;,][ \t]|[ \t](?:\/|or)[ \t]/i;

/** The gaps between code spans that seem to be separate answers; empty: there is other text, or one span. */
function gapsOf({ children, rangeOf, start, end }: Lead, source: string): readonly Range[] {
  const texts = children.filter(({ type }) => type === 'text').map(rangeOf);
  const cut = texts.find((text) => dash.test(source.slice(text.start, text.end)));
  const stop = cut === undefined ? end : cut.start + source.slice(cut.start, cut.end).search(dash);
  const code = children
    .filter(({ type }) => type === 'inlineCode')
    .map(rangeOf)
    .filter((span) => span.start < stop);
  const [first] = code;
  const last = code.at(-1);
  if (first === undefined || last === undefined) return [];
  const outside = source.slice(start, first.start) + source.slice(last.end, stop);
  const gaps = code
    .slice(1)
    .map((next, index) => ({ start: code[index]?.end ?? next.start, end: next.start }));
  const areSeparators = gaps.every((gap) => betweenCode.test(source.slice(gap.start, gap.end).trim()));
  return areSeparators && /^[\s.]*$/.test(outside) ? gaps : [];
}

/** Reports a character that looks like a bar; its fix replaces all of them. */
function checkOtherBars({ children, rangeOf }: Lead, source: string, report: Report): boolean {
  const places = children
    .filter(({ type }) => type === 'text')
    .map(rangeOf)
    .flatMap(({ start, end }) =>
      Array.from(source.slice(start, end).matchAll(otherBar), ({ index }) => start + index),
    );
  const [first] = places;
  if (first === undefined) return false;
  const text = places.map((place, index) => `|${source.slice(place + 1, places[index + 1] ?? place + 1)}`);
  report(
    { start: first, end: first + 1 },
    {
      message: `\`${source.charAt(first)}\` is not a bar, so all of this is one answer`,
      fix: { start: first, end: (places.at(-1) ?? first) + 1, text: text.join('') },
    },
  );
  return true;
}

/** Reports several code spans with separators other than bars; its fix writes bars. */
function checkCodeSpans(lead: Lead, source: string, report: Report): void {
  const gaps = gapsOf(lead, source);
  const [first] = gaps;
  const last = gaps.at(-1);
  if (first === undefined || last === undefined) return;
  const sign = source.slice(first.start, first.end).trim();
  const message =
    sign === ''
      ? 'no `|` separates these, so all of this is one answer'
      : `\`${sign}\` separates no answers, so all of this is one`;
  const text = gaps.map((gap, index) => ` | ${source.slice(gap.end, gaps[index + 1]?.start ?? gap.end)}`);
  const isOneLine = !/[\r\n]/.test(source.slice(first.start, lead.end));
  const endsPlainly = !/\.\s*$/.test(source.slice(last.end, lead.end));
  const fix = { start: first.start, end: last.end, text: text.join('') };
  report(trimmedRange(first, source), { message, ...(isOneLine && endsPlainly ? { fix } : {}) });
}

/** Reports the second line of text that has no markup. */
function checkSecondLine({ children, rangeOf }: Lead, source: string, report: Report): void {
  const [only, ...others] = children.filter((child) => child.type !== 'text' || child.value.trim() !== '');
  if (only?.type !== 'text' || others.length > 0) return;
  const { start, end } = rangeOf(only);
  const newLine = /(?:\r\n?|\n)[ \t]*(?=\S)/.exec(source.slice(start, end).trimEnd());
  if (newLine === null) return;
  const from = start + newLine.index + newLine[0].length;
  report(
    { start: from, end: from + 1 },
    { message: 'a new line separates no answers, so all of this is one' },
  );
}

function checkAlternates(nodes: Nodes, from: number, answer: string, source: string, report: Report): void {
  const lead = splitAtBars(nodes).length > 1 ? null : leadOf(nodes, from);
  if (lead === null || checkOtherBars(lead, source, report)) return;
  if (gapsOf(lead, source).length === 0) checkSecondLine(lead, source, report);
  else if (!listed.test(answer)) checkCodeSpans(lead, source, report);
}

/** Reports several code spans where one answer is expected. */
function checkSingle(nodes: Nodes, from: number, help: string, source: string, report: Report): void {
  const lead = splitAtBars(splitAtDash(nodes).text).length > 1 ? null : leadOf(nodes, from);
  const [gap] = lead === null ? [] : gapsOf(lead, source);
  if (gap !== undefined) report(trimmedRange(gap, source), { message: 'all of this is one answer', help });
}

const conjunction =
  /^(?:or|oder|ou|o|of|eller|tai|lub|nebo|alebo|ili|или|или же|або|veya|vagy|sau|або|または|或|或者)$/iu;
/** One thing that can be an answer by itself: a number, a constant, a word. */
const single = /^[\p{L}\p{N}_.+-]+(?:\(\))?$/u;
const number = /^\d{2,}$/;

/** `a or b` → `a`, `b`; a piece of several words stays one. */
function atConjunctions(piece: string): string[] {
  const pieces: string[] = [''];
  for (const word of piece.split(/[ \t]+/)) {
    if (conjunction.test(word)) pieces.push('');
    else pieces.push(`${pieces.pop() ?? ''} ${word}`.trim());
  }
  return pieces.filter((one) => one !== '');
}

/** Where the only line of an answer offers two or more: `80 or 443`, `80/443`, `80, 443`. */
function offeredAt({ children, rangeOf }: Lead, source: string): Range | null {
  const [only, ...more] = children;
  if (only?.type !== 'text' || more.length > 0) return null;
  const { start, end } = rangeOf(only);
  const text = source.slice(start, end);
  const words = [...text.matchAll(/[^\s,;]+/g)];
  const word = words.find(({ 0: one }, index) => index > 0 && conjunction.test(one));
  // Between two answers of several words, `or` may be part of a sentence.
  const offered = text
    .trim()
    .replace(/^either[ \t]+|[.!]$/gi, '')
    .split(/[ \t]*[,;][ \t]*/)
    .flatMap(atConjunctions);
  if (word !== undefined && offered.length > 1 && offered.every((one) => single.test(one)))
    return { start: start + word.index, end: start + word.index + word[0].length };
  const [whole, left = '', sign = '', right = ''] =
    /^\s*(\S+?)[ \t]*(\/|[;,](?=[ \t]))[ \t]*(\S+)\s*$/.exec(text) ?? [];
  if (whole === undefined || !number.test(left) || !number.test(right)) return null;
  const from = start + text.indexOf(sign);
  return { start: from, end: from + 1 };
}

/** Reports an answer that offers several. */
function checkAnswer(nodes: Nodes, from: number, source: string, report: Report): void {
  const lead = splitAtBars(nodes).length > 1 ? null : leadOf(nodes, from);
  if (lead === null) return;
  const [gap] = gapsOf(lead, source);
  const isOffer = gap !== undefined && /^(?:or|\/)$/i.test(source.slice(gap.start, gap.end).trim());
  const place = isOffer ? trimmedRange(gap, source) : offeredAt(lead, source);
  if (place === null) return;
  const sign = source.slice(place.start, place.end);
  report(place, {
    message: `\`${sign}\` separates no answers, so all of this is one that students have to type`,
    help: 'write one answer here and the others after `**Also accept:**`; put all of it in backticks if it is one',
  });
}

function checkTyped({ sections, outline: { source } }: ParsedCard, hasList: boolean, report: Report): void {
  const answer = plainText(sections.find(({ label }) => label === 'Answer')?.nodes ?? []);
  for (const { label, labelRange, nodes } of sections) {
    if (label === 'Answer' && hasList) {
      const list = nodes.find((node) => !isEmpty([node]));
      const help = 'write `|` between the alternates of an item';
      if (list?.type === 'list')
        for (const item of list.children) checkSingle(item.children, 0, help, source, report);
    } else if (label === 'Answer') {
      checkAnswer(nodes, labelRange.end, source, report);
    } else if (label === 'Also accept' && !hasList && splitAtDash(nodes).message === null) {
      checkAlternates(nodes, labelRange.end, answer, source, report);
    } else if (label === 'Not') {
      checkSingle(nodes, labelRange.end, 'write a separate `**Not:**` for each', source, report);
    }
  }
}

export const barMissing: Rule = {
  code: 'BAR_MISSING',
  severity: 'warning',
  message: 'this looks like several answers, but it is read as one',
  help: 'write `|` between two answers',
  check: (card, report) => {
    const { content, sections, outline } = card;
    if (content?.kind === 'typed') checkTyped(card, content.list !== null, report);
    if (content?.kind !== 'order') return;
    for (const { label, labelRange, nodes } of sections)
      if (label === 'Extra')
        checkSingle(nodes, labelRange.end, 'write a separate `**Extra:**` for each', outline.source, report);
  },
  examples: {
    reported: [
      { deck: body('**Answer:** SYN\n\n**Also accept:** `sync`⟦,⟧ `s()`'), help: 'write `|`' },
      body('**Answer:** SYN\n\n**Also accept:** `sync` ⟦or⟧ `s()`'),
      body('**Answer:** SYN\n\n**Also accept:** `sync` ⟦`⟧s()`'),
      body('**Answer:** SYN\n\n**Also accept:** `sync`\n⟦`⟧s()`'),
      body('**Answer:** SYN\n\n**Also accept:** sync\n⟦s⟧ynchronize'),
      body('**Answer:** SYN\n\n**Also accept:** sync ⟦¦⟧ `s`'),
      { deck: body('**Answer:**\n\n- `a`⟦,⟧ `b`\n- c'), help: 'an item' },
      { deck: body('**Answer:** a\n\n**Not:** `b`⟦,⟧ `c` — as `d`, `e`'), help: 'for each' },
      { deck: order('1. a\n2. b\n\n**Extra:** `c`⟦,⟧ `d`'), help: 'for each' },
      { deck: body('**Answer:** 80 ⟦or⟧ 443'), help: '`**Also accept:**`' },
      { deck: body('**Answer:** 80⟦/⟧443'), help: '`**Also accept:**`' },
      { deck: body('**Answer:** 80⟦,⟧ 443'), help: '`**Also accept:**`' },
      { deck: body('**Answer:** `bind()` ⟦or⟧ `listen()`'), help: '`**Also accept:**`' },
      { deck: body('**Answer:** `bind()`⟦/⟧`listen()`'), help: '`**Also accept:**`' },
      { deck: body('**Answer:** SYN ⟦oder⟧ ACK'), help: '`**Also accept:**`' },
      { deck: body('**Answer:** 20, 21 ⟦or⟧ 22'), help: '`**Also accept:**`' },
      { deck: body('**Answer:** read ⟦or⟧ write'), help: '`**Also accept:**`' },
      { deck: body('**Answer:** 80 ⟦or⟧ 443 or 8080'), help: '`**Also accept:**`' },
      { deck: body('**Answer:** either 80 ⟦or⟧ 443'), help: '`**Also accept:**`' },
    ],
    silent: [
      ...[
        'TCP/IP',
        '24/7',
        '1/2',
        '`80/443`',
        'read and write',
        '65,535',
        '10.0.0.0/8',
        'yes, or it waits',
        'SYN, ACK',
      ].map((text) => body(`**Answer:** ${text}`)),
      body('**Answer:** it blocks or it times out'),
      body("**Answer:** `('', 80)`\n\n**Also accept:** `('0.0.0.0', 80)`"),
      body("**Answer:** ('', 80)\n\n**Also accept:** ('127.0.0.1', 80)"),
      body('**Answer:** FIN\n\n**Also accept:** the client, which waits'),
      body('**Answer:** yes\n\n**Also accept:** yes, it does'),
      body('**Answer:** 65535\n\n**Also accept:** 65,535'),
      body('**Answer:** it waits forever\n\n**Also accept:** the call never returns, it just waits'),
      body('**Answer:** SYN, ACK\n\n**Also accept:** synchronize, acknowledge'),
      body('**Answer:** `a`, `b`\n\n**Also accept:** `c`, `d`'),
      body('**Answer:** TCP/IP\n\n**Also accept:** TCP / IP'),
      body('**Answer:** `send()`\n\n**Also accept:** `send()` of `s`'),
      body('**Answer:** 80\n\n**Also accept:** `80`'),
      body('**Answer:** SYN\n\n**Also accept:** SYN flag'),
      body('**Answer:** SYN\n\n**Also accept:** sync, synchronize'),
    ],
  },
};
