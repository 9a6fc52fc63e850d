/**
 * Gives the server a hint with the requests to come. Where a browser keeps no cookies (it throws in a sandboxed frame) the
 * page does without: no cookie of this site is more than such a hint.
 *
 * @param value is written as it is: no spaces, commas or semicolons
 * @param maxAgeSeconds null: until the browser is closed; 0: takes it back
 */
export function writeCookie(name: string, value: string, path: string, maxAgeSeconds: number | null): void {
  const lifetime = maxAgeSeconds === null ? '' : `; max-age=${String(maxAgeSeconds)}`;
  try {
    const secure = document.location.protocol === 'https:' ? '; secure' : '';
    document.cookie = `${name}=${value}; path=${path}; samesite=lax${secure}${lifetime}`;
  } catch {
    // Nothing is lost but the hint.
  }
}
