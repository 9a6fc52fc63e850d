import { firstFree, slug } from '#lib/deck/syntax/slug.ts';
import { type Finding, finding, type Range } from '#lib/diagnostics/finding.ts';

/** One `{{…}}`. Its offsets count in the text in which it was found. */
export interface Blank extends Range {
  /** The number before the first `::`; blanks of one group are asked together. */
  readonly group: number | null;
  readonly answer: string;
  readonly alternates: readonly string[];
  readonly hint: string | null;
  readonly inFence: boolean;
  /** The answer was written in backticks and is shown as code. */
  readonly asCode: boolean;
}

/** The number of blanks a card may have. */
export const mostBlanks = 300;

const open = '{{';
const close = '}}';

function backslashesBefore(text: string, offset: number): number {
  let count = 0;
  while (text.charCodeAt(offset - 1 - count) === 92) count++;
  return count;
}

/** Offset of the `}}` that ends a blank whose content begins at `from`; braces inside are matched (`{{ {} }}`). */
function closingAt(text: string, from: number, end: number): number | null {
  let depth = 0;
  for (let i = from; i < end; i++) {
    const char = text.charAt(i);
    if (char === '\\') i++;
    else if (char === '{') depth++;
    else if (char === '}' && depth > 0) depth--;
    else if (char === '}' && text.charAt(i + 1) === '}' && i + 1 < end) return i;
  }
  const first = text.indexOf(close, from);
  return first === -1 || first + close.length > end ? null : first;
}

/** Splits at every separator without a backslash before it. */
function splitUnescaped(text: string, separator: string, limit = Infinity): string[] {
  if (!text.includes(separator)) return [text];
  const pieces: string[] = [];
  let start = 0;
  for (let i = 0; i < text.length && pieces.length + 1 < limit; i++) {
    if (text.charAt(i) === '\\') i++;
    else if (text.startsWith(separator, i)) {
      pieces.push(text.slice(start, i));
      i += separator.length - 1;
      start = i + 1;
    }
  }
  return [...pieces, text.slice(start)];
}

function unescape(text: string): string {
  return (text.includes('\\') ? text.replace(/\\([|:{}])/g, '$1') : text).trim();
}

function withoutBackticks(text: string): string {
  return /^`[^`]+`$/.test(text) ? text.slice(1, -1) : text;
}

const ankiCloze = /^[cC](\d{1,4})::/;

/** A cloze deletion of Anki, `{{c1::…}}`; `null`: it is none. */
function ankiFinding(content: string, range: Range): Finding | null {
  const [, number] = ankiCloze.exec(content) ?? [];
  if (number === undefined) return null;
  const at = range.start + open.length;
  const found = finding('BLANK_ANKI', range, undefined, `write \`{{${number}::\`, without the \`c\``);
  return { ...found, fix: { start: at, end: at + 1, text: '' } };
}

const formula = /(?<![\p{L}\p{N}\\$])\$\$?(?=[^\s$])(?:[^$\n]*?[^\s$\\])\$\$?(?![\p{L}\p{N}$])/gu;

const bracketed = /\\\(.+?\\\)|\\\[.+?\\\]/g;

/** The formulas of a line: `$…$`, `\(…\)`, `\[…\]`. A space inside a dollar sign, or a letter or digit outside, makes it an amount. */
export function formulasIn(line: string): Range[] {
  return [formula, bracketed].flatMap((pattern) =>
    Array.from(line.matchAll(pattern), ({ 0: text, index }) => ({ start: index, end: index + text.length })),
  );
}

/** Braces after one of these belong to LaTeX: `2^{{n}}`, `\frac{{a}}{{b}}`. */
const latexBefore = /(?:[\^_}]|\\[A-Za-z]+)$/;

/** Asks whether braces are LaTeX's: they follow a sign of it, inside a formula. */
function latexAsker(line: string): (start: number) => boolean {
  const formulas = /[$\\]/.test(line) ? formulasIn(line) : [];
  return (start) =>
    latexBefore.test(line.slice(Math.max(0, start - 40), start)) &&
    formulas.some((range) => range.start < start && start < range.end);
}

function parseBlank(content: string, range: Range, inFence: boolean): Blank | null {
  const group = /^(\d{1,4})::/.exec(content);
  const rest = group === null ? content : content.slice(group[0].length);
  const [answers = '', hint] = splitUnescaped(rest, '::', 2);
  const written = splitUnescaped(answers, '|').map(unescape);
  const [answer = '', ...alternates] = written.map(withoutBackticks);
  if (answer === '' || alternates.includes('')) return null;
  return {
    ...range,
    group: group === null ? null : Number(group[1]),
    answer,
    alternates,
    hint: hint === undefined || hint.trim() === '' ? null : unescape(hint),
    inFence,
    asCode: written[0] !== answer,
  };
}

/**
 * The blanks of one line. A blank begins and ends on the same line; `\{{` is literal; inside a blank `\|`, `\:`, `\{` and
 * `\}` are the characters themselves.
 */
export function findBlanks(line: string, inFence: boolean): { blanks: Blank[]; findings: Finding[] } {
  const blanks: Blank[] = [];
  const findings: Finding[] = [];
  let from = 0;
  const lastClose = line.lastIndexOf(close);
  const isLatex = inFence ? () => false : latexAsker(line);
  while (blanks.length + findings.length <= mostBlanks) {
    const start = line.indexOf(open, from);
    if (start === -1) break;
    if (backslashesBefore(line, start) % 2 === 1 || isLatex(start)) {
      from = start + open.length;
      continue;
    }
    const inner = start + open.length;
    if (lastClose < inner) {
      // None of the others can be closed either; one finding is enough.
      findings.push(finding('BLANK_UNCLOSED', { start, end: inner }));
      break;
    }
    const nested = line.indexOf(open, inner + 1);
    const isNested = nested !== -1 && backslashesBefore(line, nested) % 2 === 0;
    const end = closingAt(line, inner, isNested ? nested : line.length);
    if (end === null) {
      findings.push(finding('BLANK_UNCLOSED', { start, end: inner }));
      from = inner;
      continue;
    }
    const whole = { start, end: end + close.length };
    const content = line.slice(inner, end);
    const anki = inFence ? null : ankiFinding(content, whole);
    const blank = anki === null ? parseBlank(content, whole, inFence) : null;
    if (anki !== null) findings.push(anki);
    else if (blank === null) findings.push(finding('BLANK_EMPTY', whole));
    else blanks.push(blank);
    from = whole.end;
  }
  return { blanks, findings };
}

/**
 * Digits before `::` that are hardly the number of a group: at least half of the numbers up to the highest one would be
 * missing, or it is 0. `null`: there are none.
 */
export function oddGroup(blanks: readonly Blank[]): Finding | null {
  const numbers = [...new Set(blanks.flatMap(({ group }) => group ?? []))].sort((a, b) => a - b);
  const highest = numbers.at(-1) ?? 0;
  if (numbers.length === 0 || (numbers[0] !== 0 && highest <= 2 * numbers.length)) return null;
  const odd = numbers.find((number, index) => number !== index + 1);
  const blank = blanks.find(({ group }) => group === odd);
  if (blank === undefined) return null;
  const rest = blank.hint === null ? blank.answer : `${blank.answer}::${blank.hint}`;
  const next = String(numbers.findIndex((number, index) => number !== index + 1) + 1);
  return finding(
    'BLANK_GROUP_NUMBER',
    blank,
    `\`${String(odd)}\` is read as the number of a group, and groups are numbered 1, 2, 3 …`,
    `if ${String(odd)} is the answer, write \`{{${next}::${String(odd)}::${rest}}}\`; if it is a group, write \`{{${next}::${rest}}}\``,
  );
}

/** The text between `{{` and `}}`. */
export function contentOf({ start, end }: Range, source: string): string {
  return source.slice(start + open.length, end - close.length);
}

/** The blanks that one prompt asks. */
interface BlankPart {
  /** The last part of the prompt's key: see `docs/decisions/003-deck-identity.md`. */
  readonly name: string;
  /** Indexes of the blanks, ascending. */
  readonly blanks: readonly number[];
}

function nameFromAnswer(answer: string): string {
  const name = slug(answer);
  // A number alone is the name of a group.
  if (/^\d+$/.test(name)) return `blank-${name}`;
  if (name !== '') return name;
  return `u${Array.from(answer, (char) => (char.codePointAt(0) ?? 0).toString(16))
    .slice(0, 8)
    .join('-')}`;
}

/** The parts of a card in the order of their first blanks. */
export function blankParts(blanks: readonly Blank[]): BlankPart[] {
  const parts = new Map<string, number[]>();
  const taken = new Set(blanks.flatMap((blank) => (blank.group === null ? [] : [String(blank.group)])));
  blanks.forEach((blank, index) => {
    if (blank.group !== null) {
      const name = String(blank.group);
      const group = parts.get(name);
      if (group === undefined) parts.set(name, [index]);
      else group.push(index);
      return;
    }
    const name = firstFree(nameFromAnswer(blank.answer), taken);
    taken.add(name);
    parts.set(name, [index]);
  });
  return Array.from(parts, ([name, numbers]) => ({ name, blanks: numbers }));
}
