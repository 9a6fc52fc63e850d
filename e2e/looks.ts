import AxeBuilder from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

/** In CSS pixels: a phone, a tablet, a desk. What is on the tablet is on one of the others, too. */
const widths = [360, 768, 1440] as const;
const tablet = widths[1];
/** The rules that depend on colours. The others find in the dark what they find in the light. */
const colourRules = ['color-contrast', 'link-in-text-block'];

async function violations(page: Page, rules: readonly string[] | 'all'): Promise<string[]> {
  // There are no frames of other sites, for which it would open a page of its own each time.
  const axe = new AxeBuilder({ page }).setLegacyMode();
  if (rules !== 'all') axe.withRules([...rules]);
  const { violations: found } = await axe.analyze();
  return found.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`);
}

/** Axe finds nothing in what the page shows now, at the width and in the colours it has. */
export async function expectToBeAccessible(page: Page, what: string): Promise<void> {
  expect(await violations(page, 'all'), what).toEqual([]);
}

/** Nothing is so wide that the page scrolls sideways. */
export async function expectToFit(page: Page, what: string): Promise<void> {
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(overflow, `${what} scrolls sideways`).toBeLessThanOrEqual(0);
}

/**
 * What the page shows now fits every width, and axe finds nothing in it, light or dark. Leaves the page light, and as
 * wide as the last of the widths.
 *
 * @param at widths to look at, in CSS pixels
 */
export async function expectToLookRight(
  page: Page,
  what: string,
  at: readonly number[] = widths,
): Promise<void> {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  for (const width of at) {
    await page.setViewportSize({ width, height: 800 });
    await page.emulateMedia({ colorScheme: 'light' });
    await expectToFit(page, `${what} at ${String(width)} px`);
    if (width === tablet) continue;
    expect(await violations(page, 'all'), `${what} at ${String(width)} px, light`).toEqual([]);
    await page.emulateMedia({ colorScheme: 'dark' });
    expect(await violations(page, colourRules), `${what} at ${String(width)} px, dark`).toEqual([]);
  }
  await page.emulateMedia({ colorScheme: 'light' });
}
