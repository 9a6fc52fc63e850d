import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

const secretBytes = 16;

/** 128 random bits, base64url. */
export function newSecret(): string {
  return randomBytes(secretBytes).toString('base64url');
}

/** What is kept of a token. */
export function hashOf(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

/** In constant time. */
export function hasHash(token: string, hash: Buffer): boolean {
  return timingSafeEqual(hashOf(token), hash);
}
