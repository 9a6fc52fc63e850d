/** 16 random bytes as a UUID of this version, which begins with `first` (RFC 9562). */
function uuid(version: 4 | 7, first: Uint8Array): string {
  // `crypto.randomUUID` is missing where a page comes over plain HTTP from another computer.
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes.set(first);
  bytes[6] = (version << 4) | ((bytes[6] ?? 0) & 0x0f);
  bytes[8] = 0x80 | ((bytes[8] ?? 0) & 0x3f);
  const digits = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}

/** A random UUID (RFC 9562 § 5.4). */
export function uuidV4(): string {
  return uuid(4, new Uint8Array());
}

/** A UUID that sorts by its instant, in epoch milliseconds (RFC 9562 § 5.7). */
export function uuidV7(atMs: number): string {
  const time = new DataView(new ArrayBuffer(8));
  time.setBigUint64(0, BigInt(atMs));
  return uuid(7, new Uint8Array(time.buffer, 2));
}
