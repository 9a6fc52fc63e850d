import type { Edit, Range } from '#lib/diagnostics/finding.ts';

/** A character that a reader does not see or takes for another one; offsets count in the line. */
export interface Sign extends Range {
  readonly message: string;
  readonly help: string;
  readonly fix: Edit;
}

/** A script whose letters look like Latin ones. */
interface Script {
  readonly name: string;
  readonly any: RegExp;
  /** Letter to the Latin letter that looks the same in nearly every typeface. */
  readonly latin: ReadonlyMap<string, string>;
}

/** @param letters as many as `latin`, each of which looks like the one at the same index there */
function script(name: string, any: RegExp, letters: string, latin: string): Script {
  return { name, any, latin: new Map(Array.from(letters, (letter, at) => [letter, latin.charAt(at)])) };
}

const scripts: readonly Script[] = [
  script(
    'Cyrillic',
    /\p{Script=Cyrillic}/gu,
    'аеорсухіјѕһԁԛԝАВЕКМНОРСТУХІЈЅ',
    'aeopcyxijshdqwABEKMHOPCTYXIJS',
  ),
  script('Greek', /\p{Script=Greek}/gu, 'ονΑΒΕΖΗΙΚΜΝΟΡΤΥΧ', 'ovABEZHIKMNOPTYX'),
];

const greekOrCyrillic = /[\u0370-\u03ff\u0400-\u052f]/;
/** A line without any of these is not searched for lookalikes. */
const anyLookalike = /[\u0370-\u03ff\u0400-\u052f\u00a0\u2007\u202f\u3000！-～]/;
const word = /[\p{L}\p{M}\p{N}_]+/gu;
const latinLetter = /[a-z]/i;
const fullWidth = /[！-～]+/g;
const cjk = /[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]/;
/** Spaces that browsers and word processors insert, and that Python rejects. */
const unusualSpaces = /[\u00a0\u2007\u202f\u3000]+/g;
const inlineCode = /(?<!`)`+[^`]+`+/g;

function codePoint(char: string): string {
  return `U+${(char.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}

interface Word {
  readonly text: string;
  readonly start: number;
  readonly isCode: boolean;
}

/** Whether an author who writes in that script is likely to have meant the word as it is. */
function isIntended({ text, isCode }: Word, { latin }: Script, isScriptUsed: boolean): boolean {
  if (!latinLetter.test(text)) return !isCode || isScriptUsed || text.length < 2;
  // A foreign word may have an ending of that language, as in `SYNа`.
  const letters = Array.from(text);
  const first = letters.findIndex((letter) => latin.has(letter));
  return isScriptUsed && !letters.slice(first).some((letter) => latinLetter.test(letter));
}

function foreignLetters(line: string, words: readonly Word[]): Sign[] {
  const present = scripts.flatMap((one) => {
    const letters = line.match(one.any) ?? [];
    return letters.length === 0 ? [] : [{ one, isUsed: letters.some((letter) => !one.latin.has(letter)) }];
  });
  return words.flatMap((written): Sign[] => {
    const letters = Array.from(written.text);
    const found = present.find(({ one }) => letters.some((letter) => one.latin.has(letter)));
    if (found === undefined || isIntended(written, found.one, found.isUsed)) return [];
    const { name, latin, any } = found.one;
    // A letter that looks like no Latin one shows that the author meant the word as it is.
    if (letters.some((letter) => letter.match(any) !== null && !latin.has(letter))) return [];
    const at = letters.findIndex((letter) => latin.has(letter));
    const letter = letters[at] ?? '';
    const start = written.start + letters.slice(0, at).join('').length;
    const text = letters.map((one) => latin.get(one) ?? one).join('');
    return [
      {
        start,
        end: start + letter.length,
        message: `the \`${letter}\` in \`${written.text}\` is a ${name} letter, ${codePoint(letter)}, that looks like a Latin one`,
        help: `write \`${text}\``,
        fix: { start: written.start, end: written.start + written.text.length, text },
      },
    ];
  });
}

/** Full-width signs and unusual spaces in code. */
function foreignSigns(line: string, isCodeAt: (at: number) => boolean): Sign[] {
  if (cjk.test(line)) return [];
  const wide = Array.from(line.matchAll(fullWidth), ({ 0: text, index }) => {
    const plain = Array.from(text, (char) => String.fromCharCode(char.charCodeAt(0) - 0xfee0)).join('');
    return {
      text,
      index,
      plain,
      message: `\`${text}\` is full-width; code uses \`${plain}\``,
      help: `write \`${plain}\``,
    };
  });
  const spaces = Array.from(line.matchAll(unusualSpaces), ({ 0: text, index }) => ({
    text,
    index,
    plain: ' '.repeat(text.length),
    message: `this is ${codePoint(text)}, not a plain space, and no program reads it as one`,
    help: 'write a plain space',
  }));
  return [...wide, ...spaces]
    .filter(({ index }) => isCodeAt(index))
    .map(({ text, index, plain, message, help }) => {
      const range = { start: index, end: index + text.length };
      return { ...range, message, help, fix: { ...range, text: plain } };
    });
}

/**
 * Letters and signs that look like the ones that were meant, so that a student cannot type the word and a program rejects
 * the code. Text that is really in another script is not reported.
 *
 * @param isCode the whole line is code; otherwise only the text between backticks is
 */
export function lookalikesIn(line: string, isCode: boolean): Sign[] {
  if (!anyLookalike.test(line)) return [];
  const code = new Uint8Array(line.length).fill(isCode ? 1 : 0);
  for (const { 0: span, index } of line.matchAll(inlineCode)) code.fill(1, index, index + span.length);
  const isCodeAt = (at: number) => code[at] === 1;
  const words = greekOrCyrillic.test(line)
    ? Array.from(line.matchAll(word), ({ 0: text, index }) => ({
        text,
        start: index,
        isCode: isCodeAt(index),
      }))
    : [];
  return [...foreignLetters(line, words), ...foreignSigns(line, isCodeAt)];
}

/**
 * Soft hyphen, zero-width space, word joiner, byte order mark, direction marks, the separators of word processors, and
 * control characters; joiners only where a Latin letter or digit is next to them, because other scripts need them.
 */
const invisible =
  /[\u0000-\u0008\u000b\u000e-\u001f\u007f\u00ad\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u2064\u2066-\u2069\ufeff]|(?<=[a-z0-9])[\u200c\u200d]|[\u200c\u200d](?=[a-z0-9])/gi;
const notAscii = /[^\t\f\x20-\x7e]/;

/** The first invisible character of the line; its fix removes all of them. */
export function invisibleIn(line: string): Sign | null {
  if (!notAscii.test(line)) return null;
  const all = [...line.matchAll(invisible)];
  const [first] = all;
  const last = all.at(-1);
  if (first === undefined || last === undefined) return null;
  const start = first.index;
  const end = last.index + last[0].length;
  return {
    start,
    end: start + 1,
    message: `the text contains an invisible character, ${codePoint(first[0])}`,
    help: 'remove it',
    fix: { start, end, text: line.slice(start, end).replace(invisible, '') },
  };
}
