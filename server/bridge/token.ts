import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

const randomBytesOfName = 16;

/** 128 bits that nobody can guess, base64url. */
export function newSecret(): string {
  return randomBytes(randomBytesOfName).toString('base64url');
}

/** What is kept of a token. */
export function hashOf(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

/** In constant time. */
export function hasHash(token: string, hash: Buffer): boolean {
  return timingSafeEqual(hashOf(token), hash);
}
