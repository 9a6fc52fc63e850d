/**
 * Milliseconds of processor time that `run` takes, the fastest of `runs`: what other programs do at the same time, and
 * what is compiled or collected meanwhile, does not count.
 */
export function processorMs(run: () => unknown, runs = 5): number {
  return Math.min(
    ...Array.from({ length: runs }, () => {
      const before = process.cpuUsage();
      run();
      const { user, system } = process.cpuUsage(before);
      return (user + system) / 1000;
    }),
  );
}
