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

const units = new Map(
  `zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen
  eighteen nineteen`
    .split(/\s+/)
    .map((word, value) => [word, value] as const),
);

const tens = new Map(
  'twenty thirty forty fifty sixty seventy eighty ninety'
    .split(' ')
    .map((word, index) => [word, (index + 2) * 10] as const),
);

const based = /^0(?:[xX][0-9a-fA-F_]+|[oO][0-7_]+|[bB][01_]+)$/;
/** One sign between all groups of three, as in `65,535`, `65 535`, `65_535` and `65'535`. */
const grouped = /^\d{1,3}([,_' ])\d{3}(?:\1\d{3})*$/;
const decimal = /^(\d[\d_]*)?(?:\.(\d[\d_]*)?)?(?:[eE]([+-]?\d{1,4}))?$/;

/** The same text for the same value, however many zeros are at its ends: digits and where the point is. */
function scientific(whole: string, fraction: string, exponent: number): string {
  const digits = whole + fraction;
  const first = digits.search(/[1-9]/);
  if (first === -1) return '0';
  const significant = digits.slice(first).replace(/0+$/, '');
  return `${significant}e${whole.length - first + exponent}`;
}

/** `sixty-four`, `two hundred and fifty-five`: below a million, as one says it. */
export function spokenValue(text: string): string | null {
  const said = text.toLowerCase().split(/[-\s]+/);
  if (said.length > 12) return null;
  let [thousands, hundreds, rest] = [0, 0, 0];
  /** What the next word has to be less than. */
  let below = 1000;
  for (const [at, word] of said.entries()) {
    const value = units.get(word) ?? tens.get(word);
    const isAnd = word === 'and' && at > 0 && at < said.length - 1;
    if (value !== undefined && value < below) {
      rest += value;
      below = tens.has(word) ? 10 : 0;
    } else if (word === 'hundred' && rest > 0 && rest < 10 && hundreds === 0) {
      [hundreds, rest, below] = [rest * 100, 0, 100];
    } else if (word === 'thousand' && hundreds + rest > 0 && thousands === 0) {
      [thousands, hundreds, rest, below] = [(hundreds + rest) * 1000, 0, 0, 1000];
    } else if (!isAnd) return null;
  }
  const isZero = said.length === 1 && said[0] === 'zero';
  const value = thousands + hundreds + rest;
  return value === 0 && !isZero ? null : String(value);
}

/** A literal of Python, as the same text for the same value; `null`: it is none. */
export function literalValue(text: string): string | null {
  if (based.test(text)) {
    const digits = text.replaceAll('_', '');
    return digits.length < 3 ? null : scientific(BigInt(digits).toString(), '', 0);
  }
  const match = decimal.exec(text);
  if (match === null) return null;
  const [, whole = '', fraction = '', exponent = '0'] = match;
  if (whole === '' && fraction === '') return null;
  return scientific(whole.replaceAll('_', ''), fraction.replaceAll('_', ''), Number(exponent));
}

/**
 * What reads as a number and as nothing else, as the same text for the same value: `65535`, `65,535`, `0xFFFF`,
 * `sixty-four`. `null`: anything else, `127.0.0.1` too. The text is short and in NFKC.
 */
export function numberValue(text: string): string | null {
  const [, sign = '', rest = ''] = /^([+\-−]?)(.*)$/s.exec(text) ?? [];
  const digits = grouped.test(rest) ? rest.replace(/[^\d]/g, '') : rest;
  const spoken = spokenValue(rest);
  const value = literalValue(spoken ?? digits);
  return value === null ? null : `${sign === '' || sign === '+' || value === '0' ? '' : '-'}${value}`;
}

/** The number that a value of `numberValue` stands for. */
export function numberOf(value: string): number {
  return value === '0' ? 0 : Number(value.replace(/^-?/, (sign) => `${sign}0.`));
}
