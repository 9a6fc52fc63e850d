/** What stands on a line behind its white space and the markers of list items. */
interface LineStart {
  /** Offset in the line. */
  readonly at: number;
  /** Columns before it. */
  readonly columns: number;
  /** It stands so far to the right that it is code, and opens nothing. */
  readonly isIndentedCode: boolean;
}

const listMarker = /^(?:[-+*]|\d{1,9}[.)])(?:[ \t]{1,4}(?![ \t])|(?=[ \t]|$))/;

/** The first column that is not white space, a tab going to the next multiple of four (CommonMark 0.31, section 2.2). */
export function indentation(line: string): { readonly columns: number; readonly at: number } {
  let columns = 0;
  let at = 0;
  for (; ; at++) {
    const char = line.charAt(at);
    if (char === ' ') columns++;
    else if (char === '\t') columns += 4 - (columns % 4);
    else return { columns, at };
  }
}

/** Follows the list items that the lines of a text stand in, so far as their indentation tells. */
export class ItemMargins {
  /** Columns at which the text of the items around the present line begins. */
  readonly #margins: number[] = [];

  /** Columns at which the text of the innermost item begins; 0 outside lists. */
  get margin(): number {
    return this.#margins.at(-1) ?? 0;
  }

  /** Goes on with the next line that is no part of a fence or comment. */
  next(line: string): LineStart {
    let { columns, at } = indentation(line);
    if (at === line.length) return { at, columns, isIndentedCode: false };
    while (this.margin > columns) this.#margins.pop();
    for (;;) {
      if (columns - this.margin > 3) return { at, columns, isIndentedCode: true };
      const marker = listMarker.exec(line.slice(at, at + 16))?.[0];
      if (marker === undefined) return { at, columns, isIndentedCode: false };
      at += marker.length;
      columns += marker.length;
      this.#margins.push(/[ \t]$/.test(marker) ? columns : columns + 1);
      const rest = indentation(line.slice(at));
      at += rest.at;
      columns += rest.columns;
      if (at >= line.length) return { at, columns, isIndentedCode: false };
    }
  }
}
