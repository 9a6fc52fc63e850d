import type { AnswerText } from '#lib/cards/prompt.ts';
import { longestCompared } from '#lib/grade/typing-errors.ts';
import { pythonTokens } from './python-tokens.ts';
import type { DiffPiece } from './verdict.ts';

interface Unit {
  readonly key: string;
  readonly text: string;
}

function unitsOf(text: string, isCode: boolean): Unit[] {
  if (isCode) return pythonTokens(text).map(({ key, raw }) => ({ key, text: raw }));
  return Array.from(text, (char) => ({ key: char.normalize('NFKC').toLowerCase(), text: char }));
}

/** Length of the longest common subsequence from each pair of places to the ends. */
function lengths(right: readonly Unit[], typed: readonly Unit[]): number[][] {
  const table = Array.from({ length: right.length + 1 }, () => new Array<number>(typed.length + 1).fill(0));
  const at = (i: number, j: number) => table[i]?.[j] ?? 0;
  for (let i = right.length - 1; i >= 0; i -= 1) {
    const row = table[i] ?? [];
    for (let j = typed.length - 1; j >= 0; j -= 1) {
      row[j] = right[i]?.key === typed[j]?.key ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  return table;
}

function unlike(right: string, typed: string): DiffPiece[] {
  const pieces: DiffPiece[] = [
    { kind: 'missing', text: right },
    { kind: 'extra', text: typed },
  ];
  return pieces.filter(({ text }) => text !== '');
}

function middle(right: readonly Unit[], typed: readonly Unit[]): DiffPiece[] {
  const table = lengths(right, typed);
  const longest = table[0]?.[0] ?? 0;
  // Letters that two different words share by chance say nothing.
  if (longest * 2 < Math.max(right.length, typed.length)) {
    const joined = (units: readonly Unit[]) => units.map(({ text }) => text).join('');
    return unlike(joined(right), joined(typed));
  }
  const pieces: DiffPiece[] = [];
  let [i, j] = [0, 0];
  while (i < right.length || j < typed.length) {
    const [mine, theirs] = [right[i], typed[j]];
    if (mine !== undefined && mine.key === theirs?.key) {
      pieces.push({ kind: 'same', text: mine.text });
      i += 1;
      j += 1;
    } else if (
      mine !== undefined &&
      (theirs === undefined || (table[i + 1]?.[j] ?? 0) >= (table[i]?.[j + 1] ?? 0))
    ) {
      pieces.push({ kind: 'missing', text: mine.text });
      i += 1;
    } else if (theirs !== undefined) {
      pieces.push({ kind: 'extra', text: theirs.text });
      j += 1;
    }
  }
  return pieces;
}

/** Neighbours of one kind become one; of a changed stretch the right letters come before the typed ones. */
function merged(pieces: readonly DiffPiece[]): DiffPiece[] {
  const result: DiffPiece[] = [];
  let changed = { missing: '', extra: '' };
  const flush = () => {
    if (changed.missing !== '') result.push({ kind: 'missing', text: changed.missing });
    if (changed.extra !== '') result.push({ kind: 'extra', text: changed.extra });
    changed = { missing: '', extra: '' };
  };
  for (const { kind, text } of pieces) {
    if (kind !== 'same') {
      changed = { ...changed, [kind]: changed[kind] + text };
      continue;
    }
    flush();
    const last = result.at(-1);
    if (last?.kind === 'same') result.splice(-1, 1, { kind, text: last.text + text });
    else if (text !== '') result.push({ kind, text });
  }
  flush();
  return result;
}

/** The difference between the right answer and what was typed: by characters, in code by tokens. Letter case and width make no difference in prose. */
export function diff(answer: AnswerText, typed: string): DiffPiece[] {
  if (typed.length > longestCompared || answer.text.length > longestCompared)
    return unlike(answer.text, typed);
  const [right, typedUnits] = [unitsOf(answer.text, answer.isCode), unitsOf(typed, answer.isCode)];
  let start = 0;
  while (start < right.length && right[start]?.key === typedUnits[start]?.key) start += 1;
  let end = 0;
  const most = Math.min(right.length, typedUnits.length) - start;
  while (end < most && right.at(-1 - end)?.key === typedUnits.at(-1 - end)?.key) end += 1;
  const same = (units: readonly Unit[]) => units.map(({ text }): DiffPiece => ({ kind: 'same', text }));
  return merged([
    ...same(right.slice(0, start)),
    ...middle(right.slice(start, right.length - end), typedUnits.slice(start, typedUnits.length - end)),
    ...same(right.slice(right.length - end)),
  ]);
}
