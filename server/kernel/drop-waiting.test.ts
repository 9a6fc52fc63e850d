import { expect, it } from 'vitest';
import { at, withLab } from '#test/server/kernel-session.ts';

it('drops what was handed over and has to wait, and goes on with what comes after', () =>
  withLab(async (lab) => {
    lab.start('server', 'socket', null);
    const bound = lab.start('server', 'bind', 3, at(65_000));
    lab.start('server', 'listen', 3);
    const accepting = lab.start('server', 'accept', 3);
    expect(await lab.value(bound)).toBeNull();
    await lab.blocked(accepting);
    await new Promise((resolve) => setImmediate(resolve));
    lab.exit('server');
    // The thread that waited for the socket has to let go of it before anything else is done.
    const dropped = lab.start('server', 'gethostname', null);
    const entered = () => lab.of('entered').map(({ id }) => id);
    expect(entered()).not.toContain(dropped);
    lab.session.dropWaiting();
    const next = lab.start('server', 'gethostname', null);
    await lab.value(next);
    expect(entered()).not.toContain(dropped);
  }));
