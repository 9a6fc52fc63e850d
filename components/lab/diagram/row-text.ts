import { resultText } from '#components/lab/model/call-result.ts';
import type { Loss, Segment } from '#lib/lab/protocol/messages.ts';
import type { DiagramMark, PlacedRow } from '#lib/lab/sequence-diagram/layout.ts';

/** `PSH · ACK 11 B`, `again: SYN`. */
function segmentText({ flags, payloadBytes, retransmission }: Segment): string {
  const bytes = payloadBytes > 0 ? ` ${String(payloadBytes)} B` : '';
  return `${retransmission ? 'again: ' : ''}${flags.join(' · ')}${bytes}`;
}

/** `the next 1 with data`, `all segments`. */
export function lossText(loss: Loss): string {
  switch (loss.kind) {
    case 'next':
      return `the next ${String(loss.segments)} with data`;
    case 'share':
      return `${String(Math.round(loss.probability * 100))} % of those with data`;
    case 'all':
      return 'all segments';
    case 'handshake':
      return 'the handshake';
    case 'nothing':
      return 'nothing';
    default:
      return loss satisfies never;
  }
}

const breaks = {
  opened: 'a fresh network',
  resumed: 'connected again',
  reset: 'everything begins again',
  closed: 'the session is over',
} as const;

function markText(mark: DiagramMark): string {
  switch (mark.kind) {
    case 'call':
      return `${mark.name}()`;
    case 'return':
      return mark.result === null
        ? `${mark.name}() never returned`
        : `${mark.name}() ${mark.result.ok ? '→' : '✕'} ${resultText(mark.result)}`;
    case 'segment':
      return segmentText(mark.segment);
    case 'state':
      return `${mark.name}: ${mark.state ?? 'gone'}`;
    case 'unreferenced':
      return `${mark.name ?? `fd ${String(mark.fd)}`} closed by Python`;
    case 'exit':
      return 'exit';
    case 'loss':
      return `drop ${lossText(mark.dropping.loss)} ${mark.dropping.direction === 'in' ? 'to' : 'from'} ${mark.name}`;
    case 'break':
      return breaks[mark.reason];
    default:
      return mark satisfies never;
  }
}

/** Names a row of the diagram: one event may change the state of several sockets. */
export function rowKey({ row: { seq, mark } }: PlacedRow): string {
  return mark.kind === 'state' ? `${String(seq)}-${mark.socket}` : String(seq);
}

/** The few words that a row of the diagram shows at its lifeline. */
export function rowText({ row, merged }: PlacedRow): string {
  return merged === null ? markText(row.mark) : markText(merged.return.mark);
}

/** The same with its program, for screen readers and the table. */
export function rowSentence(placed: PlacedRow): string {
  const { mark } = placed.row;
  switch (mark.kind) {
    case 'segment':
      return `${mark.from} sends ${mark.to} ${segmentText(mark.segment)}${mark.segment.lost ? ', lost' : ''}`;
    case 'call': {
      const after = placed.merged?.return.mark;
      if (after?.kind !== 'return' || after.result === null) return `${mark.lane} calls ${mark.text}`;
      return `${mark.lane} calls ${mark.text} ${after.result.ok ? '→' : '✕'} ${resultText(after.result)}`;
    }
    case 'break':
      return rowText(placed);
    default:
      return `${mark.lane}: ${rowText(placed)}`;
  }
}
