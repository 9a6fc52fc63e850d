import type { Loss } from '#lib/lab/protocol.ts';
import { assemble, bpf } from '#server/kernel/observe/filter.ts';
import { bytesWithTimestamp, type Packet, timestampAt } from '#server/kernel/observe/packet.ts';

/** A loss that really loses something. */
export type ActiveLoss = Exclude<Loss, { kind: 'nothing' }>;

const flagsAt = 13;
const synBit = 0x02;
const headerLengthAt = 12;
/** Offsets from here on count from the network header (`SKF_NET_OFF`), all others from the TCP header. */
const networkHeader = -0x100000;
const identificationAt = networkHeader + 4;
/** Odd constants of multiplicative hashing, so that each bit of the input reaches the upper bits of the product. */
const factors = [0x9e37_79b1, 0x85eb_ca6b, 0xc2b2_ae35] as const;

/**
 * What is lost on the way to a socket, twice over: as a filter that the kernel runs on the receiving socket, and as the
 * same decision about a captured packet, so that lost segments can be told. Chance is a hash of what differs between a
 * segment and its repetition (its place, its number, its time), salted anew for each rule.
 *
 * @param salt 32 random bits
 */
export interface LossRule {
  readonly loss: ActiveLoss;
  readonly program: Buffer;
  loses(packet: Packet): boolean;
}

export function lossRule(loss: ActiveLoss, salt: number): LossRule {
  switch (loss.kind) {
    case 'all':
      return { loss, program: assemble([bpf.drop()]), loses: () => true };
    case 'handshake':
      return {
        loss,
        program: assemble([
          bpf.loadByte(flagsAt),
          bpf.ifAnyOf(synBit, { then: 1, otherwise: 0 }),
          bpf.keep(),
          bpf.drop(),
        ]),
        loses: ({ flags }) => flags.includes('SYN'),
      };
    case 'next':
      return {
        loss,
        program: assemble([...ifData(1), bpf.keep(), bpf.drop()]),
        loses: ({ payloadBytes }) => payloadBytes > 0,
      };
    case 'share': {
      const threshold = Math.round(loss.probability * 2 ** 32);
      return {
        loss,
        program: shareProgram(salt, threshold),
        loses: (packet) => packet.payloadBytes > 0 && chance(packet, salt) < threshold,
      };
    }
  }
}

/** Skips `otherwise` instructions further when there is payload behind the header; X = the header's length. */
function ifData(otherwise: number) {
  return [
    bpf.loadByte(headerLengthAt),
    bpf.and(0xf0),
    bpf.shiftRight(2),
    bpf.copyToIndex(),
    bpf.loadLength(),
    bpf.subtractIndex(),
    bpf.ifEqual(0, { then: 0, otherwise }),
  ];
}

function shareProgram(salt: number, threshold: number): Buffer {
  const timestamp = 1;
  const [first, second, third] = factors;
  return assemble([
    ...ifData(1),
    bpf.keep(),
    // M[timestamp] = the timestamp, 0 when the header has no room for one.
    bpf.loadByte(headerLengthAt),
    bpf.shiftRight(2),
    bpf.and(0x3c),
    bpf.ifAtLeast(bytesWithTimestamp, { then: 1, otherwise: 0 }),
    bpf.and(0),
    bpf.ifEqual(0, { then: 1, otherwise: 0 }),
    bpf.loadWord(timestampAt),
    bpf.store(timestamp),
    bpf.loadWord(4),
    bpf.xor(salt),
    bpf.multiply(first),
    bpf.loadIndexFrom(timestamp),
    bpf.xorIndex(),
    bpf.multiply(second),
    bpf.store(0),
    bpf.loadHalf(identificationAt),
    bpf.loadIndexFrom(0),
    bpf.xorIndex(),
    bpf.multiply(third),
    bpf.store(0),
    bpf.shiftRight(15),
    bpf.loadIndexFrom(0),
    bpf.xorIndex(),
    bpf.multiply(second),
    bpf.ifAtLeast(threshold, { then: 0, otherwise: 1 }),
    bpf.keep(),
    bpf.drop(),
  ]);
}

/** The filter's computation, in 32 bits without a sign. */
function chance({ sequence, marks }: Packet, salt: number): number {
  const [first, second, third] = factors;
  let hash = Math.imul(sequence ^ salt, first);
  hash = Math.imul(hash ^ marks.timestamp, second);
  hash = Math.imul(hash ^ marks.identification, third);
  hash = Math.imul(hash ^ (hash >>> 15), second);
  return hash >>> 0;
}
