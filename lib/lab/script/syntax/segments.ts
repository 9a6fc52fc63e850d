import { type TcpFlag, tcpFlags } from '#lib/lab/protocol/messages.ts';
import type { Comparison, PortNode, SegmentNode, SocketReference, Step } from '#lib/lab/script/syntax/ast.ts';
import { type Cursor, meant } from '#lib/lab/script/syntax/cursor.ts';
import { parseComparison, parseSocketReference } from '#lib/lab/script/syntax/operands.ts';
import { parseWithin } from '#lib/lab/script/syntax/operands.ts';

const maxSegments = 256;

/** `segments client SYN, server SYN ACK within 3s`, or `segments none`; the cursor is behind the first word. */
export function parseSegments(cursor: Cursor, start: number): Step | null {
  cursor.skipSpace();
  if (cursor.take(/none\b/y) !== null)
    return { kind: 'segments', segments: [], withinMs: null, ...cursor.from(start) };
  const segments: SegmentNode[] = [];
  do {
    const segment = parseSegment(cursor);
    if (segment === null) return null;
    segments.push(segment);
    if (segments.length > maxSegments)
      return cursor.report(
        'LAB_VALUE_LIMIT',
        segment,
        'a line lists at most 256 segments',
        'go on in another line',
      );
  } while (cursor.accept(','));
  const range = cursor.from(start);
  const withinMs = parseWithin(cursor);
  return withinMs === undefined ? null : { kind: 'segments', segments, withinMs, ...range };
}

function parseSegment(cursor: Cursor): SegmentNode | null {
  cursor.skipSpace();
  const start = cursor.at;
  const sender = parseSender(cursor);
  if (sender === null) return null;
  if ('port' in sender && sender.port > 65_535)
    return cursor.report('LAB_SEGMENT_FORM', sender, 'a port is at most 65535', 'correct the number');
  const flags: TcpFlag[] = [];
  let payloadBytes: Comparison | null = null;
  let isLost = false;
  let isAgain = false;
  let end = cursor.at;
  for (;;) {
    cursor.skipSpace();
    const wordStart = cursor.at;
    if (/[\d<>=]/.test(cursor.next)) {
      payloadBytes = parseComparison(cursor);
      if (payloadBytes === null) return null;
      end = cursor.at;
      continue;
    }
    const word = cursor.take(/[A-Za-z]+/y);
    if (word === null || word === 'within') {
      if (word !== null) cursor.moveTo(wordStart);
      else if (!isSegmentEnd(cursor, sender, flags)) return null;
      break;
    }
    if (word === 'lost') isLost = true;
    else if (word === 'again') isAgain = true;
    else if (!addFlag(cursor, word, wordStart, flags)) return null;
    // `SYN-ACK` is how people write two flags.
    if (cursor.next === '-') cursor.accept('-');
    end = cursor.at;
  }
  if (flags.length === 0)
    return cursor.report(
      'LAB_SEGMENT_FORM',
      { start, end: Math.max(end, start + 1) },
      'this segment has no flags',
    );
  return { sender, flags, payloadBytes, isLost, isAgain, start, end };
}

/** Reports a sign that has no place in a segment. */
function isSegmentEnd(
  cursor: Cursor,
  sender: SocketReference | PortNode,
  flags: readonly TcpFlag[],
): boolean {
  if (cursor.isAtEnd() || cursor.next === ',') return true;
  const start = cursor.at;
  const sign = cursor.take(/->?|[^\s]/uy) ?? '';
  const range = cursor.from(start);
  const who = cursor.textOf(sender);
  if (flags.length > 0 && /[-+/|&]/.test(sign))
    cursor.report('LAB_SEGMENT_FORM', range, 'flags stand side by side', 'write `SYN ACK`');
  else
    cursor.report('LAB_SEGMENT_FORM', range, `\`${sign}\` has no place in a segment`, `write \`${who} SYN\``);
  return false;
}

const joinedFlags = new RegExp(`^(?:${tcpFlags.join('|')})+$`);

function addFlag(cursor: Cursor, word: string, start: number, flags: TcpFlag[]): boolean {
  const flag = tcpFlags.find((known) => known === word);
  if (flag !== undefined) {
    if (!flags.includes(flag)) flags.push(flag);
    return true;
  }
  const range = cursor.from(start);
  const near = joinedFlags.test(word)
    ? (word.match(new RegExp(tcpFlags.join('|'), 'g')) ?? []).join(' ')
    : meant(word, [...tcpFlags, 'lost', 'again'], { synonyms: { data: 'PSH', retransmitted: 'again' } });
  if (near === null && flags.length > 0 && /^[a-z]/.test(word))
    cursor.report(
      'LAB_COMMA_MISSING',
      range,
      `a comma is missing before \`${word}\``,
      'put `,` between segments',
    );
  else
    cursor.report(
      'LAB_FLAG_UNKNOWN',
      range,
      `TCP has no flag \`${word}\``,
      near === null ? undefined : `write \`${near}\``,
    );
  return false;
}

/** `port 65000`: whatever sends from there. */
function parsePort(cursor: Cursor): PortNode | null {
  const { start } = cursor.nextPiece;
  if (cursor.take(/port[ \t]+(?=\d)/y) === null) return null;
  return { port: Number(cursor.take(/\d+/y)), ...cursor.from(start) };
}

function parseSender(cursor: Cursor): SocketReference | PortNode | null {
  const { start } = cursor.nextPiece;
  const first = cursor.take(/[A-Za-z]+/y);
  cursor.moveTo(start);
  const port = parsePort(cursor);
  if (port !== null) return port;
  if (first === null || tcpFlags.some((flag) => flag === first.toUpperCase()))
    return cursor.report(
      'LAB_SEGMENT_FORM',
      { start, end: Math.max(start + 1, cursor.nextPiece.end) },
      'this does not say who sends the segment',
      'write the program before the flags, as in `client SYN`; flags stand side by side, as in `SYN ACK`',
    );
  const plain = cursor.take(/[a-z][a-z0-9_-]*(?=[ \t])/y);
  if (plain !== null && plain !== 'peer') {
    const range = cursor.from(start);
    return { isPeer: false, variable: { kind: 'name', program: null, name: plain, ...range }, ...range };
  }
  cursor.moveTo(start);
  return parseSocketReference(cursor);
}
