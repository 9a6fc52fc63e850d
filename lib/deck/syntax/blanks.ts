import { hideRanges } from '#lib/deck/syntax/comments.ts';
import { firstFree, slug } from '#lib/deck/syntax/slug.ts';
import { type Finding, finding, type Range } from '#lib/diagnostics/finding.ts';

/** One `{{…}}`. Offsets are those of the text it was found in. */
export interface Blank extends Range {
  /** The number before the first `::`; blanks of one group are asked together. */
  readonly group: number | null;
  readonly answer: string;
  readonly alternates: readonly string[];
  readonly hint: string | null;
  readonly inFence: boolean;
  /** The answer was written in back-ticks, and is shown as code. */
  readonly asCode: boolean;
}

/** How many blanks a card may have. */
export const mostBlanks = 300;

const open = '{{';
const close = '}}';

function backslashesBefore(text: string, offset: number): number {
  let count = 0;
  while (text.charCodeAt(offset - 1 - count) === 92) count++;
  return count;
}

/** Offset of the `}}` that ends a blank whose content begins at `from`; braces inside pair up (`{{ {} }}`). */
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

function bracesPair(content: string): boolean {
  let depth = 0;
  for (let i = 0; i < content.length && depth >= 0; i++) {
    const char = content.charAt(i);
    if (char === '\\') i++;
    else if (char === '{') depth++;
    else if (char === '}') depth--;
  }
  return depth === 0;
}

/** Splits at every separator that has no backslash before it. */
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

/** The back-tick that is missing at one end of an answer that stands alone in its blank. */
function missingBacktick(content: string, inner: number): Pick<Finding, 'fix'> {
  const [, group = '', first, last] =
    /^(\d{1,4}::)?(?:(`[^`|:\\{}\s]+)|([^`|:\\{}\s]+`))$/.exec(content) ?? [];
  if (first === undefined && last === undefined) return {};
  const at = inner + (first === undefined ? group.length : content.length);
  return { fix: { start: at, end: at, text: '`' } };
}

/** A back-tick without a partner; in a code block it is one of the code's own. */
function loneIn(content: string, { start, end, inFence }: Blank): Finding[] {
  const runs = content.replace(/\\[^]/g, '').match(/`+/g) ?? [];
  if (inFence || runs.length % 2 === 0) return [];
  const at = start + 2 + content.indexOf('`');
  const found = finding('BACKTICK_LONE', { start: at, end: Math.min(at + 1, end) });
  return [{ ...found, ...missingBacktick(content, start + 2) }];
}

/** A group or a hint that its author likely wrote in another way: `{{c1::SYN}}`, `{{1:SYN}}`, `{{which flag?::SYN}}`. */
function misformed(content: string, range: Range, inFence: boolean): Finding[] {
  if (inFence) return [];
  const [, group] = /^c(\d{1,4})::/i.exec(content) ?? /^(\d{1,2}):(?=[A-Za-z`])/.exec(content) ?? [];
  if (/^(?:\d{1,4}::)?(\*{1,2}|_{1,2})[^*_|:]+\1(?:::|$)/.test(content))
    return [
      finding(
        'BLANK_FORM',
        range,
        'the marks in this blank are part of its answer',
        'put them around the blank, as in `**{{SYN}}**`',
      ),
    ];
  const [, inner] = /^\{([^{}`|]+)\}$/.exec(content) ?? [];
  if (inner !== undefined)
    return [
      finding(
        'BLANK_FORM',
        range,
        'the inner braces of this blank are part of its answer',
        `write \`{{${inner}}}\`, or \`{{\\{${inner}\\}}}\` if they are meant`,
      ),
    ];
  const hintFirst = /^([^:|]+\?)::([^:|?]+)$/.exec(content);
  if (group !== undefined) {
    const help = `write \`{{${group}::\`: a group is a number, with two colons behind it`;
    return [
      finding(
        'BLANK_FORM',
        range,
        'what stands first in this blank is its answer, and was likely meant as its group',
        help,
      ),
    ];
  }
  if (hintFirst === null) return [];
  const [, hint = '', answer = ''] = hintFirst;
  const message = 'what stands first in this blank is its answer, and was likely meant as its hint';
  return [finding('BLANK_FORM', range, message, `write \`{{${answer.trim()}::${hint.trim()}}}\``)];
}

/** A `}}` outside code that ends nothing: the braces before its blank were likely lost. */
function unopened(text: string, range: Range, blanks: readonly Blank[]): Finding[] {
  const shown = hideRanges(
    text.slice(range.start, range.end),
    blanks.map(({ start, end }) => ({ start: start - range.start, end: end - range.start })),
  );
  const at = shown.replace(/`[^`]*`/g, (code) => ' '.repeat(code.length)).search(/(?<![\\{}])\}\}(?!\})/);
  if (at === -1 || shown.includes('{{') || shown.includes('\\{')) return [];
  const before = shown.slice(0, at);
  // Braces inside braces.
  if (before.split('{').length - before.split('}').length >= 2) return [];
  const start = range.start + at;
  return [finding('BLANK_UNOPENED', { start, end: start + 2 })];
}

/**
 * The blanks of one line. A blank begins and ends on the same line; `\{{` is literal; inside a blank `\|`, `\:`, `\{`,
 * `\}` stand for the characters themselves.
 *
 * @param range the stretch of `text` to look at
 */
export function findBlanks(
  text: string,
  range: Range,
  inFence: boolean,
): { blanks: Blank[]; findings: Finding[] } {
  const blanks: Blank[] = [];
  const findings: Finding[] = [];
  let from = range.start;
  const lastClose = text.lastIndexOf(close, range.end - close.length);
  for (;;) {
    if (blanks.length + findings.length > mostBlanks) break;
    const start = text.indexOf(open, from);
    if (start === -1 || start + open.length > range.end) break;
    if (backslashesBefore(text, start) % 2 === 1) {
      from = start + open.length;
      continue;
    }
    const inner = start + open.length;
    if (lastClose < inner) {
      // One finding is enough where none of the rest can be closed.
      findings.push(finding('BLANK_UNCLOSED', { start, end: inner }));
      break;
    }
    const nested = text.indexOf(open, inner + 1);
    const isNested = nested !== -1 && nested < range.end && backslashesBefore(text, nested) % 2 === 0;
    const end = closingAt(text, inner, isNested ? nested : range.end);
    if (end === null) {
      findings.push(finding('BLANK_UNCLOSED', { start, end: inner }));
      from = inner;
      continue;
    }
    const whole = { start, end: end + close.length };
    const blank = parseBlank(text.slice(inner, end), whole, inFence);
    if (blank === null) findings.push(finding('BLANK_EMPTY', whole));
    else {
      blanks.push(blank);
      if (!bracesPair(text.slice(inner, end))) findings.push(finding('BLANK_BRACES', whole));
      findings.push(...misformed(text.slice(inner, end), whole, inFence));
      findings.push(...loneIn(text.slice(inner, end), blank));
    }
    from = whole.end;
  }
  if (!inFence && lastClose >= range.start) findings.push(...unopened(text, range, blanks));
  return { blanks, findings };
}

/** Blanks that are asked together. */
interface BlankPart {
  /** The last part of the prompt's key: see `docs/decisions/003-deck-identity.md`. */
  readonly name: string;
  /** Numbers of the blanks, ascending. */
  readonly blanks: readonly number[];
}

function nameFromAnswer(answer: string): string {
  const name = slug(answer);
  // A bare number is the name of a group.
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

/** One warning at the first blank of a group whose number is not the next one. */
export function skippedGroup(blanks: readonly Blank[]): Finding | null {
  const numbers = [...new Set(blanks.flatMap((blank) => blank.group ?? []))].sort((a, b) => a - b);
  const at = numbers.findIndex((number, index) => number !== index + 1);
  const blank = blanks.find(({ group }) => group !== null && group === numbers[at]);
  if (blank === undefined) return null;
  return finding(
    'BLANK_GROUP_SKIPPED',
    blank,
    `group ${String(blank.group)} comes where group ${String(at + 1)} is expected`,
  );
}
