import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { pagesFolder } from './build.mjs';
import { root } from './run.mjs';
import { startSite } from './site.mjs';

/** Kilobytes (1000 bytes) of JavaScript, gzip, that a page may ask for when it is opened. */
const budgetsKb = {
  '/': 160,
  '/decks/sockets': 163,
  '/study/sockets': 145,
  '/quiz/sockets': 147,
  '/quiz/sockets/match': 144,
  '/lab': 175,
  '/lab/echo': 186,
  '/labs': 157,
  '/errors': 165,
  '/progress': 161,
  '/settings': 159,
};

/** Bytes, gzip, of the scripts that the page at `path` names. */
async function scriptBytes(url, path) {
  const response = await fetch(url + path);
  if (!response.ok) throw new Error(`${path} answered ${response.status}, so there is nothing to measure.`);
  const html = await response.text();
  const scripts = new Set(
    [...html.matchAll(/<script[^>]+src="(\/_next\/[^"]+\.js)"([^>]*)>/g)]
      .filter(([tag]) => !tag.includes('noModule'))
      .map(([, src]) => src),
  );
  if (scripts.size === 0) throw new Error(`${path} names no script, so there is nothing to measure.`);
  const folder = (await pagesFolder()) ?? '.next';
  let bytes = 0;
  for (const script of scripts)
    bytes += gzipSync(await readFile(join(root, folder, script.replace('/_next/', ''))), {
      level: 9,
    }).length;
  return bytes;
}

/** Compares each page with its budget. */
export async function checkBundles() {
  const site = await startSite();
  try {
    const lines = [];
    let ok = true;
    for (const [path, budget] of Object.entries(budgetsKb)) {
      const kb = (await scriptBytes(site.url, path)) / 1000;
      ok &&= kb <= budget;
      lines.push(`${kb <= budget ? '✓' : '✕'} ${path} ${kb.toFixed(1)} kB of ${budget} kB`);
    }
    return { ok, output: `${lines.join('\n')}\n` };
  } catch (error) {
    return { ok: false, output: error instanceof Error ? error.message : String(error) };
  } finally {
    await site.stop();
  }
}
