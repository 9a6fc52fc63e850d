import { isExplainedCall, nearCall, readStep, stepsOf } from '#lib/deck/kinds/order.ts';
import { order } from '#lib/deck/lint/base/example-decks.ts';
import type { Rule } from '#lib/deck/lint/base/rule.ts';

/** Without companion programs, an order need not run; with them, such a step is the error `LAB_COMPANION_STEP`. */
export const labOrderStep: Rule = {
  code: 'LAB_ORDER_STEP',
  severity: 'warning',
  message: 'this step is nearly a lab call, so the order does not run',
  help: 'write one call in backticks, or the step in words',
  check: ({ content, script }, report) => {
    if (content?.kind !== 'order' || content.run !== null || script.companions !== null) return;
    const items = stepsOf(content).map(readStep);
    const others = items.filter(({ call }) => call === null);
    const areMostCalls = items.length - others.length > others.length;
    if (!areMostCalls && !others.every(({ step }) => isExplainedCall(step))) return;
    const near = others.map((item) => ({ item, found: nearCall(item) }));
    // With a step in words, the order is not meant to run.
    if (near.some(({ found }) => found === null)) return;
    for (const { item, found } of near) {
      const message = `the step \`${item.text}\` is nearly a lab call, so the order does not run: ${found?.message ?? ''}`;
      report(item.range, { message, ...(found === null ? {} : { help: found.help }) });
    }
  },
  examples: {
    reported: [
      {
        deck: order('1. `c = socket(AF_INET, SOCK_STREAM)`\n2. `c.close()`\n⟦3. `c.clos()`⟧\n'),
        help: 'write `close`',
      },
      {
        deck: order('1. `c = socket(AF_INET, SOCK_STREAM)`\n2. `c.close()`\n⟦3. `c.close(`⟧\n'),
        help: 'close it',
      },
      {
        deck: order('1. `c = socket(AF_INET, SOCK_STREAM)`\n2. `c.close()`\n⟦3. `close()`⟧\n'),
        help: 's.close',
      },
      {
        deck: order('1. `c = socket(AF_INET, SOCK_STREAM)`\n2. `c.close()`\n⟦3. c.close()⟧\n'),
        help: 'write `c.close()` in backticks and nothing else',
      },
      {
        deck: order('1. `c = socket(AF_INET, SOCK_STREAM)`\n2. `c.close()`\n⟦3. `c.close()`.⟧\n'),
        help: 'write `c.close()` in backticks and nothing else',
      },
      {
        deck: order('1. `c = socket(AF_INET, SOCK_STREAM)`\n2. `c.close()`\n⟦3. `c.send(b’x’)`⟧\n'),
        help: "write `'`",
      },
      order('1. `c = socket(AF_INET, SOCK_STREAM)`\n2. `c.close()`\n\n⟦**Free:**⟧ `c.fileno` after 1\n'),
      {
        deck: order('1. `c = socket(AF_INET, SOCK_STREAM)`\n2. `c.close()`\n⟦3. `c.close()` - at last⟧\n'),
        help: 'below `**Why:**`',
      },
      { deck: order('⟦1. `c = socket()` - first⟧\n2. `c.close()`: last\n'), also: ['LAB_ORDER_STEP'] },
    ],
    silent: [
      order('1. `socket()`\n2. `bind()`\n3. `listen()`\n4. `accept()`'),
      order('1. `s = socket()`\n2. `s.listen()`\n3. handle the client'),
      order('1. `s = socket()`\n2. `s.listen()`\n3. `while True:`'),
      order('1. `s = socket()`\n2. `s.listen()`\n3. `serve(s)`'),
      order('1. `s = socket()`\n2. `s.listen()`\n3. `print(s.fileno())`'),
    ],
  },
};
