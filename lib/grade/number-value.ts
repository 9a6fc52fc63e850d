const words = new Map(
  [
    'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen',
    'seventeen eighteen nineteen twenty',
  ]
    .join(' ')
    .split(' ')
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

/** The same text for the same value, however many zeros stand at its ends: digits and where the point is. */
function scientific(whole: string, fraction: string, exponent: number): string {
  const digits = whole + fraction;
  const first = digits.search(/[1-9]/);
  if (first === -1) return '0';
  const significant = digits.slice(first).replace(/0+$/, '');
  return `${significant}e${whole.length - first + exponent}`;
}

function numberWord(text: string): string | null {
  const [first = '', second, more] = text.toLowerCase().split(/[- ]/);
  const ten = tens.get(first);
  const one = second === undefined ? 0 : words.get(second);
  if (ten !== undefined && one !== undefined && one < 10 && more === undefined) {
    return second !== undefined && one === 0 ? null : String(ten + one);
  }
  const value = second === undefined ? words.get(first) : undefined;
  return value === undefined ? null : String(value);
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
  const value = literalValue(digits) ?? literalOfWord(rest);
  return value === null ? null : `${sign === '' || sign === '+' || value === '0' ? '' : '-'}${value}`;
}

function literalOfWord(text: string): string | null {
  const word = numberWord(text);
  return word === null ? null : literalValue(word);
}
