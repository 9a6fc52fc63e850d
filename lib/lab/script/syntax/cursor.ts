import type { CallCode } from '#lib/diagnostics/call-codes.ts';
import type { DiagnosticCode } from '#lib/diagnostics/codes.ts';
import type { Range } from '#lib/diagnostics/finding.ts';
import type { Place } from '#lib/lab/script/syntax/advice.ts';
import { nearest } from '#lib/text/edit-distance.ts';

/** Receives what is wrong in a line; message and help default to those of the code. */
type Report<Code> = (code: Code, range: Range, message?: string, help?: string) => void;

/** Reads one line from left to right; places are offsets in the file. */
export class Cursor<Code extends DiagnosticCode = DiagnosticCode> {
  readonly #line: string;
  readonly #offset: number;
  readonly #report: Report<Code>;
  #index = 0;

  /** Where the line is read, which decides on what can be advised. */
  readonly place: Place;

  /** @param offset where the line begins in its file */
  constructor(line: string, offset: number, report: Report<Code>, place: Place = 'script') {
    this.place = place;
    this.#line = line;
    this.#offset = offset;
    this.#report = report;
  }

  get at(): number {
    return this.#offset + this.#index;
  }

  /** Goes back, or forward. */
  moveTo(at: number): void {
    this.#index = at - this.#offset;
  }

  get end(): number {
    return this.#offset + this.#line.length;
  }

  /** What is left of the line. */
  get rest(): string {
    return this.#line.slice(this.#index);
  }

  /** The next character; `''` at the end. */
  get next(): string {
    return this.#line.charAt(this.#index);
  }

  /** The next word or sign, for a message. */
  get nextPiece(): Range {
    this.skipSpace();
    const length = /^(?:\w+|.)/u.exec(this.rest.slice(0, 200))?.[0].length ?? 0;
    return { start: this.at, end: this.at + length };
  }

  from(start: number): Range {
    return { start, end: this.at };
  }

  textOf({ start, end }: Range): string {
    return this.#line.slice(start - this.#offset, end - this.#offset);
  }

  skipSpace(): void {
    while (this.next === ' ' || this.next === '\t') this.#index++;
  }

  /** Nothing but white space or a comment is left. */
  isAtEnd(): boolean {
    this.skipSpace();
    return this.next === '' || this.next === '#';
  }

  /** Takes what the pattern matches here; it has the flag `y`. `null`: it does not. */
  take(pattern: RegExp): string | null {
    pattern.lastIndex = this.#index;
    const matched = pattern.exec(this.#line)?.[0];
    if (matched === undefined) return null;
    this.#index += matched.length;
    return matched;
  }

  /** Takes a sign, with white space before it. */
  accept(sign: string): boolean {
    const before = this.#index;
    this.skipSpace();
    if (this.#line.startsWith(sign, this.#index)) {
      this.#index += sign.length;
      return true;
    }
    this.#index = before;
    return false;
  }

  /** Gives `null`, so that a parser can end with it. */
  report(code: Code, range: Range, message?: string, help?: string): null {
    this.#report(code, range, message, help);
    return null;
  }
}

/** A cursor for what can stand in a call, in a script or at a prompt: no other code is reported there. */
export type CallCursor = Cursor<CallCode>;

/** The first few of many, without looking at the others. */
export function firstOf<Item>(items: Iterable<Item>, count: number): Item[] {
  const first: Item[] = [];
  for (const item of items) {
    if (first.length >= count) break;
    first.push(item);
  }
  return first;
}

interface MeantOptions<Known extends string> {
  /** Other words for the same thing, in lowercase. */
  readonly synonyms?: Readonly<Record<string, Known>>;
  readonly maxEdits?: number;
}

/**
 * The known word that was probably meant: what the word is another word for, or the nearest one. A short word has to be
 * nearer, as one edit makes another word of it.
 */
export function meant<Known extends string>(
  word: string,
  known: readonly Known[],
  { synonyms = {}, maxEdits = 2 }: MeantOptions<Known> = {},
): Known | null {
  const small = word.toLowerCase();
  if (Object.hasOwn(synonyms, small)) return synonyms[small] ?? null;
  return nearest(word, known, Math.min(maxEdits, Math.floor(word.length / 3)));
}
