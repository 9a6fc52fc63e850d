'use client';

import { lazy, Suspense } from 'react';
import { LoadBoundary } from '#components/ui/load-boundary.tsx';
import type { Body } from '#lib/cards/prompt.ts';

// Fetched once a student has given an order that can run.
const OrderRun = lazy(() =>
  import('#components/card/order-run.tsx').then((module) => ({ default: module.OrderRun })),
);

/** What the kernel says to the student's order, where its steps are calls; nothing where they are not. */
export function OrderVerdict({
  body,
  placed,
}: {
  body: Extract<Body, { kind: 'order' }>;
  placed: readonly number[];
}) {
  if (body.run === null || placed.length === 0) return null;
  return (
    <LoadBoundary
      failed={
        <p className="mt-4 text-soft">
          The lab could not be loaded, so the order was judged by the rule alone.
        </p>
      }
    >
      <Suspense fallback={<p className="mt-4 text-soft">Running your order on the kernel …</p>}>
        <OrderRun body={body} placed={placed} />
      </Suspense>
    </LoadBoundary>
  );
}
