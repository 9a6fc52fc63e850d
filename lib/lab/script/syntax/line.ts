import { type Finding, finding, type Range } from '#lib/diagnostics/finding.ts';
import type { Expectation, Step, ThreadNode } from '#lib/lab/script/syntax/ast.ts';
import { statementWords } from '#lib/lab/script/syntax/advice.ts';
import { parseCall, type ParsedCall } from '#lib/lab/script/syntax/call.ts';
import { Cursor, meant } from '#lib/lab/script/syntax/cursor.ts';
import { type DirectiveWord, directiveWords, parseDirective } from '#lib/lab/script/syntax/directive.ts';
import {
  type ExpectationWord,
  expectationWords,
  parseExpectation,
} from '#lib/lab/script/syntax/expectation.ts';
import { withPlainSigns } from '#lib/lab/script/syntax/foreign-sign.ts';
import { isProgramName, isThreadNumber } from '#lib/lab/script/syntax/thread.ts';

/**
 * What one line says. A line that cannot be read still says what it was meant to do, as far as that is known, so that
 * one mistake is reported once.
 */
export type Line =
  | { readonly kind: 'blank' }
  /** `who` is `null` where the line does not say. */
  | (Range & ParsedCall & { readonly kind: 'call'; readonly who: ThreadNode | null })
  /** Of the call right above; `null`: it cannot be read. */
  | (Range & { readonly kind: 'expectation'; readonly expectation: Expectation | null })
  | (Range & { readonly kind: 'outcome'; readonly who: ThreadNode; readonly expectation: Expectation | null })
  | (Range & { readonly kind: 'directive'; readonly step: Step })
  | { readonly kind: 'unreadable' };

const unreadable: Line = { kind: 'unreadable' };

function parseLine(cursor: Cursor): Line {
  if (cursor.isAtEnd()) return { kind: 'blank' };
  skipMarker(cursor);
  const start = cursor.at;
  const prompt = parsePrompt(cursor);
  if (prompt === 'unreadable' && cursor.isAtEnd()) return unreadable;
  if (prompt !== null) {
    const parsed = parseCall(cursor);
    if (parsed.call !== null) warnOfComment(cursor);
    return { kind: 'call', who: prompt === 'unreadable' ? null : prompt, ...parsed, ...cursor.from(start) };
  }
  const line = parseWords(cursor, start);
  if (line.kind === 'unreadable' || line.kind === 'call') return line;
  const isRead = line.kind === 'directive' || line.kind === 'blank' || line.expectation !== null;
  if (isRead && !cursor.isAtEnd()) cursor.report('LAB_LINE_REST', { start: cursor.at, end: cursor.end });
  return line;
}

/** Reports what stands before a prompt in lists, books and shells. */
function skipMarker(cursor: Cursor): void {
  const start = cursor.at;
  const marker = cursor.take(/(?:[-+*$%]|\d{1,9}[.)])(?=[ \t]+[a-z][\w-]*(?:\/\d+)?>)/y);
  if (marker === null) return;
  const range = cursor.from(start);
  cursor.report('LAB_LINE_UNKNOWN', range, 'a prompt begins with its program', `remove \`${marker}\``);
  cursor.skipSpace();
}

/** Says that an expectation behind `#` is none. */
function warnOfComment(cursor: Cursor): void {
  const start = cursor.at;
  const comment = cursor.take(/#[ \t]*(?:(?:returns|raises)[ \t]+\S|blocks[ \t]*$).*/y);
  if (comment === null) return;
  cursor.report('LAB_EXPECTATION_COMMENT', { start, end: start + comment.trimEnd().length });
}

/** `server>` or `server/2>`. `null`: the line does not begin so. */
function parsePrompt(cursor: Cursor): ThreadNode | 'unreadable' | null {
  const start = cursor.at;
  const program = cursor.take(/[^\s>/#'"()[\]=,.:$%]+/y) ?? '';
  const name = cursor.from(start);
  // `returns > 0` compares, and `->` is an arrow.
  const isName = program === '' || /[\p{L}\p{N}_]/u.test(program);
  if (!isName || isWordNoProgram(cursor.rest, program)) {
    cursor.moveTo(start);
    return null;
  }
  let thread: (Range & { number: string }) | null = null;
  if (cursor.accept('/')) {
    cursor.skipSpace();
    const numberStart = cursor.at;
    const number = cursor.take(/[^\s>#'"()[\]=,]+/y) ?? '';
    thread = { number, start: numberStart, end: Math.max(cursor.at, numberStart + 1) };
  }
  if (!isPromptEnd(cursor, program, thread?.number ?? null)) {
    cursor.moveTo(start);
    return null;
  }
  const range = cursor.from(start);
  if (program === '') {
    cursor.report('LAB_PROGRAM_MISSING', range);
    return 'unreadable';
  }
  if (!isProgramName(cursor, program, name)) return 'unreadable';
  if (thread === null) return { program, thread: 1, ...range };
  if (!isThreadNumber(cursor, thread.number, thread)) return 'unreadable';
  return { program, thread: Number(thread.number), ...range };
}

/** `returns > 0` compares, and `state: s LISTEN` has a colon too many. */
function isWordNoProgram(rest: string, word: string): boolean {
  const isExpectation = expectationWords.some((known) => known === word);
  if (isExpectation) return /^(?:[ \t]|:)/.test(rest);
  return rest.startsWith(':') && directiveWords.some((known) => known === word);
}

/** Takes the sign that ends a prompt; reports another that was meant as one. */
function isPromptEnd(cursor: Cursor, program: string, thread: string | null): boolean {
  cursor.skipSpace();
  const start = cursor.at;
  const sign = cursor.take(/>+|[:$%](?=[ \t])/y);
  if (sign === null || sign === '>' || program === '') return sign !== null;
  const meant = thread === null ? program : `${program}/${thread}`;
  cursor.report('LAB_LINE_UNKNOWN', cursor.from(start), 'a prompt ends with `>`', `write \`${meant}>\``);
  return true;
}

function parseWords(cursor: Cursor, start: number): Line {
  const word = cursor.take(/[\p{L}_][\p{L}\p{N}_-]*/uy) ?? '';
  const range = cursor.from(start);
  if (isPython(word, cursor.rest)) return parseBareCall(cursor, start, word);
  const expected = expectationWords.find((known) => known === word);
  const directive = directiveWords.find((known) => known === word);
  const isColon = (expected ?? directive) !== undefined && cursor.rest.startsWith(':');
  if (isColon)
    cursor.report(
      'LAB_LINE_UNKNOWN',
      { start: cursor.at, end: cursor.at + 1 },
      `no colon stands behind \`${word}\``,
      'remove it',
    );
  if (isColon)
    return expected === undefined ? unreadable : { kind: 'expectation', expectation: null, ...range };
  if (expected !== undefined)
    return {
      kind: 'expectation',
      expectation: parseExpectation(cursor, expected, start),
      ...cursor.from(start),
    };
  if (directive !== undefined) {
    const step = parseDirective(cursor, directive, start);
    return step === null ? unreadable : { kind: 'directive', step, ...range };
  }
  return word === '' ? reportUnknown(cursor, start, '') : parseOutcome(cursor, start, word);
}

/** Whether a line whose first word is `word` is Python that lacks its program. */
function isPython(word: string, rest: string): boolean {
  // `returns (1, 2)` is no call.
  const isExpectation = expectationWords.some((known) => known === word);
  if (isExpectation) return /^[ \t]*(?:\.(?!\d)|=(?!=))/.test(rest);
  if (/^[ \t]*(?:[.([]|=(?![=>])|,[^'"]*=)/.test(rest)) return true;
  return statementWords.has(word) && !/^[ \t]+(?:returns|raises|blocks)\b/.test(rest);
}

function parseBareCall(cursor: Cursor, start: number, word: string): Line {
  cursor.moveTo(start);
  if (!statementWords.has(word)) cursor.report('LAB_PROGRAM_MISSING', { start, end: cursor.end });
  const parsed = parseCall(cursor);
  return { kind: 'call', who: null, ...parsed, ...cursor.from(start) };
}

/** `server returns …`, `server/2 blocks`. */
function parseOutcome(cursor: Cursor, start: number, program: string): Line {
  const name = cursor.from(start);
  let number: string | null = null;
  let numberRange = name;
  if (cursor.accept('/')) {
    cursor.skipSpace();
    const numberStart = cursor.at;
    number = cursor.take(/[^\s#]+/y) ?? '';
    numberRange = { start: numberStart, end: Math.max(cursor.at, numberStart + 1) };
  }
  const whoRange = cursor.from(start);
  cursor.skipSpace();
  const wordStart = cursor.at;
  const word = cursor.take(/[A-Za-z]+/y) ?? '';
  const expected = expectationWords.find((known) => known === word);
  if (expected === undefined)
    return reportUnknown(cursor, start, program, { word, start: wordStart, end: cursor.at });
  if (!isProgramName(cursor, program, name)) return unreadable;
  if (number !== null && !isThreadNumber(cursor, number, numberRange)) return unreadable;
  const who: ThreadNode = { program, thread: number === null ? 1 : Number(number), ...whoRange };
  return {
    kind: 'outcome',
    who,
    expectation: parseExpectation(cursor, expected, wordStart),
    ...cursor.from(start),
  };
}

const otherExpectations: Readonly<Record<string, ExpectationWord>> = {
  returned: 'returns',
  gives: 'returns',
  throws: 'raises',
  fails: 'raises',
  waits: 'blocks',
  hangs: 'blocks',
  blocked: 'blocks',
  blocking: 'blocks',
};

const otherWords: Readonly<Record<string, ExpectationWord | DirectiveWord>> = {
  ...otherExpectations,
  expect: 'state',
  check: 'state',
  packets: 'segments',
  drop: 'lose',
  signal: 'interrupt',
  kill: 'exit',
  quit: 'exit',
  sleep: 'wait',
};

/** Says which word was probably meant. */
function reportUnknown(
  cursor: Cursor,
  start: number,
  first: string,
  second: (Range & { readonly word: string }) | null = null,
): Line {
  const meantSecond =
    second === null || second.word === ''
      ? null
      : meant(second.word, expectationWords, { synonyms: otherExpectations });
  if (second !== null && meantSecond !== null) {
    cursor.report(
      'LAB_LINE_UNKNOWN',
      second,
      `\`${second.word}\` is not known here`,
      `write \`${meantSecond}\``,
    );
    return unreadable;
  }
  const near = meant(first, [...expectationWords, ...directiveWords], { synonyms: otherWords });
  const thread = /^(\d+)[ \t]*>/.exec(cursor.rest)?.[1];
  const prompt =
    thread !== undefined ? `${first}/${thread}>` : /^#.*\(/.test(cursor.rest) ? `${first}>` : null;
  if (prompt !== null && first !== '')
    cursor.report(
      'LAB_LINE_UNKNOWN',
      { start, end: cursor.at + 1 },
      'this is no prompt',
      `write \`${prompt}\``,
    );
  else if (near !== null)
    cursor.report(
      'LAB_LINE_UNKNOWN',
      { start, end: start + first.length },
      `\`${first}\` is not known here`,
      `write \`${near}\``,
    );
  else
    cursor.report(
      'LAB_LINE_UNKNOWN',
      { start, end: cursor.end },
      undefined,
      /^[-=]>/.test(cursor.rest) ? 'write `returns` and the value' : undefined,
    );
  return unreadable;
}

/**
 * One line of a script; what is wrong in it is added to `found`. One mistake is reported once: with its signs made plain, a
 * line is read only for what it gives to later ones.
 *
 * @param start where the line begins in its file
 */
export function readLine(line: string, start: number, found: Finding[]): Line {
  const plain = withPlainSigns(line, start);
  if (plain === null)
    return parseLine(new Cursor(line, start, (...reported) => found.push(finding(...reported))));
  found.push(plain.found);
  return parseLine(new Cursor(plain.line, start, () => {}));
}
