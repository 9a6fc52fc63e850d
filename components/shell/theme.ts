import { announce } from '#components/ui/announce.ts';
import { writeCookie } from '#lib/storage/cookie.ts';

/** `system` follows the computer's own choice of light or dark. */
export const themes = ['system', 'light', 'dark'] as const;
export type Theme = (typeof themes)[number];

export const themeCookie = 'theme';

/** In seconds. */
const year = 31_536_000;

/** Paints the page in a theme, and the pages to come. */
export function applyTheme(theme: Theme): void {
  document.documentElement.dataset.theme = theme;
  writeCookie(themeCookie, theme, '/', year);
  announce(`Colours: ${theme}`);
}

/** The theme a cookie's value names; `system` when it names none. */
export function themeOf(value: string | undefined): Theme {
  return themes.find((theme) => theme === value) ?? 'system';
}
