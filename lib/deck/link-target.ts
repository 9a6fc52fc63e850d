/**
 * What a link may lead to: `safe` is another site, a mail address, or a page of this site (`/…`); `relative` leads
 * nowhere from a page; anything with another scheme is `unsafe`.
 */
export function linkTarget(url: string): 'safe' | 'relative' | 'unsafe' {
  // Browsers drop white space and control characters before they look for the scheme (WHATWG URL, basic URL parser).
  const compact = url.replace(/[\p{Cc}\s]/gu, '');
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(compact)?.[1]?.toLowerCase();
  if (scheme !== undefined)
    return scheme === 'http' || scheme === 'https' || scheme === 'mailto' ? 'safe' : 'unsafe';
  if (/^[/\\]{2}/.test(compact) || compact.includes('\\')) return 'unsafe';
  return compact.startsWith('/') ? 'safe' : 'relative';
}
