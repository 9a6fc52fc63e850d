import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fail, run } from './run.mjs';

const names = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];
const places = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

/** Chromium without windows: a page takes a third of the processor time there. Some systems have it as a package of its own. */
const shellNames = ['chromium-headless-shell', 'chrome-headless-shell'];

/**
 * @param {readonly string[]} names
 * @returns {string | null} path of the first program of these names
 */
function programOf(names) {
  const folders = (process.env.PATH ?? '').split(delimiter);
  const candidates = names.flatMap((name) => folders.map((folder) => join(folder, name)));
  return candidates.find((candidate) => existsSync(candidate)) ?? null;
}

/** @returns {string | null} path of a Chromium that the system has */
export function systemBrowser() {
  return programOf(names) ?? places.find((place) => existsSync(place)) ?? null;
}

/** @returns {string | null} path of the program for the browser tests; null where Playwright's own is to be used */
export function testBrowser() {
  return programOf(shellNames) ?? systemBrowser();
}

/** @returns whether this user may install Debian's packages */
function mayInstallPackages() {
  return process.getuid?.() === 0 && existsSync('/etc/debian_version');
}

/** @param {readonly string[]} packages of Debian */
async function installPackages(packages) {
  const debian = { env: { DEBIAN_FRONTEND: 'noninteractive' } };
  await run('apt-get', ['update'], debian);
  await run('apt-get', ['install', '-y', '--no-install-recommends', ...packages], debian);
}

/**
 * Makes sure of a browser: the system's, else Debian's package where this user may install it, else Playwright's own. Where packages
 * may be installed, Chromium without windows is installed for the tests as well; they work without it.
 */
export async function ensureBrowser() {
  const missing = [
    ...(systemBrowser() === null ? ['chromium'] : []),
    ...(programOf(shellNames) === null ? ['chromium-headless-shell'] : []),
  ];
  if (missing.length > 0 && mayInstallPackages()) {
    process.stdout.write('Installing a browser …\n');
    await installPackages(missing);
    // One package that this release of Debian lacks keeps the others from being installed.
    if (systemBrowser() === null) await installPackages(['chromium']);
  }
  if (testBrowser() !== null) return;
  const { ok, output } = await run('playwright', ['install', 'chromium']);
  if (!ok) {
    fail(
      `${output}\nNo browser could be installed for the browser tests.\nInstall Chromium with your system’s package manager, then run the tests again.`,
    );
  }
}
