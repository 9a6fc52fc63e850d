import { type Finding, finding } from '#lib/diagnostics/finding.ts';

/** Letters of another script that look like one of the Latin alphabet, in nearly every typeface. */
interface Script {
  readonly name: string;
  readonly any: RegExp;
  readonly plain: ReadonlyMap<string, string>;
}

/** @param foreign as many letters as `latin`, each looking like the one at its place there */
function script(name: string, any: RegExp, foreign: string, latin: string): Script {
  const letters = Array.from(foreign);
  return { name, any, plain: new Map(letters.map((letter, at) => [letter, latin.charAt(at)])) };
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

const suspect = /[\u0370-\u03ff\u0400-\u052f]/;
/** What a line without any of these signs is not looked through for. */
const anySign = /[\u0370-\u03ff\u0400-\u052f\u00a0\u2007\u202f\u3000！-～]/;
const word = /[\p{L}\p{M}\p{N}_]+/gu;
const latinLetter = /[a-z]/i;
const fullWidth = /[！-～]+/g;
const cjk = /[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]/;
/** Spaces that a browser or a word processor puts in, and Python does not know. */
const oddSpaces = /[\u00a0\u2007\u202f\u3000]+/g;

function codePoint(char: string): string {
  return `U+${(char.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}

interface Place {
  readonly word: string;
  readonly start: number;
  readonly isCode: boolean;
}

/** Whether somebody who really writes in that script is likely to have written the word. */
function isMeant({ word: written, isCode }: Place, { plain }: Script, isScriptHere: boolean): boolean {
  if (!latinLetter.test(written)) return !isCode || isScriptHere || written.length < 2;
  // An ending of that language may stand behind a foreign word, as in `SYNа`.
  const letters = Array.from(written);
  const first = letters.findIndex((letter) => plain.has(letter));
  return isScriptHere && !letters.slice(first).some((letter) => latinLetter.test(letter));
}

function foreignLetters(line: string, places: readonly Place[], lineStart: number): Finding[] {
  const present = scripts.flatMap((one) => {
    const letters = line.match(one.any) ?? [];
    return letters.length === 0 ? [] : [{ one, isHere: letters.some((letter) => !one.plain.has(letter)) }];
  });
  return places.flatMap((place): Finding[] => {
    const letters = Array.from(place.word);
    const found = present.find(({ one }) => letters.some((letter) => one.plain.has(letter)));
    if (found === undefined || isMeant(place, found.one, found.isHere)) return [];
    const { name, plain, any } = found.one;
    // A letter that looks like no other shows that the word is meant as it stands.
    if (letters.some((letter) => letter.match(any) !== null && !plain.has(letter))) return [];
    const at = letters.findIndex((letter) => plain.has(letter));
    const letter = letters[at] ?? '';
    const start = lineStart + place.start + letters.slice(0, at).join('').length;
    const latin = letters.map((one) => plain.get(one) ?? one).join('');
    const message = `the \`${letter}\` in \`${place.word}\` is a ${name} letter, ${codePoint(letter)}, that only looks like a Latin one`;
    const fix = {
      start: lineStart + place.start,
      end: lineStart + place.start + place.word.length,
      text: latin,
    };
    return [
      {
        ...finding(
          'CHARACTER_LOOKALIKE',
          { start, end: start + letter.length },
          message,
          `write \`${latin}\``,
        ),
        fix,
      },
    ];
  });
}

/** Signs of code in the width of Chinese characters, and spaces that are none. */
function foreignSigns(line: string, lineStart: number, isCodeAt: (at: number) => boolean): Finding[] {
  if (cjk.test(line)) return [];
  const wide = Array.from(line.matchAll(fullWidth), ({ 0: text, index }) => {
    const plain = Array.from(text, (char) => String.fromCharCode(char.charCodeAt(0) - 0xfee0)).join('');
    return { text, index, plain, message: `\`${text}\` is full-width, and no sign of code` };
  });
  const spaces = Array.from(line.matchAll(oddSpaces), ({ 0: text, index }) => {
    const message = `this is not a plain space, but ${codePoint(text)}, which no program takes for one`;
    return { text, index, plain: ' '.repeat(text.length), message };
  });
  return [...wide, ...spaces]
    .filter(({ index }) => isCodeAt(index))
    .map(({ text, index, plain, message }) => {
      const range = { start: lineStart + index, end: lineStart + index + text.length };
      const help = plain.trim() === '' ? 'write a plain space' : `write \`${plain}\``;
      return { ...finding('CHARACTER_LOOKALIKE', range, message, help), fix: { ...range, text: plain } };
    });
}

/**
 * Letters and signs that look like those that were meant, so that nobody can type the word, and no program takes the code.
 * Text that is really written in another script is left alone.
 *
 * @param isCode the whole line is code; otherwise what stands in back-ticks is
 */
function lookalikes(line: string, lineStart: number, isCode: boolean): readonly Finding[] {
  if (!anySign.test(line)) return [];
  const codes = new Uint8Array(line.length).fill(isCode ? 1 : 0);
  for (const { 0: code, index } of line.matchAll(/(?<!`)`+[^`]+`+/g))
    codes.fill(1, index, index + code.length);
  const isCodeAt = (at: number) => codes[at] === 1;
  const places = suspect.test(line)
    ? Array.from(line.matchAll(word), ({ 0: text, index }) => ({
        word: text,
        start: index,
        isCode: isCodeAt(index),
      }))
    : [];
  return [...foreignLetters(line, places, lineStart), ...foreignSigns(line, lineStart, isCodeAt)];
}

/**
 * Soft hyphen, zero-width space, word joiner, byte order mark, marks of direction, separators that only word processors
 * know, and control characters; joiners are letters' own, but not of Latin ones.
 */
const invisible =
  /[\u0000-\u0008\u000b\u000e-\u001f\u007f\u00ad\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u2064\u2066-\u2069\ufeff]|(?<=[a-z0-9])[\u200c\u200d]|[\u200c\u200d](?=[a-z0-9])/gi;
const unusual = /[^\t\f\x20-\x7e]/;
/** Quotes, accents or two back-ticks where three back-ticks were meant. */
const likeFence = /^ {0,3}(?:'{3}|´{3}|‘{3}|’{3}|``(?!`))[ \t]*[a-z0-9+]*[ \t]*$/i;

/** The first invisible character stands for all of the line; what mends it takes all away. */
function unseen(line: string, lineStart: number): readonly Finding[] {
  const all = [...line.matchAll(invisible)];
  const [first] = all;
  const last = all.at(-1);
  if (first === undefined || last === undefined) return [];
  const code = `U+${first[0].charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`;
  const range = { start: lineStart + first.index, end: lineStart + first.index + 1 };
  const message = `an invisible character, ${code}, stands here, and is part of the text`;
  const end = last.index + last[0].length;
  const text = line.slice(first.index, end).replace(invisible, '');
  return [
    {
      ...finding('CHARACTER_INVISIBLE', range, message),
      fix: { start: range.start, end: lineStart + end, text },
    },
  ];
}

/** Signs that nobody sees, or that look like others. */
export function hiddenSigns(line: string, lineStart: number, isCode: boolean): readonly Finding[] {
  if (!unusual.test(line)) return [];
  const found = unseen(line, lineStart);
  return found.length > 0 ? found : lookalikes(line, lineStart, isCode);
}

/** Signs of a line of prose that its author hardly sees, or takes for others. */
export function oddSigns(line: string, lineStart: number): readonly Finding[] {
  const found = [...hiddenSigns(line, lineStart, false)];
  if (likeFence.test(line)) {
    const start = lineStart + line.search(/\S/);
    found.push(finding('FENCE_MISSPELT', { start, end: lineStart + line.trimEnd().length }));
  }
  return found;
}
