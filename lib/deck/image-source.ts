/** Ending of the file's name, in small letters, to media type. */
export const imageTypes: ReadonlyMap<string, string> = new Map([
  ['png', 'image/png'],
  ['jpg', 'image/jpeg'],
  ['jpeg', 'image/jpeg'],
  ['gif', 'image/gif'],
  ['webp', 'image/webp'],
  ['avif', 'image/avif'],
  ['svg', 'image/svg+xml'],
]);

export type ImageSource =
  /** Relative to the deck's folder, decoded, without `.` and `..`. */
  { readonly path: string } | { readonly problem: 'IMAGE_OUTSIDE' | 'IMAGE_TYPE' };

/** Where the address of an image leads. Only files in the deck's folder or below are shown. */
export function imageSource(url: string): ImageSource {
  let decoded: string;
  try {
    decoded = decodeURIComponent(url);
  } catch {
    return { problem: 'IMAGE_OUTSIDE' };
  }
  // Besides schemes and absolute paths: back slashes are separators on Windows, control characters are nowhere sound.
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
