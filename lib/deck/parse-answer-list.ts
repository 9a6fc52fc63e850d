import type { ListItem } from 'mdast';
import { answerText } from '#lib/deck/answer-text.ts';
import type { CardContent, Nodes, Parsed } from '#lib/deck/card-content.ts';
import { severalCodes } from '#lib/deck/missed-bar.ts';
import { hyphenInAnswer } from '#lib/deck/missed-dash.ts';
import { nodeRange } from '#lib/deck/parse-markdown.ts';
import type { ParsedSection } from '#lib/deck/parse-section.ts';
import type { AnswerText } from '#lib/deck/prompt.ts';
import { tooLong } from '#lib/deck/short-answer.ts';
import { isRight } from '#lib/deck/is-right.ts';
import { isEmpty, splitAtBars, splitAtDash } from '#lib/deck/split-phrase.ts';
import { codes } from '#lib/diagnostics/codes.ts';
import { type Finding, finding, type Range } from '#lib/diagnostics/finding.ts';

type AnswerList = NonNullable<Extract<CardContent, { kind: 'typed' }>['list']>;

interface Item {
  readonly ways: readonly Nodes[];
  readonly range: Range;
  readonly findings: readonly Finding[];
}

function itemOf(item: ListItem, base: number, source: string): Item {
  const first = item.children[0];
  const whole = nodeRange(item, base);
  const range = { start: whole.start, end: first === undefined ? whole.end : nodeRange(first, base).end };
  const ways = splitAtBars(item.children);
  if (typeof item.checked === 'boolean') return { ways, range, findings: [boxed(range)] };
  if (ways.some(isEmpty)) return { ways, range, findings: [finding('LIST_ITEM_EMPTY', range)] };
  const inner = item.children.find(({ type }) => type === 'list');
  if (inner !== undefined) return { ways, range, findings: [nested(nodeRange(inner, base))] };
  const long = tooLong(item.children, base, range);
  if (long !== null) return { ways, range, findings: [finding('ANSWER_TOO_LONG', long)] };
  if (splitAtDash(item.children).message === null) {
    const written = { nodes: item.children, base, labelRange: { start: 0, end: 0 } };
    const several = severalCodes(written, source, 'write `|` between two ways to say an item');
    return { ways, range, findings: [...hyphenInAnswer(item.children, source, base), ...several] };
  }
  const message = 'the item to be typed goes on behind a dash';
  return {
    ways,
    range,
    findings: [finding('FEEDBACK_DASH', range, message, 'put the explanation below `**Why:**`')],
  };
}

function boxed(range: Range): Finding {
  return finding('ANSWER_TOO_LONG', range, 'the items of an answer have no boxes', 'begin each with `- `');
}

function nested(range: Range): Finding {
  const help = 'write one list, with `|` between two ways to say an item';
  return finding('ANSWER_TOO_LONG', range, 'a list stands inside an item of the answer', help);
}

function isSame(one: AnswerText, other: AnswerText): boolean {
  return one.text === other.text || isRight(one.text, [other]);
}

/** Items that can be said as one above them can, and items that name one way twice. */
function repeated(items: readonly Item[], anyOrder: boolean): Finding[] {
  const texts = items.map(({ ways }) => ways.map(answerText).filter(({ text }) => text !== ''));
  return items.flatMap(({ range }, index) => {
    const own = texts[index] ?? [];
    // In order, something may come twice.
    const above = anyOrder ? texts.slice(0, index).flat() : [];
    const isKnown = own.some(
      (one, at) =>
        above.some((other) => isSame(one, other)) || own.findIndex(({ text }) => text === one.text) !== at,
    );
    return isKnown ? [finding('LIST_ITEM_REPEATED', range)] : [];
  });
}

/** An answer that is several things: a list and nothing else. `null`: it is none. */
export function parseAnswerList({ nodes, base }: ParsedSection, source: string): Parsed<AnswerList> | null {
  const [list, more] = nodes.filter((node) => !isEmpty([node]));
  if (list?.type !== 'list') return null;
  const items = list.children.map((item) => itemOf(item, base, source));
  const anyOrder = list.ordered !== true;
  const found = items.flatMap((item) => item.findings);
  // The first of several boxes stands for all.
  const box = list.children.findIndex(({ checked }) => typeof checked === 'boolean');
  const findings =
    box === -1 ? [...found, ...repeated(items, anyOrder)] : (items[box]?.findings.slice(0, 1) ?? []);
  if (more?.type === 'list') {
    const message = 'another list begins here, for its items begin with another sign';
    findings.push(
      finding('ANSWER_TOO_LONG', nodeRange(more, base), message, 'begin every item with the same sign'),
    );
  } else {
    if (items.length < 2) findings.push(finding('LIST_ONE_ITEM', nodeRange(list, base)));
    if (more !== undefined) findings.push(finding('ANSWER_TOO_LONG', nodeRange(more, base)));
  }
  if (findings.some(({ code }) => codes[code].severity === 'error')) return { content: null, findings };
  return { content: { items: items.map(({ ways }) => ways), anyOrder }, findings };
}
