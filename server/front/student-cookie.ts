import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

const name = 'ackademy-student';
const idBytes = 12;
const pattern = /^([\w-]{16})\.([\w-]{43})$/;
/** Half a year: a course. */
const lifetimeSeconds = 15_552_000;

/**
 * Tells the students of one address apart. The cookie says nothing of a student but that it is the one of before, and only
 * this process can write one: a secret that it drew when it began signs them.
 */
export class StudentCookies {
  readonly #secret = randomBytes(32);

  /** The student whose cookie it is; `null` without one that this process signed. */
  read(header: string | undefined): string | null {
    for (const pair of (header ?? '').split(';')) {
      const [key = '', value = ''] = pair.trim().split('=', 2);
      const [, id, signature] = key === name ? (pattern.exec(value) ?? []) : [];
      if (id !== undefined && signature !== undefined && isEqual(signature, this.#sign(id))) return id;
    }
    return null;
  }

  /** A `Set-Cookie` for a student who has none. */
  write({ isSecure }: { isSecure: boolean }): string {
    const id = randomBytes(idBytes).toString('base64url');
    const attributes = `Path=/; Max-Age=${lifetimeSeconds}; HttpOnly; SameSite=Lax`;
    return `${name}=${id}.${this.#sign(id)}; ${attributes}${isSecure ? '; Secure' : ''}`;
  }

  #sign(id: string): string {
    return createHmac('sha256', this.#secret).update(id).digest('base64url');
  }
}

function isEqual(one: string, other: string): boolean {
  return timingSafeEqual(Buffer.from(one), Buffer.from(other));
}
