import { writeCookie } from '#lib/storage/cookie.ts';

/** The cookie of a browser in which somebody has asked where cards are written. */
export const sourceCookie = 'source';

/**
 * Whether cards say where they are written, as `sockets.md:41`: to authors, who can edit the files, and to a reader who asked for it with E in
 * this browser.
 *
 * @param cookie the value of `sourceCookie`
 */
export function showsSource(isInstructor: boolean, cookie: string | undefined): boolean {
  return isInstructor || cookie === 'on';
}

/** From now on this browser shows where cards are written. */
export function rememberSource(): void {
  writeCookie(sourceCookie, 'on', '/', 31_536_000);
}

/** A card's place in its file, in short: `sockets.md:41`. */
export function placeText(file: string, line: number): string {
  return `${file.split('/').at(-1) ?? file}:${String(line)}`;
}
