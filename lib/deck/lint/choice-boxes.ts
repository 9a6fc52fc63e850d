import { type Finding, finding } from '#lib/diagnostics/finding.ts';

/** What a box says of its choice; `open`: it may say either. */
type Mark = 'right' | 'wrong' | 'open';

interface LooseBox {
  readonly finding: Finding;
  readonly mark: Mark;
  /** It is no other thing than a box; others are boxes only beside further ones. */
  readonly isSure: boolean;
}

/** A box that its author may take for that of a choice; a link looks much the same. */
const nearBox = /^(\s*)[-*+•–][\s\u00a0]*\[([ \u00a0xXvV✓✔√хХ]*)\](?![([:])/;
/** A choice whose hyphen was forgotten. */
const bareBox = /^( {0,3})\[([ xX])\](?=[ \t]+\S)/;
/** Brackets of another kind, or with another sign in them. */
const otherBox =
  /^(\s*)(?:[-*+•–·][\s\u00a0]*|\d{1,2}[.)][ \t]+)?(?:\[\[?([^[\]]{0,3})\]\]?|\(([^()]{0,3})\)|\{([^{}]?)\}|\\\[([ xX]?)\\?\]|［([^［］]{0,2})］|([☐☑☒]))(?=[ \t]+\S)/;
const boxBehind = /^ {0,3}(?:[-*+•]|\d{1,2}[.)])[ \t]+[^\s[].*[ \t](\[([ xX])\])[ \t]*$/;

/** All that a line is asked that holds no box. */
const mayHoldBox = /^\s*(?:(?:[-*+•–·]|\d{1,2}[.)])\s*)?[[({\\［☐☑☒]|\][ \t]*$/;

const marks: readonly (readonly [Mark, RegExp])[] = [
  ['right', /^(?:[xvy✓✔√х☑☒+*]|yes)$/i],
  ['wrong', /^(?:[n_.☐-]?|no)$/i],
  ['open', /^[o×✕✖✗✘]$/i],
];

function markOf(written: string): Mark | null {
  const sign = written.replace(/[\s\u00a0]/g, '');
  return marks.find(([, pattern]) => pattern.test(sign))?.[0] ?? null;
}

function looseFinding(line: string, lineStart: number, whole: string, indent: string, mark: Mark): Finding {
  const range = { start: lineStart + indent.length, end: lineStart + whole.length };
  const found = finding(
    'CHOICE_LIST',
    range,
    'this looks like a choice but is none',
    'write `- [ ] ` or `- [x] ` at the left margin, with the spaces',
  );
  if (mark === 'open' || !/^ {0,3}$/.test(indent)) return found;
  const box = mark === 'right' ? '- [x]' : '- [ ]';
  return { ...found, fix: { ...range, text: /^\s/.test(line.slice(whole.length)) ? box : `${box} ` } };
}

/** A line that was likely meant as a choice, and is none in Markdown. */
export function looseBoxIn(line: string, lineStart: number): LooseBox | null {
  if (!mayHoldBox.test(line)) return null;
  const sure = nearBox.exec(line) ?? bareBox.exec(line);
  const [whole, indent = '', ...written] = sure ?? otherBox.exec(line) ?? [];
  const sign = written.find((one) => one !== undefined);
  if (whole !== undefined && sign !== undefined) {
    const mark = sure === null ? markOf(sign) : /[^\s\u00a0]/.test(sign) ? 'right' : 'wrong';
    if (mark === null) return null;
    return { finding: looseFinding(line, lineStart, whole, indent, mark), mark, isSure: sure !== null };
  }
  const [, box = '', inside = ''] = boxBehind.exec(line) ?? [];
  if (box === '') return null;
  const start = lineStart + line.lastIndexOf(box);
  const message = 'the box of this choice stands behind its text';
  return {
    finding: finding(
      'CHOICE_LIST',
      { start, end: start + box.length },
      message,
      'write it before the text, as in `- [x] `',
    ),
    mark: inside === ' ' ? 'wrong' : 'right',
    isSure: false,
  };
}

/** Which of them are told: other signs are boxes where choices stand beside them, or where they tell right from wrong. */
export function looseChoices(boxes: readonly LooseBox[], hasTasks: boolean): Finding[] {
  const has = (mark: Mark) => boxes.some((box) => box.mark === mark);
  const areBoxes = hasTasks || boxes.some(({ isSure }) => isSure) || (has('right') && has('wrong'));
  return areBoxes ? boxes.map(({ finding: found }) => found) : [];
}
