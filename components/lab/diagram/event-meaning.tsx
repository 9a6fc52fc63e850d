'use client';

import { CodeWords } from '#components/ui/code-words.tsx';
import {
  explainCall,
  explainSegment,
  explainState,
  explainUnreferenced,
} from '#lib/lab/explain/explain-row.ts';
import { segmentContext } from '#lib/lab/explain/segment-context.ts';
import { formatValue } from '#lib/lab/protocol/format-value.ts';
import type { Segment } from '#lib/lab/protocol/messages.ts';
import { fromBase64 } from '#lib/lab/protocol/encode-value.ts';
import type { DiagramMark, DiagramRow } from '#lib/lab/sequence-diagram/layout.ts';

/** What an event means, in a sentence, and the fields of a segment. @param rows the diagram that it is in */
export function EventMeaning({ mark, rows }: { mark: DiagramMark; rows: readonly DiagramRow[] }) {
  switch (mark.kind) {
    case 'segment':
      return (
        <>
          <Words text={explainSegment(mark.segment, segmentContext(rows, mark.segment))} />
          <SegmentFields segment={mark.segment} />
        </>
      );
    case 'call':
    case 'return':
      return <Words text={explainCall(mark.name)} />;
    case 'state':
      return mark.state === null ? null : <Words text={explainState(mark.state)} />;
    case 'unreferenced':
      return <Words text={explainUnreferenced(mark.name)} />;
    case 'exit':
    case 'loss':
    case 'break':
      return null;
    default:
      return mark satisfies never;
  }
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
