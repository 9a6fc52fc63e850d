/** Above so many bits a power is no number that anybody means. */
const mostBits = 4096n;

type Reader = { readonly parts: readonly string[]; at: number };

function power(reader: Reader): bigint | null {
  const base = reader.parts[reader.at] ?? '';
  if (!/^\d{1,40}$/.test(base)) return null;
  reader.at += 1;
  if (reader.parts[reader.at] !== '**') return BigInt(base);
  reader.at += 1;
  const exponent = power(reader);
  if (exponent === null || exponent * BigInt(base.length * 4) > mostBits) return null;
  return BigInt(base) ** exponent;
}

function product(reader: Reader): bigint | null {
  let value = power(reader);
  while (value !== null && reader.parts[reader.at] === '*') {
    reader.at += 1;
    const factor = power(reader);
    value = factor === null ? null : value * factor;
  }
  return value;
}

/**
 * The value of whole numbers with `+`, `-`, `*` and `**` or `^` between, as in `2**16 - 1`; `null`: it is no such text, or
 * less than 0, as a range such as `0-255` is.
 */
export function sumValue(text: string): string | null {
  if (text.length > 60 || !/\d\s*[+\-*^]/.test(text) || !/^[\d\s+\-*^]+$/.test(text)) return null;
  const parts = (text.match(/\d+|\*\*|[+\-*^]/g) ?? []).map((part) => (part === '^' ? '**' : part));
  const reader: Reader = { parts, at: 0 };
  let value = product(reader);
  while (value !== null && reader.at < parts.length) {
    const isSum = parts[reader.at] === '+';
    if (!isSum && parts[reader.at] !== '-') return null;
    reader.at += 1;
    const next = product(reader);
    value = next === null ? null : isSum ? value + next : value - next;
  }
  return value === null || value < 0n ? null : value.toString();
}
