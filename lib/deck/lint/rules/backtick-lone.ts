import type { Nodes as Node } from 'mdast';
import type { ParsedCard } from '#lib/deck/kinds/card.ts';
import { body, card, match, order } from '#lib/deck/lint/base/example-decks.ts';
import type { Report, Rule } from '#lib/deck/lint/base/rule.ts';
import { nodeRange } from '#lib/deck/markdown/parse.ts';
import { type Blank, contentOf } from '#lib/deck/syntax/blanks.ts';
import type { Edit, Range } from '#lib/diagnostics/finding.ts';

/** An escaped character, or backticks. */
const escapedOrRun = /\\[^]|(`+)/g;
/** The markers and labels before the words of a line. */
const lead = /^[ \t]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)?(?:\[[ xX]\][ \t]+)?(?:\*\*[A-Za-z ]+:\*\*[ \t]*)?/;
const separator = /[ \t]*(?:(?<!\\)\||[ \t](?:—|–|--)[ \t])[ \t]*/g;
/** One word, or a call: certainly code if it has a backtick at one end. */
const certainlyCode = /^(?:[^\s`]+|[\w.]+\([^`]*\))$/;
/** Longer lines get no fix. */
const longestLine = 1000;

/** Backticks in the text of a node, where they mean nothing to Markdown. */
function runsIn(node: Node, text: string): Range[] {
  const { start, end } = nodeRange(node);
  return Array.from(text.slice(start, end).matchAll(escapedOrRun), ({ 1: run, index }) =>
    run === undefined ? null : { start: start + index, end: start + index + run.length },
  ).filter((range) => range !== null);
}

/** The edit that adds the missing backtick; `null`: several places are possible. */
function missingBacktick({ start, end }: Range, text: string): Edit | null {
  if (end - start !== 1) return null;
  const lineStart = Math.max(text.lastIndexOf('\n', start), text.lastIndexOf('\r', start)) + 1;
  const line = /^[^\r\n]*/.exec(text.slice(lineStart))?.[0] ?? '';
  if (line.length > longestLine) return null;
  const at = start - lineStart;
  const cuts = [...line.matchAll(separator)];
  const from = Math.max(
    lead.exec(line)?.[0].length ?? 0,
    ...cuts.filter(({ index }) => index < at).map(({ 0: cut, index }) => index + cut.length),
  );
  const to = Math.min(
    line.trimEnd().length,
    ...cuts.filter(({ index }) => index > at).map(({ index }) => index),
  );
  const isFirst = at === from;
  if (!isFirst && at !== to - 1) return null;
  const code = isFirst ? line.slice(at + 1, to) : line.slice(from, at);
  const place = lineStart + (isFirst ? to : from);
  return certainlyCode.test(code) ? { start: place, end: place, text: '`' } : null;
}

/** Code before the backtick that most likely begins with the one without a partner, because it contains a separator. */
function swallowing(children: readonly Node[], before: number, text: string): Range | null {
  for (const child of children) {
    const range = nodeRange(child);
    if (range.start >= before) return null;
    const content = text.slice(range.start, range.end).replace(/^`+|`+$/g, '');
    if (child.type === 'inlineCode' && /^\s|\s$|\s(?:—|\|)\s/.test(content)) return range;
  }
  return null;
}

/** Reports the first backtick without a partner in a paragraph, heading or cell. */
function checkPhrase(children: readonly Node[], text: string, report: Report): void {
  const textsIn = (nodes: readonly Node[]): Node[] =>
    nodes.flatMap((node) =>
      node.type === 'text' ? [node] : 'children' in node ? textsIn(node.children) : [],
    );
  const [run, other] = textsIn(children).flatMap((node) => runsIn(node, text));
  if (run === undefined) return;
  const length = run.end - run.start;
  if (other !== undefined && other.end - other.start !== length) {
    report(run, {
      message: `the code begins with ${String(length)} and ends with ${String(other.end - other.start)} backticks`,
      help: 'write as many backticks after the code as before it',
    });
    return;
  }
  const code = swallowing(children, run.start, text);
  if (code !== null) {
    const message =
      'this backtick most likely has no partner: the code that begins here contains a separator';
    report({ start: code.start, end: code.start + 1 }, { message });
    return;
  }
  const fix = missingBacktick(run, text);
  report(run, fix === null ? {} : { fix });
}

/** The edit that adds the missing backtick at one end of the only answer of a blank. */
function missingInBlank(content: string, inner: number): Edit | null {
  const [, group = '', first, last] =
    /^(\d{1,4}::)?(?:(`[^`|:\\{}\s]+)|([^`|:\\{}\s]+`))$/.exec(content) ?? [];
  if (first === undefined && last === undefined) return null;
  const at = inner + (first === undefined ? group.length : content.length);
  return { start: at, end: at, text: '`' };
}

/** Reports the first backtick of a blank with an odd number of them; in a fence, backticks belong to the code. */
function checkBlank(blank: Blank, source: string, report: Report): void {
  const content = contentOf(blank, source);
  const runs = content.replace(/\\[^]/g, '').match(/`+/g) ?? [];
  if (blank.inFence || runs.length % 2 === 0) return;
  const inner = blank.start + 2;
  const at = inner + content.indexOf('`');
  const fix = missingInBlank(content, inner);
  report({ start: at, end: Math.min(at + 1, blank.end) }, fix === null ? {} : { fix });
}

function phrasesOf(card: ParsedCard): (readonly Node[])[] {
  const inside = card.nodes.flatMap((node) =>
    node.type === 'paragraph' || node.type === 'heading' || node.type === 'tableCell' ? [node.children] : [],
  );
  return [card.front, ...inside];
}

export const backtickLone: Rule = {
  code: 'BACKTICK_LONE',
  severity: 'warning',
  message: 'this backtick has no partner, so the text is not code',
  help: 'write the other one; `` \\` `` is a literal backtick',
  // The dash of feedback may have ended up inside the code.
  supersedes: { overlapping: ['FEEDBACK_DASH'] },
  check: (card, report) => {
    for (const children of phrasesOf(card)) checkPhrase(children, card.text, report);
    for (const blank of card.outline.blanks) checkBlank(blank, card.outline.source, report);
  },
  examples: {
    reported: [
      { deck: body('It is ⟦`⟧bind here.'), help: 'write the other one' },
      card('What is ⟦`⟧bind? <!-- id: q -->', 'A'),
      { deck: body('**Answer:** ⟦`⟧bind'), fixed: body('**Answer:** `bind`') },
      body('**Answer:** bind()⟦`⟧'),
      { deck: body('**Answer:** ⟦``⟧bind`'), help: 'as many' },
      body('**Answer:** `a`\n\n**Also accept:** ⟦`⟧b | `c`'),
      body('**Answer:** a\n\n**Not:** ⟦`⟧b — as `c` is'),
      body('- [x] ⟦`⟧a()\n- [ ] `b()` — c'),
      body('**Answer:**\n\n- ⟦`⟧a\n- `b`'),
      order('1. ⟦`⟧a\n2. `b`'),
      body('The {{⟦`⟧bind}} call'),
      body('The {{bind|⟦`⟧x}} call'),
      body('The ⟦`⟧{{bind}} call'),
      match('| a | b |\n|---|---|\n| ⟦`⟧x | y |\n| z | w |'),
    ],
    silent: [
      body('Press \\` twice.'),
      body('Some `` code ` here ``.'),
      body('```sh\necho `date\n```'),
      body('```sh\necho {{`date}}\n```'),
      body('- [x] `a`\n- [ ] `b` — see `c`.'),
      body('A {{`b`|`c`::`d`}} e `f`.'),
    ],
  },
};
