import { writeCookie } from '#lib/storage/cookie.ts';

/** The cookie of a browser in which somebody has asked where cards are written. */
export const sourceCookie = 'source';

/**
 * Whether cards say where they are written, as `sockets.md:41`: to authors, who visit the site on the computer that serves it,
 * and to whoever asked for it with E in this browser.
 *
 * @param hosts under which the page was asked for, ports included; a proxy adds one to its own
 * @param cookie the value of `sourceCookie`
 */
export function showsSource(
  hosts: readonly (string | null | undefined)[],
  cookie: string | undefined,
): boolean {
  const named = hosts.flatMap((host) => host?.split(',').map((each) => each.trim()) ?? []);
  return cookie === 'on' || (named.length > 0 && named.every(isLoopback));
}

function isLoopback(host: string): boolean {
  const name = host.toLowerCase().replace(/:\d+$/, '').replace(/\.$/, '');
  return (
    name === 'localhost' ||
    name.endsWith('.localhost') ||
    name === '[::1]' ||
    /^127(?:\.(?:25[0-5]|2[0-4]\d|1?\d?\d)){3}$/.test(name)
  );
}

/** From now on this browser shows where cards are written. */
export function rememberSource(): void {
  writeCookie(sourceCookie, 'on', '/', 31_536_000);
}

/** A card's place in its file, in short: `sockets.md:41`. */
export function placeText(file: string, line: number): string {
  return `${file.split('/').at(-1) ?? file}:${String(line)}`;
}
