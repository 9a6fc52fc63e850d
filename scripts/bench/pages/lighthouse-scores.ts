import { type AddressInfo, createServer } from 'node:net';
import lighthouse from 'lighthouse';
import { type Figure, median } from '../report/figure.ts';
import { launchBrowser } from './browser.ts';

const categories = ['performance', 'accessibility', 'best-practices', 'seo'] as const;

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Points (0 to 100) of one run, by category. */
async function scores(url: string, port: number): Promise<ReadonlyMap<string, number>> {
  const result = await lighthouse(url, {
    port,
    logLevel: 'error',
    output: 'json',
    onlyCategories: [...categories],
  });
  if (!result) throw new Error(`Lighthouse had nothing to say of ${url}.`);
  return new Map(
    categories.map((category) => [
      category,
      Math.round((result.lhr.categories[category]?.score ?? Number.NaN) * 100),
    ]),
  );
}

/** Lighthouse with its own defaults (a mobile phone, a slow network and processor, simulated): the median of so many runs. */
export async function lighthouseScores(
  siteUrl: string,
  paths: readonly string[],
  runs = 3,
): Promise<readonly Figure[]> {
  const port = await freePort();
  const browser = await launchBrowser(`--remote-debugging-port=${port}`);
  try {
    const all = paths.map((): ReadonlyMap<string, number>[] => []);
    for (let run = 0; run < runs; run += 1)
      for (const [index, path] of paths.entries()) all[index]?.push(await scores(siteUrl + path, port));
    return paths.flatMap((path, index) =>
      categories.map((category): Figure => ({
        what: `Lighthouse, ${path}, ${category}`,
        measured: median((all[index] ?? []).map((of) => of.get(category) ?? Number.NaN)),
        unit: 'points',
        peer: null,
        goal: { atLeast: 98 },
      })),
    );
  } finally {
    await browser.close();
  }
}
