import type { Element, ElementContent } from 'hast';
import type { Blank } from '#lib/deck/syntax/blanks.ts';
import type { Range } from '#lib/diagnostics/finding.ts';

/** How the blanks of a card are shown. */
export interface BlankView {
  /** The first character of the placeholders; `null`: there are none. */
  readonly mark: string | null;
  readonly blanks: readonly Blank[];
  /** Indexes of the blanks that this prompt asks; the others show their answers. */
  readonly asked: readonly number[];
  readonly state: 'hidden' | 'shown';
}

function text(value: string): ElementContent {
  return { type: 'text', value };
}

function element(tagName: string, className: string | null, children: ElementContent[]): Element {
  return {
    type: 'element',
    tagName,
    properties: className === null ? {} : { className: [className] },
    children,
  };
}

/**
 * One blank as HTML. If hidden, `<span class="blank" data-blank="0">`, where the number is the index of the blank among
 * those asked; screen readers say “blank”, or “blank: hint” if it has a hint.
 *
 * @param answer the markup of the answer, for a blank that is not hidden
 */
export function blankElement(number: number, answer: ElementContent[], view: BlankView): ElementContent[] {
  const place = view.asked.indexOf(number);
  if (place === -1) return answer;
  if (view.state === 'shown') return [element('mark', 'blank', answer)];
  const hint = view.blanks[number]?.hint ?? null;
  const inner: ElementContent[] =
    hint === null
      ? [
          element('span', 'sr-only', [text('blank')]),
          { ...element('span', null, [text('…')]), properties: { ariaHidden: 'true' } },
        ]
      : [element('span', 'sr-only', [text('blank: ')]), text(hint)];
  const hidden = element('span', 'blank', inner);
  return [{ ...hidden, properties: { ...hidden.properties, dataBlank: String(place) } }];
}

/**
 * Blanks are hidden from the Markdown parser: each is replaced by a placeholder of private-use characters with the same
 * length, so that the positions of the parser are positions in the file. A placeholder is `mark digit … digit end`, where
 * the two digits are the index of the blank and the dots fill up the length.
 *
 * The card does not contain the character `mark`, so nothing else in it looks like a placeholder.
 */
interface Placeholders {
  readonly text: string;
  /** `null`: the text has no blanks. */
  readonly mark: string | null;
}

const firstMark = 0xe000;
const lastMark = 0xe7ff;
const firstDigit = 0xe800;
const base = 1024;
const filler = '\uf000';
const ending = '\uf001';

function freeMark(text: string): string | null {
  for (let code = firstMark; code <= lastMark; code++) {
    const mark = String.fromCharCode(code);
    if (!text.includes(mark)) return mark;
  }
  return null;
}

/** @param blanks ascending ranges of `text`, none shorter than four characters, none across a line ending */
export function hideBlanks(text: string, blanks: readonly Range[]): Placeholders {
  const mark = blanks.length === 0 ? null : freeMark(text);
  if (mark === null) return { text, mark };
  let result = '';
  let from = 0;
  blanks.slice(0, base * base).forEach((blank, index) => {
    const high = String.fromCharCode(firstDigit + Math.floor(index / base));
    const low = String.fromCharCode(firstDigit + (index % base));
    const fill = filler.repeat(blank.end - blank.start - 4);
    result += text.slice(from, blank.start) + mark + high + fill + low + ending;
    from = blank.end;
  });
  return { text: result + text.slice(from), mark };
}

/** Splits parsed text into plain pieces and indexes of blanks, in order. */
export function splitAtBlanks(value: string, mark: string | null): (string | number)[] {
  if (mark === null || !value.includes(mark)) return [value];
  const pieces: (string | number)[] = [];
  let from = 0;
  for (;;) {
    const start = value.indexOf(mark, from);
    const end = start === -1 ? -1 : value.indexOf(ending, start);
    if (start === -1 || end === -1) break;
    if (start > from) pieces.push(value.slice(from, start));
    const high = value.charCodeAt(start + 1) - firstDigit;
    const low = value.charCodeAt(end - 1) - firstDigit;
    pieces.push(high * base + low);
    from = end + 1;
  }
  if (from < value.length) pieces.push(value.slice(from));
  return pieces;
}
