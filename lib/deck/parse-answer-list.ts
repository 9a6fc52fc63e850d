import type { ListItem } from 'mdast';
import type { CardContent, Nodes, Parsed } from '#lib/deck/card-content.ts';
import { nodeRange } from '#lib/deck/parse-markdown.ts';
import type { ParsedSection } from '#lib/deck/parse-section.ts';
import { plainText } from '#lib/deck/plain-text.ts';
import { tooLong } from '#lib/deck/short-answer.ts';
import { isEmpty, splitAtBars, splitAtDash } from '#lib/deck/split-phrase.ts';
import { type Finding, finding, type Range } from '#lib/diagnostics/finding.ts';

type AnswerList = NonNullable<Extract<CardContent, { kind: 'typed' }>['list']>;

interface Item {
  readonly ways: readonly Nodes[];
  readonly range: Range;
  readonly findings: readonly Finding[];
}

function itemOf(item: ListItem, base: number): Item {
  const first = item.children[0];
  const whole = nodeRange(item, base);
  const range = { start: whole.start, end: first === undefined ? whole.end : nodeRange(first, base).end };
  const ways = splitAtBars(item.children);
  if (typeof item.checked === 'boolean') {
    const message = 'the items of an answer have no boxes';
    return { ways, range, findings: [finding('ANSWER_TOO_LONG', range, message, 'begin each with `- `')] };
  }
  if (ways.some(isEmpty)) return { ways, range, findings: [finding('LIST_ITEM_EMPTY', range)] };
  const long = tooLong(item.children, base, range);
  if (long !== null) return { ways, range, findings: [finding('ANSWER_TOO_LONG', long)] };
  if (splitAtDash(item.children).message === null) return { ways, range, findings: [] };
  const message = 'the item to be typed goes on behind a dash';
  return {
    ways,
    range,
    findings: [finding('FEEDBACK_DASH', range, message, 'put the explanation below `**Why:**`')],
  };
}

/** Items that can be said as one above them can. */
function repeated(items: readonly Item[]): Finding[] {
  const seen = new Set<string>();
  return items.flatMap(({ ways, range }) => {
    const texts = ways.map(plainText).filter((text) => text !== '');
    const isKnown = texts.some((text, at) => seen.has(text) || texts.indexOf(text) !== at);
    texts.forEach((text) => seen.add(text));
    return isKnown ? [finding('LIST_ITEM_REPEATED', range)] : [];
  });
}

/** An answer that is several things: a list and nothing else. `null`: it is none. */
export function parseAnswerList({ nodes, base }: ParsedSection): Parsed<AnswerList> | null {
  const [list, more] = nodes.filter((node) => !isEmpty([node]));
  if (list?.type !== 'list') return null;
  const items = list.children.map((item) => itemOf(item, base));
  const findings = [...items.flatMap((item) => item.findings), ...repeated(items)];
  if (items.length < 2) findings.push(finding('LIST_ONE_ITEM', nodeRange(list, base)));
  if (more !== undefined) findings.push(finding('ANSWER_TOO_LONG', nodeRange(more, base)));
  if (findings.some(({ code }) => code !== 'FEEDBACK_DASH')) return { content: null, findings };
  return { content: { items: items.map(({ ways }) => ways), anyOrder: list.ordered !== true }, findings };
}
