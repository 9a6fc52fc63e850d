import { describe, expect, it } from 'vitest';
import type { EventBody, LabCall, SocketRecord } from '#lib/lab/protocol/messages.ts';
import type { PythonValue } from '#lib/lab/protocol/python-value.ts';
import { emptySnapshot, foldEvent } from '#lib/lab/timeline/fold-event.ts';
import type { Snapshot } from '#lib/lab/timeline/snapshot.ts';
import { peerOf, socketById } from '#lib/lab/timeline/sockets.ts';
import { socketRecord } from '#test/plausible-lab-log.ts';

/** Folds what programs do and what the kernel shows, one event after another. */
class Story {
  snapshot: Snapshot = emptySnapshot;
  #seq = 0;

  event(event: EventBody): this {
    const seq = (this.#seq += 1);
    this.snapshot = foldEvent(this.snapshot, { ...event, seq, at: seq });
    return this;
  }

  call(program: string, call: LabCall, value: PythonValue, ...targets: string[]): this {
    const id = this.#seq + 1;
    return this.event({ type: 'entered', id, program, thread: 1, call, targets }).event({
      type: 'returned',
      id,
      program,
      thread: 1,
      result: { ok: true, value },
    });
  }

  shows(...changed: SocketRecord[]): this {
    return this.event({ type: 'sockets', changed, gone: [] });
  }

  forgets(...gone: string[]): this {
    return this.event({ type: 'sockets', changed: [], gone });
  }

  idOf(program: string, name: string): string | null | undefined {
    return this.snapshot.programs.find((known) => known.name === program)?.socketIds.get(name);
  }
}

const socket: LabCall = { name: 'socket', args: [] };
const close = (fd: number): LabCall => ({ name: 'close', fd, args: [] });
const record = (id: string, fd: number | null) => socketRecord({ id, fd, program: 'client' });

describe('the socket that a variable means', () => {
  it('is known once the kernel shows it', () => {
    const story = new Story().call('client', socket, { socket: 3 }, 'c');
    expect(story.idOf('client', 'c')).toBeNull();
    expect(story.shows(record('k1', 3)).idOf('client', 'c')).toBe('k1');
  });

  it('stays the same when it is closed, though its descriptor is used again', () => {
    const story = new Story()
      .call('client', socket, { socket: 3 }, 'c')
      .shows(record('k1', 3))
      .call('client', close(3), null)
      .call('client', socket, { socket: 3 }, 'd');
    expect(story.idOf('client', 'd')).toBeNull();
    story.shows(record('k1', null), record('k2', 3));
    expect([story.idOf('client', 'c'), story.idOf('client', 'd')]).toEqual(['k1', 'k2']);
  });

  it('outlives its program, until the name gets another value', () => {
    const story = new Story()
      .call('client', socket, { socket: 3 }, 'c')
      .shows(record('k1', 3))
      .event({ type: 'exited', program: 'client' } as EventBody);
    expect(story.idOf('client', 'c')).toBe('k1');
    expect(
      story.call('client', { name: 'gethostname', args: [] }, 'lab', 'c').idOf('client', 'c'),
    ).toBeUndefined();
  });

  it('is the last of what the kernel showed once it has been forgotten', () => {
    const story = new Story().shows(socketRecord({ id: 'k1', state: 'TIME-WAIT' })).forgets('k1');
    expect(socketById(story.snapshot, 'k1')).toMatchObject({ isGone: true, record: { state: 'TIME-WAIT' } });
    expect(socketById(story.snapshot, 'k2')).toBeNull();
  });
});

it('finds the other end of a connection, the latest one where ports were used again', () => {
  const here = { address: '127.0.0.1', port: 40_000 };
  const there = { address: '127.0.0.1', port: 65_000 };
  const own = socketRecord({ id: 'own', local: here, peer: there });
  const old = socketRecord({ id: 'old', local: there, peer: here });
  const latest = socketRecord({ id: 'latest', local: there, peer: here });
  const story = new Story().shows(own, old);
  expect(peerOf(story.snapshot, own)?.record.id).toBe('old');
  expect(peerOf(story.forgets('old').snapshot, own)).toMatchObject({ isGone: true, record: { id: 'old' } });
  expect(peerOf(story.shows(latest).snapshot, own)?.record.id).toBe('latest');
  expect(peerOf(story.snapshot, socketRecord({ id: 'alone' }))).toBeNull();
});
