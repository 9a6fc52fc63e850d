import type { Range } from '#lib/diagnostics/finding.ts';

/**
 * The kind of address a link has: `safe` is another site, a mail address, or a page of this site (`/…`); `relative` leads
 * nowhere from a page; any other scheme is `unsafe`.
 */
export function linkTarget(url: string): 'safe' | 'relative' | 'unsafe' {
  // Browsers remove white space and control characters before they look for the scheme (WHATWG URL, basic URL parser).
  const compact = url.replace(/[\p{Cc}\s]/gu, '');
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(compact)?.[1]?.toLowerCase();
  if (scheme !== undefined)
    return scheme === 'http' || scheme === 'https' || scheme === 'mailto' ? 'safe' : 'unsafe';
  if (/^[/\\]{2}/.test(compact) || compact.includes('\\')) return 'unsafe';
  return compact.startsWith('/') ? 'safe' : 'relative';
}

/** An image with a valid path; the reader checks each time whether the file exists. */
export interface ImageUse extends Range {
  /** Relative to the folder of the deck, with `/`. */
  readonly path: string;
}

/** Lowercase file extension to media type. */
export const imageTypes: ReadonlyMap<string, string> = new Map([
  ['png', 'image/png'],
  ['jpg', 'image/jpeg'],
  ['jpeg', 'image/jpeg'],
  ['gif', 'image/gif'],
  ['webp', 'image/webp'],
  ['avif', 'image/avif'],
  ['svg', 'image/svg+xml'],
]);

type ImageSource =
  /** Relative to the folder of the deck, decoded, without `.` and `..`. */
  { readonly path: string } | { readonly problem: 'IMAGE_OUTSIDE' | 'IMAGE_TYPE' };

/** The file that the address of an image names. Only files in the folder of the deck or below are shown. */
export function imageSource(url: string): ImageSource {
  let decoded: string;
  try {
    decoded = decodeURIComponent(url);
  } catch {
    return { problem: 'IMAGE_OUTSIDE' };
  }
  // Windows takes backslashes for separators; no system handles control characters well.
  if (decoded === '' || /^\/|^[a-z][a-z0-9+.-]*:|[\\\p{Cc}]/iu.test(decoded))
    return { problem: 'IMAGE_OUTSIDE' };
  const path: string[] = [];
  for (const part of decoded.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') path.push(part);
    else if (path.pop() === undefined) return { problem: 'IMAGE_OUTSIDE' };
  }
  const joined = path.join('/');
  const ending = /\.([^./]+)$/.exec(joined)?.[1]?.toLowerCase() ?? '';
  return imageTypes.has(ending) ? { path: joined } : { problem: 'IMAGE_TYPE' };
}
