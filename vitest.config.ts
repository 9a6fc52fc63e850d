import { defineConfig } from 'vitest/config';

/** These open sockets of their own, in a network of their own where there can be one (`npm test` sees to it). */
const onKernel = [
  'server/{bridge,kernel}/**/*.test.ts',
  'components/{lab,card}/**/*.test.ts',
  'content/labs.test.ts',
  'content/orders.test.ts',
  'content/proofs.test.ts',
  'scripts/lab/{run,orders}.test.ts',
  'docs/protocol.test.ts',
  'docs/lab-scripts.test.ts',
  'docs/lab-format.test.ts',
];

export default defineConfig({
  test: {
    // Against tests that hang; a loaded machine may take its time.
    testTimeout: 120_000,
    hookTimeout: 60_000,
    maxWorkers: '100%',
    projects: [
      {
        extends: true,
        test: {
          name: 'pure',
          include: ['lib/**/*.test.ts', 'components/**/*.test.ts'],
          exclude: [...onKernel, 'node_modules/**'],
          // What these test keeps no state of its own, and loading it anew for each file would take half of the time.
          isolate: false,
        },
      },
      {
        extends: true,
        test: {
          name: 'core',
          include: [
            'content/**/*.test.ts',
            'scripts/**/*.test.ts',
            'docs/**/*.test.ts',
            'server/**/*.test.ts',
          ],
          exclude: [...onKernel, 'node_modules/**'],
        },
      },
      {
        extends: true,
        test: {
          name: 'kernel',
          include: onKernel,
          // A network belongs to a thread, so each file needs a process of its own.
          pool: 'forks',
          // Most of the time is spent waiting for the kernel.
          maxWorkers: 4,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
