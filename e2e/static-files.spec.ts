import { expect, test } from './site.ts';

interface Manifest {
  readonly start_url: string;
  readonly icons: readonly { readonly src: string; readonly type: string; readonly sizes: string }[];
}

/** Width and height that a PNG names in its header. */
function pngSize(body: Buffer): string {
  return `${body.readUInt32BE(16)}x${body.readUInt32BE(20)}`;
}

test('the site can be installed: its manifest names icons that are there, in the sizes it says', async ({
  page,
  request,
}) => {
  await page.goto('/');
  const address = await page.locator('link[rel="manifest"]').getAttribute('href');
  const answer = await request.get(address ?? '');
  expect(answer.headers()['content-type']).toContain('application/manifest+json');
  const { icons, start_url: start } = (await answer.json()) as Manifest;
  expect((await request.get(start)).status()).toBe(200);
  expect(icons).not.toEqual([]);
  for (const { src, type, sizes } of icons) {
    const icon = await request.get(src);
    expect([src, icon.status(), icon.headers()['content-type']]).toEqual([src, 200, type]);
    if (type === 'image/png') expect([src, pngSize(await icon.body())]).toEqual([src, sizes]);
  }
});

test('browsers and crawlers find the files that they ask for by name', async ({ page, request }) => {
  await page.goto('/');
  const links = page.locator('link[rel="icon"], link[rel="apple-touch-icon"]');
  const named = await links.evaluateAll((all) => all.map((link) => link.getAttribute('href') ?? ''));
  expect(named).toEqual(expect.arrayContaining(['/favicon.ico', '/icon.svg', '/apple-touch-icon.png']));
  for (const path of [...named, '/favicon.ico', '/robots.txt'])
    expect([path, (await request.get(path)).status()]).toEqual([path, 200]);
  expect(await (await request.get('/robots.txt')).text()).toContain('Disallow: /api/');
});
