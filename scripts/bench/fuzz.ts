import { browsers, fuzz, fuzzLimits, fuzzSeed } from '#test/server/fuzz.ts';
import { metric } from '#test/server/measure.ts';
import { withChildren } from './lab/child-process.ts';
import { startWsEcho } from './lab/peers.ts';
import { startSidecar } from './lab/sidecar-process.ts';
import { printFigures } from './report/figure.ts';

/** The test run sends a fifth of them. */
const messages = 100_000;
const seed = fuzzSeed();
console.error(`FUZZ_SEED=${seed}`);

/** Messages a second that are read, of what `fuzz` sends. */
async function rateOf(
  { socketPath }: { readonly socketPath: string },
  answers: 'frames' | 'echo',
  readOf: (sent: number) => number | Promise<number>,
): Promise<number> {
  const beganMs = performance.now();
  const { sent } = await fuzz({ at: socketPath, seed, messages, answers });
  const seconds = (performance.now() - beganMs) / 1000;
  return (await readOf(sent)) / seconds;
}

const [bridge, floor] = await withChildren(async (keep) => {
  const sidecar = await keep(startSidecar(fuzzLimits));
  const read = () => metric(sidecar, 'ackademy_message_seconds_count');
  const ofBridge = await rateOf(sidecar, 'frames', read);
  const echo = await keep(startWsEcho());
  return [ofBridge, await rateOf(echo, 'echo', (sent) => sent)] as const;
});

printFigures([
  {
    what: `${messages} messages, good and bad, from ${browsers} browsers`,
    measured: bridge,
    unit: '/s',
    peer: { what: 'the same to a bare ws echo', measured: floor },
    goal: null,
  },
]);
