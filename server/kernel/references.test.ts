import { expect, it } from 'vitest';
import type { LabCall } from '#lib/lab/protocol/messages.ts';
import { at, type TestLab, withLab } from '#test/server/kernel-session.ts';

let lastId = 1000;

/** Makes a call whose value goes to variables, as a line of a program does; gives what it gave. */
function line(lab: TestLab, program: string, targets: string[], call: LabCall) {
  const id = ++lastId;
  lab.session.handle({ type: 'call', id, program, call, targets });
  return lab.result(id);
}

const open: LabCall = { name: 'socket', args: [] };
const closed = (lab: TestLab) => lab.of('unreferenced').map(({ fd, name }) => [fd, name]);

/** A listening socket in `s`, and a client that is connected to it. */
async function listening(lab: TestLab): Promise<void> {
  await line(lab, 'server', ['s'], open);
  await line(lab, 'server', [], { name: 'bind', fd: 3, args: [at(65_000)] });
  await line(lab, 'server', [], { name: 'listen', fd: 3, args: [] });
  await line(lab, 'client', ['c'], open);
  await line(lab, 'client', [], { name: 'connect', fd: 3, args: [at(65_000)] });
}

const accept: LabCall = { name: 'accept', fd: 3, args: [] };
const value = (one: LabCall['args'][number]): LabCall => ({ name: 'value', args: [one] });

it('closes an accepted socket that no variable is given, with a FIN', () =>
  withLab(async (lab) => {
    await listening(lab);
    await line(lab, 'server', [], accept);
    expect(closed(lab)).toEqual([[4, null]]);
    expect(await line(lab, 'client', [], { name: 'recv', fd: 3, args: [10] })).toEqual({
      ok: true,
      value: { bytes: '' },
    });
  }));

it('closes a socket whose variable gets another value, after the new one is there', () =>
  withLab(async (lab) => {
    await line(lab, 'p', ['s'], open);
    expect(await line(lab, 'p', ['s'], open)).toEqual({ ok: true, value: { socket: 4 } });
    expect(closed(lab)).toEqual([[3, 's']]);
    expect(await line(lab, 'p', ['t'], open)).toEqual({ ok: true, value: { socket: 3 } });
  }));

it('keeps a socket for as long as any variable holds it, alone or in a pair', () =>
  withLab(async (lab) => {
    await listening(lab);
    await line(lab, 'server', ['pair'], accept);
    await line(lab, 'server', ['conn'], value({ socket: 4 }));
    await line(lab, 'server', ['pair'], value(null));
    expect(closed(lab)).toEqual([]);
    await line(lab, 'server', ['conn'], value(null));
    expect(closed(lab)).toEqual([[4, 'conn']]);
  }));

it('keeps what `_` holds, until `_` holds something else', () =>
  withLab(async (lab) => {
    await listening(lab);
    await line(lab, 'server', ['_', 'addr'], accept);
    expect(closed(lab)).toEqual([]);
    await line(lab, 'server', ['_'], value(5));
    expect(closed(lab)).toEqual([[4, '_']]);
  }));

it('keeps a socket that a waiting call of another thread is in', () =>
  withLab(async (lab) => {
    await listening(lab);
    const waiting = lab.start('client/2', 'recv', 3, 10);
    await lab.blocked(waiting);
    await line(lab, 'client', ['c'], value(null));
    expect(closed(lab)).toEqual([]);
    lab.interrupt('client', 2);
    await lab.result(waiting);
    expect(closed(lab)).toEqual([[3, 'c']]);
  }));

it('closes what cannot be unpacked, and raises what Python raises', () =>
  withLab(async (lab) => {
    await listening(lab);
    expect(await line(lab, 'server', ['a', 'b', 'c'], accept)).toMatchObject({
      error: { exception: 'ValueError', message: 'not enough values to unpack (expected 3, got 2)' },
    });
    expect(closed(lab)).toEqual([[4, null]]);
  }));

it('closes nothing that was closed before, and nothing of a caller that names no variables', () =>
  withLab(async (lab) => {
    await line(lab, 'p', ['s'], open);
    await line(lab, 'p', [], { name: 'close', fd: 3, args: [] });
    await line(lab, 'p', ['s'], value(null));
    await lab.socket('p');
    await lab.socket('p');
    await line(lab, 'p', ['x'], value(1));
    expect(closed(lab)).toEqual([]);
  }));

it('raises AttributeError for a method that only a socket has', () =>
  withLab(async (lab) => {
    const call: LabCall = { name: 'attribute', args: [{ tuple: [{ socket: 4 }, 1] }, 'recv', 10] };
    expect(await line(lab, 'p', [], call)).toMatchObject({
      error: { exception: 'AttributeError', message: "'tuple' object has no attribute 'recv'" },
    });
  }));
