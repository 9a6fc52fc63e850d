/**
 * Milliseconds of processor time that `run` takes, the fastest of five runs: what other programs do at the same time, and
 * what is compiled or collected meanwhile, does not count.
 */
export function processorMs(run: () => unknown): number {
  return Math.min(
    ...[1, 2, 3, 4, 5].map(() => {
      const before = process.cpuUsage();
      run();
      const { user, system } = process.cpuUsage(before);
      return (user + system) / 1000;
    }),
  );
}
