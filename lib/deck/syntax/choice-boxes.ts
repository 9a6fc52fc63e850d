import { type Finding, finding } from '#lib/diagnostics/finding.ts';

/** What a box says about its choice; `open`: it may mean either. */
type Mark = 'right' | 'wrong' | 'open';

/** A line that looks like a choice and is no task list item in Markdown. */
export interface LooseBox {
  readonly finding: Finding;
  readonly mark: Mark;
  /** It can be nothing but a box; other signs are boxes only if the card has further ones. */
  readonly isSure: boolean;
}

/** Square brackets after a bullet; a link looks much the same. */
const nearBox = /^(\s*)[-*+•–][\s\u00a0]*\[([ \u00a0xXvV✓✔√хХ]*)\](?![([:])/;
/** Square brackets without a bullet. */
const bareBox = /^( {0,3})\[([ xX])\](?=[ \t]+\S)/;
/** Brackets of another kind, or with another sign between them. */
const otherBox =
  /^(\s*)(?:[-*+•–·][\s\u00a0]*|\d{1,2}[.)][ \t]+)?(?:\[\[?([^[\]]{0,3})\]\]?|\(([^()]{0,3})\)|\{([^{}]?)\}|\\\[([ xX]?)\\?\]|［([^［］]{0,2})］|([☐☑☒]))(?=[ \t]+\S)/;
const boxAfterText = /^ {0,3}(?:[-*+•]|\d{1,2}[.)])[ \t]+[^\s[].*[ \t](\[([ xX])\])[ \t]*$/;

/** Rejects most lines cheaply. */
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
    'this looks like a choice, but Markdown reads no task list item here',
    'write `- [ ] ` or `- [x] ` at the left margin, with the spaces',
  );
  if (mark === 'open' || !/^ {0,3}$/.test(indent)) return found;
  const box = mark === 'right' ? '- [x]' : '- [ ]';
  return { ...found, fix: { ...range, text: /^\s/.test(line.slice(whole.length)) ? box : `${box} ` } };
}

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
  const [, box = '', inside = ''] = boxAfterText.exec(line) ?? [];
  if (box === '') return null;
  const start = lineStart + line.lastIndexOf(box);
  return {
    finding: finding(
      'CHOICE_LIST',
      { start, end: start + box.length },
      'the box of this choice comes after its text',
      'write the box before the text, as in `- [x] `',
    ),
    mark: inside === ' ' ? 'wrong' : 'right',
    isSure: false,
  };
}

/** The boxes of a card that are choices: unusual signs count if there are other choices, or if they mark both right and wrong ones. */
export function looseChoices(boxes: readonly LooseBox[], hasTasks: boolean): Finding[] {
  const has = (mark: Mark) => boxes.some((box) => box.mark === mark);
  const areChoices = hasTasks || boxes.some(({ isSure }) => isSure) || (has('right') && has('wrong'));
  return areChoices ? boxes.map(({ finding: found }) => found) : [];
}
