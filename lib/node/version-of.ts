import { createHash } from 'node:crypto';

/** A short name for a text, another one for any other text. */
export function versionOf(text: string): string {
  return createHash('sha256').update(text).digest('base64url').slice(0, 16);
}
