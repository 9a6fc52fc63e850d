'use client';

import { fromBase64 } from '#lib/lab/base64.ts';
import { explainCall } from '#lib/lab/explain/explain-call.ts';
import { explainSegment } from '#lib/lab/explain/explain-segment.ts';
import { explainState } from '#lib/lab/explain/explain-state.ts';
import { formatValue } from '#lib/lab/format-value.ts';
import type { PlacedRow } from '#lib/lab/ladder/layout.ts';
import type { Segment } from '#lib/lab/protocol.ts';
import { CodeWords } from './code-words.tsx';
import { rowSentence } from './row-text.ts';

/** The fields of one event, with a sentence on what it means. */
export function WireDetail({ placed }: { placed: PlacedRow | null }) {
  if (placed === null)
    return (
      <p className="min-h-12 border-t border-line px-4 py-2.5 text-sm text-soft">
        Point at anything in the diagram, or go through it with the arrow keys, to read its fields.
      </p>
    );
  const { mark } = placed.row;
  return (
    <div
      className="max-h-56 min-h-12 overflow-y-auto border-t border-line px-4 py-2.5 text-sm"
      aria-live="polite"
    >
      <p className="font-mono text-[0.8125rem] font-semibold">{rowSentence(placed)}</p>
      {mark.kind === 'segment' && (
        <>
          <Words text={explainSegment(mark.segment)} />
          <SegmentFields segment={mark.segment} />
        </>
      )}
      {(mark.kind === 'call' || mark.kind === 'return') && <Words text={explainCall(mark.name)} />}
      {mark.kind === 'state' && mark.state !== null && <Words text={explainState(mark.state)} />}
    </div>
  );
}

function Words({ text }: { text: string }) {
  return (
    <p className="mt-0.5 text-soft">
      <CodeWords text={text} />
    </p>
  );
}

function SegmentFields({ segment }: { segment: Segment }) {
  const { number, from, to, flags, sequence, acknowledgment, windowBytes, payloadBytes, payload, options } =
    segment;
  const bytes = fromBase64(payload);
  const facts: readonly (readonly [string, string | null])[] = [
    ['segment', `${String(number)} on this wire`],
    ['from', `${from.address}:${String(from.port)}`],
    ['to', `${to.address}:${String(to.port)}`],
    ['flags', flags.join(' ')],
    ['sequence', `${String(sequence.relative)} (raw ${String(sequence.raw)})`],
    [
      'acknowledges',
      acknowledgment && `up to ${String(acknowledgment.relative)} (raw ${String(acknowledgment.raw)})`,
    ],
    ['window', `${String(windowBytes)} B`],
    [
      'payload',
      payloadBytes === 0
        ? null
        : `${formatValue({ bytes: payload })}${payloadBytes > bytes.length ? ` … ${String(payloadBytes)} B in all` : ''}`,
    ],
    ['MSS', options.mss === undefined ? null : `${String(options.mss)} B`],
    ['window scale', options.windowScale === undefined ? null : `× ${String(2 ** options.windowScale)}`],
    [
      'SACK',
      options.sack
        ? options.sack.map(([left, right]) => `${String(left)}–${String(right)}`).join(', ')
        : null,
    ],
  ];
  return (
    <dl className="mt-1.5 grid grid-cols-[auto_1fr] gap-x-4 font-mono text-xs">
      {facts.map(([name, value]) =>
        value === null ? null : (
          <div key={name} className="contents">
            <dt className="text-soft">{name}</dt>
            <dd>{value}</dd>
          </div>
        ),
      )}
    </dl>
  );
}
