import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Segment } from '#lib/lab/protocol/messages.ts';
import {
  at,
  bytes,
  constant,
  noPrivateNetwork,
  received,
  type TestLab,
  tuple,
  withLab,
} from '#test/server/kernel-session.ts';

const shown = ({ from, flags, payloadBytes, lost, retransmission }: Segment): string =>
  [
    from.program ?? '?',
    flags.join(' '),
    ...(payloadBytes > 0 ? [payloadBytes] : []),
    ...(lost ? ['lost'] : []),
    ...(retransmission ? ['again'] : []),
  ].join(' ');

const data = (lab: TestLab, program: string): Segment[] =>
  lab.segments.filter(({ payloadBytes, from }) => payloadBytes > 0 && from.program === program);

const end = ({ sequence, payloadBytes }: Segment): number => sequence.relative + payloadBytes;
const overlap = (one: Segment, other: Segment): boolean =>
  one.sequence.relative < end(other) && other.sequence.relative < end(one);

/** Segments marked as lost of which some byte never came again: marks that the kernel does not agree with. */
function uncovered(segments: readonly Segment[]): Segment[] {
  const arrived = segments.filter(({ lost }) => !lost);
  return segments.filter((segment) => {
    if (!segment.lost) return false;
    let next = segment.sequence.relative;
    for (const other of arrived.toSorted((a, b) => a.sequence.relative - b.sequence.relative)) {
      if (other.sequence.relative <= next && end(other) > next) next = end(other);
    }
    return next < end(segment);
  });
}

/** Repetitions of what was not lost. */
function spurious(segments: readonly Segment[]): Segment[] {
  const lost = segments.filter((segment) => segment.lost);
  return segments.filter(
    (segment) => segment.retransmission && !lost.some((other) => overlap(segment, other)),
  );
}

/**
 * Did the receiver report it as a duplicate (RFC 2883)? Then it had the bytes before: where an acknowledgment takes its time, as
 * on a busy machine, the sender probes with its last segment (RFC 8985, tail loss probe).
 */
function isReportedDuplicate(segment: Segment, segments: readonly Segment[]): boolean {
  return segments.some(
    ({ number, acknowledgment, options: { sack = [] } }) =>
      number > segment.number &&
      sack.some(
        ([left, right]) =>
          left >= segment.sequence.relative &&
          right <= end(segment) &&
          right <= (acknowledgment?.relative ?? 0),
      ),
  );
}

describe.skipIf(noPrivateNetwork !== null)('The wire', () => {
  it('shows each segment once, with flags, numbers, windows and who sent it', () =>
    withLab(async (lab) => {
      await lab.connection();
      await lab.call('client', 'send', 3, bytes('Hello world'));
      await lab.call('server', 'recv', 4, 1024);
      await lab.call('client', 'close', 3);
      await lab.until(() => lab.record('server', 4)?.state === 'CLOSE-WAIT');
      await lab.call('server', 'close', 4);
      await lab.until(() => lab.segments.filter(({ flags }) => flags.includes('FIN')).length === 2);
      await lab.until(() => lab.segments.at(-1)?.flags.join() === 'ACK');
      const log = lab.segments.map(shown);
      expect(log.slice(0, 5)).toEqual([
        'client SYN',
        'server SYN ACK',
        'client ACK',
        'client PSH ACK 11',
        'server ACK',
      ]);
      expect(log.filter((line) => line.includes('FIN'))).toEqual(['client FIN ACK', 'server FIN ACK']);
      expect(lab.segments.map(({ number }) => number)).toEqual(lab.segments.map((_, i) => i + 1));

      const [syn, synAck, , push, ack] = lab.segments;
      expect(syn?.sequence.relative).toBe(0);
      expect(syn?.acknowledgment).toBeNull();
      expect(syn?.options).toMatchObject({ sackPermitted: true, mss: 65_495 });
      expect(synAck?.acknowledgment).toEqual({ raw: ((syn?.sequence.raw ?? 0) + 1) >>> 0, relative: 1 });
      expect(push).toMatchObject({ payload: Buffer.from('Hello world').toString('base64') });
      expect(push?.sequence.relative).toBe(1);
      expect(ack?.acknowledgment?.relative).toBe(12);
      // 64 in the header, scaled by what the SYN said.
      expect(lab.segments[2]?.windowBytes).toBeGreaterThan(60_000);
      expect(push?.to.socket).toBe(lab.record('server', 4)?.id ?? push?.to.socket);
      const times = lab.segments.map(({ sentAt }) => sentAt);
      expect(times).toEqual(times.toSorted((one, other) => one - other));
    }));

  it('keeps the first 64 bytes of a payload', () =>
    withLab(async (lab) => {
      await lab.connection();
      await lab.call('client', 'send', 3, bytes(Buffer.from(Array.from({ length: 200 }, (_, i) => i))));
      const segment = await lab.until(() => data(lab, 'client')[0]);
      expect(segment.payloadBytes).toBe(200);
      expect([...Buffer.from(segment.payload, 'base64')]).toEqual(Array.from({ length: 64 }, (_, i) => i));
    }));

  it('shows IPv6, and a SYN that is answered with RST', () =>
    withLab(async (lab) => {
      await lab.socket('client', constant('AF_INET6'));
      await lab.raised('client', 'connect', 3, tuple('::1', 65_001));
      await lab.until(() => lab.segments.length === 2);
      expect(lab.segments.map(shown)).toEqual(['client SYN', '? RST ACK']);
      expect(lab.segments[0]?.to).toMatchObject({ address: '::1', port: 65_001, socket: null });
    }));
});

describe.skipIf(noPrivateNetwork !== null)('Losing segments', () => {
  it('all of them: retransmissions with a doubling rto, and recovery when it is switched off', () =>
    withLab(async (lab) => {
      await lab.connection();
      lab.drop('server', 4, 'in', { kind: 'all' });
      await lab.call('client', 'send', 3, bytes('Hello world'));
      await lab.until(() => data(lab, 'client').length >= 4);
      const attempts = data(lab, 'client');
      expect(attempts.map(({ lost }) => lost)).toEqual(attempts.map(() => true));
      expect(attempts.map(({ retransmission }) => retransmission)).toEqual(attempts.map((_, i) => i > 0));
      const record = await lab.until(() => {
        const measured = lab.record('client', 3);
        return (measured?.tcpInfo?.timeouts ?? 0) >= 2 && measured;
      });
      expect(record.unacknowledgedBytes).toBe(11);
      // 200 ms doubled as often as it ran out.
      const { rtoMs = 0, timeouts = 0 } = record.tcpInfo ?? {};
      expect(rtoMs / 2 ** timeouts).toBeGreaterThan(150);
      expect(rtoMs / 2 ** timeouts).toBeLessThan(260);
      lab.drop('server', 4, 'in', { kind: 'nothing' });
      expect(received(await lab.call('server', 'recv', 4, 1024)).toString()).toBe('Hello world');
      expect(lab.of('dropping').map(({ loss }) => loss.kind)).toEqual(['all', 'nothing']);
      expect(lab.of('dropping')[1]?.lostSegments).toBe(attempts.length);
      const recovered = await lab.until(() => {
        const measured = lab.record('client', 3)?.tcpInfo;
        return measured?.timeouts === 0 && measured;
      });
      expect(recovered.retransmissions).toBeGreaterThanOrEqual(attempts.length - 1);
    }));

  it('the next one, with four behind it: repaired at once from what came out of order', () =>
    withLab(async (lab) => {
      await lab.connection();
      lab.drop('client', 3, 'out', { kind: 'next', segments: 1 });
      for (let count = 0; count < 5; count++) await lab.call('client', 'send', 3, bytes('x', 1000));
      let total = 0;
      while (total < 5000) total += received(await lab.call('server', 'recv', 4, 65_536)).length;
      const sent = data(lab, 'client');
      expect(sent.filter(({ lost }) => lost)).toEqual([sent[0]]);
      const again = sent.find(({ retransmission }) => retransmission);
      expect(again?.sequence).toEqual(sent[0]?.sequence);
      // Less than the 200 ms that a timeout would take.
      expect((again?.sentAt ?? Infinity) - (sent[1]?.sentAt ?? 0)).toBeLessThan(150_000);
      expect(lab.segments.some(({ options }) => options.sack !== undefined)).toBe(true);
      await lab.until(() => (lab.record('server', 4)?.tcpInfo?.outOfOrder ?? 0) >= 1);
      expect(lab.of('dropping').at(-1)).toMatchObject({ loss: { kind: 'nothing' }, lostSegments: 1 });
    }));

  it('the next one, with nothing behind it: repeated when a timeout runs out', () =>
    withLab(async (lab) => {
      await lab.connection();
      lab.drop('server', 4, 'in', { kind: 'next', segments: 1 });
      await lab.call('client', 'send', 3, bytes('alone'));
      expect(await lab.call('server', 'recv', 4, 10)).toEqual(bytes('alone'));
      const [lost, again] = data(lab, 'client');
      expect([lost?.lost, again?.retransmission]).toEqual([true, true]);
      expect((again?.sentAt ?? 0) - (lost?.sentAt ?? 0)).toBeGreaterThan(150_000);
    }));

  it('the next two of a single large send, and not a third', () =>
    withLab(async (lab) => {
      await lab.socket('server');
      await lab.call('server', 'setsockopt', 3, constant('SOL_SOCKET'), constant('SO_RCVBUF'), 200_000);
      await lab.call('server', 'bind', 3, at(65_000));
      await lab.call('server', 'listen', 3);
      await lab.socket('client');
      await lab.call('client', 'connect', 3, at(65_000));
      await lab.call('server', 'accept', 3);
      const transfer = async (length: number) => {
        const sending = lab.start('client', 'sendall', 3, bytes('x', length));
        let total = 0;
        while (total < length) total += received(await lab.call('server', 'recv', 4, 65_536)).length;
        await lab.value(sending);
      };
      // Lets the window grow, so that several segments leave at once.
      await transfer(2_000_000);
      lab.drop('server', 4, 'in', { kind: 'next', segments: 2 });
      const before = lab.segments.length;
      await transfer(400_000);
      expect(lab.segments.filter(({ lost }) => lost)).toHaveLength(2);
      expect(lab.of('dropping').at(-1)).toMatchObject({ loss: { kind: 'nothing' }, lostSegments: 2 });
      const sent = lab.segments
        .slice(before)
        .filter(({ payloadBytes, from }) => payloadBytes > 0 && from.program === 'client');
      // What is repeated without being marked as lost did arrive: no third segment was lost.
      const unmarked = spurious(sent);
      await lab.until(() => unmarked.every((segment) => isReportedDuplicate(segment, lab.segments)));
      expect(uncovered(sent)).toEqual([]);
    }));

  it('the handshake: SYNs repeated until it is switched off', () =>
    withLab(async (lab) => {
      await lab.socket('server');
      await lab.call('server', 'bind', 3, at(65_000));
      await lab.call('server', 'listen', 3);
      lab.drop('server', 3, 'in', { kind: 'handshake' });
      await lab.socket('client');
      const connecting = lab.start('client', 'connect', 3, at(65_000));
      await lab.blocked(connecting);
      await lab.until(() => lab.segments.length === 2);
      expect(lab.segments.map(shown)).toEqual(['client SYN lost', 'client SYN lost again']);
      lab.drop('server', 3, 'in', { kind: 'nothing' });
      expect(await lab.value(connecting)).toBeNull();
      // What was meant for the listener does not stay with the connection.
      await lab.call('server', 'accept', 3);
      await lab.call('client', 'send', 3, bytes('x'));
      expect(await lab.call('server', 'recv', 4, 10)).toEqual(bytes('x'));
    }));

  it(
    'three in ten of 1 MB: all arrives in order, and the marks agree with the kernel',
    () =>
      withLab(async (lab) => {
        await lab.connection();
        const sent = Buffer.from(Array.from({ length: 1_000_000 }, (_, i) => (i * 31 + (i >> 8)) & 0xff));
        lab.drop('server', 4, 'in', { kind: 'share', probability: 0.3 });
        const hash = createHash('sha256');
        let total = 0;
        const send = async () => {
          for (let from = 0; from < sent.length; from += 40_000) {
            await lab.call('client', 'sendall', 3, bytes(sent.subarray(from, from + 40_000)));
          }
        };
        const receive = async () => {
          while (total < sent.length) {
            const part = received(await lab.call('server', 'recv', 4, 65_536));
            hash.update(part);
            total += part.length;
          }
        };
        await Promise.all([send(), receive()]);
        expect(hash.digest('hex')).toBe(createHash('sha256').update(sent).digest('hex'));
        const marked = data(lab, 'client').filter(({ lost }) => lost).length;
        expect(marked).toBeGreaterThan(0);
        // A kernel that keeps larger copies may have missed some, and says so.
        if (lab.of('notice').length > 0) return;
        expect(uncovered(data(lab, 'client'))).toEqual([]);
        expect(spurious(data(lab, 'client')).length).toBeLessThan(marked / 2 + 2);
        lab.drop('server', 4, 'in', { kind: 'nothing' });
        expect(lab.of('dropping').at(-1)?.lostSegments).toBe(marked);
        await lab.until(() => (lab.record('client', 3)?.tcpInfo?.retransmissions ?? 0) > 0);
      }),
    60_000,
  );

  it('is one at a time for a socket: what another replaces is reported to be in force no longer', () =>
    withLab(async (lab) => {
      await lab.connection();
      lab.drop('server', 4, 'in', { kind: 'share', probability: 0.5 });
      lab.drop('client', 3, 'out', { kind: 'all' });
      lab.drop('client', 3, 'out', { kind: 'nothing' });
      expect(
        lab.of('dropping').map(({ program, direction, loss }) => [program, direction, loss.kind]),
      ).toEqual([
        ['server', 'in', 'share'],
        ['server', 'in', 'nothing'],
        ['client', 'out', 'all'],
        ['client', 'out', 'nothing'],
      ]);
    }));

  it('is refused where it cannot be done', () =>
    withLab(async (lab) => {
      await lab.socket('server');
      await lab.call('server', 'bind', 3, at(65_000));
      await lab.call('server', 'listen', 3);
      await lab.socket('client');
      await lab.call('client', 'connect', 3, at(65_000));
      lab.drop('nobody', 3, 'in', { kind: 'all' });
      lab.drop('client', 9, 'in', { kind: 'all' });
      lab.drop('server', 3, 'in', { kind: 'next', segments: 1 });
      lab.drop('client', 3, 'out', { kind: 'all' });
      expect(lab.of('refused').map(({ code }) => code)).toEqual([
        'PROGRAM_UNKNOWN',
        'LOSS_NO_SOCKET',
        'LOSS_NO_SOCKET',
        'LOSS_NO_PEER',
      ]);
    }));
});

describe('A stream', () => {
  it('joins two sends into one recv', () =>
    withLab(async (lab) => {
      await lab.connection();
      await lab.call('client', 'send', 3, bytes('Hello '));
      await lab.call('client', 'send', 3, bytes('world'));
      expect(await lab.call('server', 'recv', 4, 1024)).toEqual(bytes('Hello world'));
    }));

  it('splits one send into several recvs, leaves with MSG_PEEK what it saw, and waits for all with MSG_WAITALL', () =>
    withLab(async (lab) => {
      await lab.connection();
      await lab.call('client', 'send', 3, bytes('Hello world'));
      expect(await lab.call('server', 'recv', 4, 5, constant('MSG_PEEK'))).toEqual(bytes('Hello'));
      expect(await lab.call('server', 'recv', 4, 5)).toEqual(bytes('Hello'));
      const all = lab.start('server', 'recv', 4, 8, constant('MSG_WAITALL'));
      await lab.blocked(all);
      await lab.call('client', 'send', 3, bytes('!!'));
      expect(await lab.value(all)).toEqual(bytes(' world!!'));
    }));

  it('takes bytes that are not read until the buffers are full, then closes its window', () =>
    withLab(async (lab) => {
      await lab.connection();
      await lab.limitBuffers();
      await lab.call('client', 'setblocking', 3, false);
      const taken = await lab.call('client', 'send', 3, bytes('x', 4_000_000));
      expect(taken).toBeGreaterThan(100_000);
      expect(taken).toBeLessThan(4_000_000);
      const reader = await lab.until(() => {
        const record = lab.record('server', 4);
        return (record?.unreadBytes ?? 0) > 0 && record;
      });
      expect(reader.unreadBytes).toBeLessThanOrEqual(Number(taken));
      await lab.until(() => (lab.record('client', 3)?.unacknowledgedBytes ?? 0) > 0);
      if (noPrivateNetwork !== null) return;
      await lab.until(() =>
        lab.segments.some(({ windowBytes, flags }) => windowBytes === 0 && !flags.includes('SYN')),
      );
      await lab.until(() => lab.record('client', 3)?.timer?.kind === 'probe');
    }));
});
