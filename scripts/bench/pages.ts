import { pathToFileURL } from 'node:url';
import { startSite } from '../project/site.mjs';
import { type Figure, printFigures } from './report/figure.ts';
import { launchBrowser, untilLive } from './pages/browser.ts';
import { grading } from './pages/grading.ts';
import { largestPaint } from './pages/largest-paint.ts';
import { lighthouseScores } from './pages/lighthouse-scores.ts';
import { longDeck } from './pages/long-deck.ts';
import { quizScripts, scriptsLoaded } from './pages/scripts-loaded.ts';

const lighthousePaths = [
  '/',
  '/decks/sockets',
  '/study/sockets',
  '/quiz/sockets',
  '/quiz/sockets/match',
  '/lab',
  '/lab/echo',
  '/labs',
  '/errors',
  '/progress',
  '/settings',
];

/** Measures the built site in a real browser, one thing after another. */
export async function benchPages(): Promise<readonly Figure[]> {
  const site = await startSite();
  const studyUrl = `${site.url}/study/sockets`;
  try {
    const browser = await launchBrowser();
    const figures: Figure[] = [];
    try {
      figures.push(
        ...(await scriptsLoaded(browser, studyUrl)),
        ...(await largestPaint(browser, studyUrl, { name: 'study page', isLive: untilLive })),
        ...(await grading(browser, studyUrl)),
      );
      figures.push(...(await quizScripts(browser, site.url)), ...(await longDeck(browser)));
    } finally {
      await browser.close();
    }
    return [...figures, ...(await lighthouseScores(site.url, lighthousePaths))];
  } finally {
    await site.stop();
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) printFigures(await benchPages());
