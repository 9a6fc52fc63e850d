import type { Nodes } from '#lib/deck/card-content.ts';
import { answerText } from '#lib/deck/answer-text.ts';
import type { CardScript } from '#lib/deck/parse-card-script.ts';
import { plainText } from '#lib/deck/plain-text.ts';
import { type Finding, finding, type Range } from '#lib/diagnostics/finding.ts';
import type { OrderCall, OrderScript } from '#lib/lab/order/order-script.ts';
import { readOrderCall } from '#lib/lab/order/read-order-call.ts';
import { Cursor } from '#lib/lab/script/cursor.ts';
import { withPlainSigns } from '#lib/lab/script/foreign-sign.ts';
import { parseCall } from '#lib/lab/script/parse-call.ts';

/** A step, free step or extra step of an order, and where it stands. */
export interface OrderItem {
  readonly nodes: Nodes;
  readonly range: Range;
}

interface ReadItem extends OrderItem {
  readonly text: string;
  readonly isCode: boolean;
  readonly call: OrderCall | null;
}

function readItem({ nodes, range }: OrderItem): ReadItem {
  const { text, isCode } = answerText(nodes);
  return { nodes, range, text, isCode, call: isCode ? readOrderCall(text) : null };
}

/** The first thing in a step that no call of a lab has, with places that count in the step. */
function whyNoCall(text: string): Finding | null {
  const foreign = withPlainSigns(text, 0);
  if (foreign !== null) return foreign.found;
  const found: Finding[] = [];
  parseCall(new Cursor(text, 0, (...told) => found.push(finding(...told))));
  return found[0] ?? null;
}

/** Whether a call stands there, and behind it a dash, or a hyphen for one, and more. */
function isExplained([first]: Nodes): boolean {
  const [code, rest] = first?.type === 'paragraph' ? first.children : [];
  const isCalled = code?.type === 'inlineCode' && readOrderCall(code.value) !== null;
  return isCalled && rest?.type === 'text' && /^(?:\s+(?:[-‐‑‒–—−]|--)|:)\s/.test(rest.value);
}

/** Why a step that was likely meant as a call is none; `null`: it was likely not. */
function nearCall({ nodes, text, isCode }: ReadItem): Pick<Finding, 'message' | 'help'> | null {
  if (!isCode) {
    if (isExplained(nodes))
      return { message: 'it goes on behind a dash', help: 'put the explanation below `**Why:**`' };
    const bare = plainText(nodes).replace(/[.;,]$/, '');
    return readOrderCall(bare) === null
      ? null
      : { message: 'it is not code alone', help: `write \`${bare}\` in back-ticks, and nothing beside it` };
  }
  const cause = whyNoCall(text);
  // Another statement, or a function of the author's own, is no slip: such an order is meant to be read.
  if (cause === null || cause.code === 'LAB_STATEMENT' || !/[.=(]/.test(text)) return null;
  if (cause.code === 'LAB_FUNCTION_UNKNOWN' && !cause.help.startsWith('write')) return null;
  if (cause.code === 'LAB_FUNCTION_UNKNOWN' && /sleep/.test(text)) return null;
  return cause;
}

/** What keeps an order from running that was likely meant to. */
function nearlyRuns(items: readonly ReadItem[]): Finding[] {
  const others = items.filter(({ call }) => call === null);
  const near = others.map((item) => ({ item, why: nearCall(item) }));
  const areExplained = others.every(({ nodes }) => isExplained(nodes));
  if (items.length - others.length <= others.length && !areExplained) return [];
  return near.some(({ why }) => why === null)
    ? []
    : near.map(({ item, why }) =>
        finding(
          'LAB_ORDER_STEP',
          item.range,
          `the step \`${item.text}\` is nearly a lab call, and keeps the order from running: ${why?.message ?? ''}`,
          why?.help,
        ),
      );
}

/** A script that claims nothing, and makes not even all calls of the order, was likely meant to stand beside it. */
function missingBeside(steps: readonly ReadItem[], alone: NonNullable<CardScript['alone']>): Finding | null {
  const isDemonstrated = steps.every(({ call }) => call !== null && alone.calls.has(call.step.call.name));
  if (isDemonstrated) return null;
  const { end } = alone.word;
  return { ...finding('LAB_BESIDE_MISSING', alone.word), fix: { start: end, end, text: ' beside' } };
}

/**
 * What can be run of an order: all of it, or nothing.
 *
 * @param steps how many of the items are the list's own, which stand first
 */
export function parseRun(
  written: readonly OrderItem[],
  steps: number,
  { beside, alone }: CardScript,
): { run: OrderScript | null; findings: Finding[] } {
  const items = written.map(readItem);
  const calls = items.flatMap(({ call }) => (call === null ? [] : [call]));
  const odd = items.find(({ call }) => call === null);
  if (odd !== undefined) {
    if (beside === null) return { run: null, findings: nearlyRuns(items) };
    const cause = nearCall(odd) ?? (odd.isCode ? whyNoCall(odd.text) : null);
    const because = cause === null ? '' : `: ${cause.message}`;
    const message = `the step \`${odd.text}\` is not a lab call, so the order does not run${because}`;
    return { run: null, findings: [finding('LAB_BESIDE_STEP', odd.range, message, cause?.help)] };
  }
  const missing = beside === null && alone !== null ? missingBeside(items.slice(0, steps), alone) : null;
  if (missing !== null) return { run: null, findings: [missing] };
  if (beside?.isSound === false) return { run: null, findings: [] };
  return { run: { calls, beside: beside?.programs ?? [] }, findings: [] };
}
