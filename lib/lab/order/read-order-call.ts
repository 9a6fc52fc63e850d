import { type OrderCall, orderProgram } from '#lib/lab/order/order-script.ts';
import { withOwnNames } from '#lib/lab/order/own-names.ts';
import type { ThreadNode } from '#lib/lab/script/ast.ts';
import { Cursor } from '#lib/lab/script/cursor.ts';
import { parseCall } from '#lib/lab/script/parse-call.ts';

/** A step of an order as the call that it makes; `null`: it is none that the lab knows. */
export function readOrderCall(text: string): OrderCall | null {
  let isSound = true;
  const cursor = new Cursor(text, 0, () => {
    isSound = false;
  });
  const { targets, call } = parseCall(cursor);
  if (!isSound || call === null) return null;
  const place = { start: 0, end: text.length };
  const who: ThreadNode = { program: orderProgram, thread: 1, ...place };
  const step = { kind: 'call', who, targets, call: withOwnNames(call, orderProgram), ...place } as const;
  return { text, step: { ...step, expectation: null } };
}
