import { defineConfig } from '@playwright/test';
import { testBrowser } from './scripts/project/browser.mjs';

const executablePath = testBrowser();
const isRoot = process.getuid?.() === 0;

export default defineConfig({
  testDir: 'e2e',
  globalSetup: './scripts/project/build.mjs',
  outputDir: '.cache/e2e',
  fullyParallel: true,
  // Most of their time the tests wait for a page or for the kernel.
  workers: 4,
  // A browser without enough processor time loses a key now and then. A test that needs a second try is reported as flaky.
  retries: 1,
  forbidOnly: Boolean(process.env['CI']),
  timeout: 45_000,
  expect: { timeout: 10_000 },
  reporter: [['list'], ['json', { outputFile: '.cache/e2e.json' }]],
  use: {
    // To trace every test would take a good part of its time.
    trace: 'on-first-retry',
    launchOptions: {
      ...(executablePath ? { executablePath } : {}),
      args: [
        ...(isRoot ? ['--no-sandbox'] : []),
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        '--disable-quic',
        '--no-first-run',
      ],
    },
  },
});
