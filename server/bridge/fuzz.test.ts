import { expect, it } from 'vitest';
import { echo } from '#test/server/echo.ts';
import { fuzz, fuzzLimits, fuzzSeed } from '#test/server/fuzz.ts';
import { LabClient } from '#test/server/lab-client.ts';
import { metric, residentBytes } from '#test/server/measure.ts';
import { startSidecar } from '#test/server/sidecar.ts';

/** `npm run bench -- fuzz` sends five times as many. */
const messages = 20_000;

/** A heap that is collected now and then is never quite the same size. */
const grownBytes = 64 * 1024 * 1024;

const seed = fuzzSeed();

it(`survives ${messages} messages, good and bad (FUZZ_SEED=${seed})`, { timeout: 120_000 }, async () => {
  const sidecar = await startSidecar(fuzzLimits);
  try {
    let warmBytes = 0;
    const { socketPath } = sidecar;
    const onQuarter = () => (warmBytes = residentBytes(sidecar));
    const { codes } = await fuzz({ at: socketPath, seed, messages, answers: 'frames', onQuarter });
    expect(sidecar.child.exitCode).toBeNull();
    expect(sidecar.log(), 'no bug').not.toMatch(/"level":[56]0/);
    expect(residentBytes(sidecar) - warmBytes, 'more than after a quarter').toBeLessThan(grownBytes);
    // Not `FLOOD` or `CALLS_PER_SECOND`: a slow machine does not read so fast. Other tests bring those about.
    expect([...codes]).toEqual(
      expect.arrayContaining(['PROGRAMS_LIMIT', 'THREADS_LIMIT', 'SOCKETS_LIMIT', 'THREAD_BUSY']),
    );

    expect(await metric(sidecar, 'ackademy_message_seconds_count')).toBeGreaterThan(messages);

    const client = await LabClient.open({ at: sidecar.socketPath });
    await echo(client);
    await client.done();
  } finally {
    expect(await sidecar.stop()).toBe(0);
  }
});
