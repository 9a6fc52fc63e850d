import { type Finding, finding } from '#lib/diagnostics/finding.ts';

/** What a box says about its choice; `open`: it may mean either. */
type Mark = 'right' | 'wrong' | 'open';

/** A line that looks like a choice and is no task list item in Markdown. */
export interface LooseBox {
  readonly finding: Finding;
  readonly mark: Mark;
  /** It can be nothing but a box; other signs are boxes only if the card has further ones. */
  readonly isSure: boolean;
  /** A sign such as ✅, which may also mark what to do and what not to do. */
  readonly isEmoji: boolean;
}

/** Square brackets after a bullet; a link looks much the same. */
const nearBox = /^(\s*)[-*+•–][\s\u00a0]*\[([ \u00a0xXvV✓✔√хХ]*)\](?![([:])/;
/** Square brackets without a bullet. */
const bareBox = /^( {0,3})\[([ xX])\](?=[ \t]+\S)/;
/** Brackets of another kind, or with another sign between them. */
const otherBox =
  /^(\s*)(?:[-*+•–·][\s\u00a0]*|\d{1,2}[.)][ \t]+)?(?:\[\[?([^[\]]{0,3})\]\]?|\(([^()]{0,3})\)|\{([^{}]?)\}|\\\[([ xX]?)\\?\]|［([^［］]{0,2})］|([☐☑☒]))(?=[ \t]+\S)/;
const boxAfterText = /^ {0,3}(?:[-*+•]|\d{1,2}[.)])[ \t]+[^\s[].*[ \t](\[([ xX])\])[ \t]*$/;

/** Signs in place of a box, before the text or after it. */
const emojiBox =
  /^(\s*)(?:[-*+•–·][\s\u00a0]+|\d{1,2}[.)][ \t]+)?(✅|☑\ufe0f?|✔\ufe0f?|✓|🟢|👍|❌|❎|✖\ufe0f?|✗|✘|✕|❗|🔴|👎|🚫|⛔)\ufe0f?(?=[ \t]+\S)/u;
const emojiAfterText =
  /^ {0,3}(?:[-*+•]|\d{1,2}[.)])[ \t]+\S.*?[ \t]*(✅|☑\ufe0f?|✔\ufe0f?|✓|🟢|❌|❎|✖\ufe0f?|✗|✘|✕|🔴)\ufe0f?[ \t]*$/u;
const rightEmoji = /^[✅☑✔✓🟢👍]/u;

/** Rejects most lines cheaply. */
const mayHoldBox =
  /^\s*(?:(?:[-*+•–·]|\d{1,2}[.)])\s*)?[[({\\［☐☑☒]|\][ \t]*$|[✅☑✔✓❌❎✖✗✘✕❗🟢🔴👍👎🚫⛔]/u;

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

/** A sign such as ✅ in place of a box. */
function emojiIn(line: string, lineStart: number): LooseBox | null {
  const [whole, indent = '', sign] = emojiBox.exec(line) ?? [];
  if (whole !== undefined && sign !== undefined) {
    const mark = rightEmoji.test(sign) ? 'right' : 'wrong';
    return {
      finding: looseFinding(line, lineStart, whole, indent, mark),
      mark,
      isSure: false,
      isEmoji: true,
    };
  }
  const [, after] = emojiAfterText.exec(line) ?? [];
  if (after === undefined) return null;
  const start = lineStart + line.lastIndexOf(after);
  return {
    finding: finding(
      'CHOICE_LIST',
      { start, end: start + after.length },
      'a sign marks this choice, but Markdown reads no task list item here',
      'begin every choice with `- [x] ` or `- [ ] ` in place of the sign',
    ),
    mark: rightEmoji.test(after) ? 'right' : 'wrong',
    isSure: false,
    isEmoji: true,
  };
}

export function looseBoxIn(line: string, lineStart: number): LooseBox | null {
  if (!mayHoldBox.test(line)) return null;
  const sure = nearBox.exec(line) ?? bareBox.exec(line);
  const [whole, indent = '', ...written] = sure ?? otherBox.exec(line) ?? [];
  const sign = written.find((one) => one !== undefined);
  if (whole !== undefined && sign !== undefined) {
    const mark = sure === null ? markOf(sign) : /[^\s\u00a0]/.test(sign) ? 'right' : 'wrong';
    if (mark === null) return null;
    return {
      finding: looseFinding(line, lineStart, whole, indent, mark),
      mark,
      isSure: sure !== null,
      isEmoji: false,
    };
  }
  const [, box = '', inside = ''] = boxAfterText.exec(line) ?? [];
  if (box === '') return emojiIn(line, lineStart);
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
    isEmoji: false,
  };
}

/** One problem for all lines that have it, with one edit for all of them. */
function joined(findings: readonly Finding[], source: string): Finding[] {
  const firsts = findings.filter(
    ({ message }, index) => findings.findIndex((other) => other.message === message) === index,
  );
  return firsts.map((first) => {
    const same = findings.filter(({ message }) => message === first.message);
    return same.length === 1 ? first : joinedOne(first, same, source);
  });
}

function joinedOne({ fix: first, ...found }: Finding, same: readonly Finding[], source: string): Finding {
  const others = same.length - 1;
  const where = others === 1 ? 'another line' : `${String(others)} other lines`;
  const more = { ...found, message: `${found.message}; the same in ${where} of this card` };
  const edits = same.flatMap(({ fix }) => fix ?? []);
  const last = edits.at(-1);
  if (first === undefined || last === undefined || edits.length < same.length) return more;
  const text = edits.map(
    (edit, index) => edit.text + source.slice(edit.end, edits[index + 1]?.start ?? edit.end),
  );
  return { ...more, fix: { start: first.start, end: last.end, text: text.join('') } };
}

/** The boxes of a card that are choices: unusual signs count if there are other choices, or if they mark both right and wrong ones. */
export function looseChoices(boxes: readonly LooseBox[], hasTasks: boolean, source: string): Finding[] {
  const has = (mark: Mark) => boxes.some((box) => !box.isEmoji && box.mark === mark);
  const areChoices = hasTasks || boxes.some(({ isSure }) => isSure) || (has('right') && has('wrong'));
  return areChoices
    ? joined(
        boxes.map(({ finding: found }) => found),
        source,
      )
    : [];
}
