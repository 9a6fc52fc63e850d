import type { TcpFlag } from '#lib/lab/protocol/messages.ts';
import { addressText } from '#server/kernel/system/libc.ts';

/** A TCP segment as it is in a captured frame, numbers raw. */
export interface TcpPacket {
  readonly protocol: 'tcp';
  readonly from: { readonly address: string; readonly port: number };
  readonly to: { readonly address: string; readonly port: number };
  readonly sequence: number;
  readonly acknowledgment: number;
  readonly flags: readonly TcpFlag[];
  /** Not scaled. */
  readonly window: number;
  readonly payloadBytes: number;
  /** As much of the payload as was captured. */
  readonly payload: Buffer;
  readonly mss: number | null;
  readonly windowScale: number | null;
  readonly sackPermitted: boolean;
  readonly sack: readonly (readonly [left: number, right: number])[];
  /** What a loss by chance is decided by; the filter in the kernel reads the same places. */
  readonly marks: { readonly identification: number; readonly timestamp: number };
}

/** What a capture gives: a union on `protocol`, where datagrams will be another member. */
export type Packet = TcpPacket;

const ethernetBytes = 14;
const etherTypeIpv4 = 0x0800;
const etherTypeIpv6 = 0x86dd;
const protocolTcp = 6;
const ipv6Bytes = 40;
const AF_INET6 = 10;
const flagBits: readonly (readonly [bit: number, flag: TcpFlag])[] = [
  [0x02, 'SYN'],
  [0x01, 'FIN'],
  [0x04, 'RST'],
  [0x08, 'PSH'],
  [0x10, 'ACK'],
  [0x20, 'URG'],
  [0x40, 'ECE'],
  [0x80, 'CWR'],
];
/** Where the kernel's timestamp is when it is the first option, which it is in every segment that carries data. */
export const timestampAt = 24;
export const bytesWithTimestamp = 32;

interface IpHeader {
  readonly source: string;
  readonly destination: string;
  readonly headerBytes: number;
  /** The TCP header and what follows. */
  readonly segmentBytes: number;
}

function ipHeader(frame: Buffer): IpHeader | null {
  const etherType = frame.readUInt16BE(12);
  const at = ethernetBytes;
  if (etherType === etherTypeIpv4 && frame[at + 9] === protocolTcp) {
    const headerBytes = ((frame[at] ?? 0) & 0x0f) * 4;
    return {
      source: ipv4Text(frame, at + 12),
      destination: ipv4Text(frame, at + 16),
      headerBytes,
      segmentBytes: frame.readUInt16BE(at + 2) - headerBytes,
    };
  }
  if (etherType === etherTypeIpv6 && frame[at + 6] === protocolTcp) {
    return {
      source: addressText(AF_INET6, frame.subarray(at + 8, at + 24)),
      destination: addressText(AF_INET6, frame.subarray(at + 24, at + 40)),
      headerBytes: ipv6Bytes,
      segmentBytes: frame.readUInt16BE(at + 4),
    };
  }
  return null;
}

/** `127.0.0.1` */
function ipv4Text(frame: Buffer, at: number): string {
  return `${frame.readUInt8(at)}.${frame.readUInt8(at + 1)}.${frame.readUInt8(at + 2)}.${frame.readUInt8(at + 3)}`;
}

/** Reads an Ethernet frame (RFC 791, 8200, 9293 § 3.1); `null` when it holds nothing that is shown. */
export function readPacket(frame: Buffer): Packet | null {
  if (frame.length < ethernetBytes + ipv6Bytes) return null;
  const ip = ipHeader(frame);
  if (ip === null) return null;
  const tcp = frame.subarray(ethernetBytes + ip.headerBytes);
  if (tcp.length < 20) return null;
  const headerBytes = ((tcp[12] ?? 0) >> 4) * 4;
  const flags = tcp[13] ?? 0;
  const payloadBytes = ip.segmentBytes - headerBytes;
  return {
    protocol: 'tcp',
    from: { address: ip.source, port: tcp.readUInt16BE(0) },
    to: { address: ip.destination, port: tcp.readUInt16BE(2) },
    sequence: tcp.readUInt32BE(4),
    acknowledgment: tcp.readUInt32BE(8),
    flags: flagBits.flatMap(([bit, flag]) => ((flags & bit) === 0 ? [] : [flag])),
    window: tcp.readUInt16BE(14),
    payloadBytes,
    payload: tcp.subarray(headerBytes, headerBytes + payloadBytes),
    ...readOptions(tcp.subarray(20, headerBytes)),
    marks: {
      identification: frame.readUInt16BE(ethernetBytes + 4),
      timestamp:
        headerBytes >= bytesWithTimestamp && tcp.length >= bytesWithTimestamp
          ? tcp.readUInt32BE(timestampAt)
          : 0,
    },
  };
}

function readOptions(options: Buffer): Pick<TcpPacket, 'mss' | 'windowScale' | 'sackPermitted' | 'sack'> {
  let mss: number | null = null;
  let windowScale: number | null = null;
  let sackPermitted = false;
  const sack: [number, number][] = [];
  let at = 0;
  while (at < options.length) {
    const kind = options[at] ?? 0;
    if (kind === 0) break;
    if (kind === 1) {
      at += 1;
      continue;
    }
    const size = options[at + 1] ?? 0;
    if (size < 2 || at + size > options.length) break;
    if (kind === 2 && size === 4) mss = options.readUInt16BE(at + 2);
    else if (kind === 3 && size === 3) windowScale = options.readUInt8(at + 2);
    else if (kind === 4) sackPermitted = true;
    else if (kind === 5) {
      for (let edge = at + 2; edge + 8 <= at + size; edge += 8) {
        sack.push([options.readUInt32BE(edge), options.readUInt32BE(edge + 4)]);
      }
    }
    at += size;
  }
  return { mss, windowScale, sackPermitted, sack };
}
