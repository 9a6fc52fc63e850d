import { defineConfig } from '@playwright/test';
import { systemBrowser } from './scripts/project/browser.mjs';

const executablePath = systemBrowser();
const isRoot = process.getuid?.() === 0;

export default defineConfig({
  testDir: 'e2e',
  globalSetup: './scripts/project/build.mjs',
  outputDir: '.cache/e2e',
  fullyParallel: true,
  workers: 2,
  // A browser without enough processor time loses a key now and then. Whoever needs a second try is named as flaky.
  retries: 1,
  forbidOnly: Boolean(process.env['CI']),
  timeout: 45_000,
  expect: { timeout: 10_000 },
  reporter: [['list'], ['json', { outputFile: '.cache/e2e.json' }]],
  use: {
    trace: 'retain-on-first-failure',
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
