import type { Paragraph } from 'mdast';
import { nodeRange, type Nodes } from '#lib/deck/markdown/parse.ts';
import { type Finding, finding, type Range } from '#lib/diagnostics/finding.ts';

/** A hyphen, a minus sign or a bar with white space around it, three hyphens, or an em dash that lacks some of it. */
const lookalike = /(?<=[^\s\\])(?:[ \t]+(?:[-‐‑‒―−]|[-–—]{2,3})[ \t]+|[ \t]*—[ \t]*)(?=\S)/;
/** Words that begin an explanation much more often than they stand behind a hyphen of their own. */
const opener =
  '(?:an?|as|because|he|in|is|its?|no|not|on|only|so|that|the|there|these|they|this|those|what|when|where|which|who|with|you)';
/** A hyphen or two that lack white space at one side or both, in front of such a word. */
const glued = new RegExp(
  `(?<=[^\\s\\\\])(?:[-‐‑‒–−]{1,3}[ \\t]+|[ \\t]+[-‐‑‒–−]{1,3}|--|–)(?=${opener}[ \\t,])`,
  'i',
);
/** A colon, full stop or the like, and several words behind it. */
const punctuation = /(?<=\S)[ \t]?[:;.(][ \t]*(?=[A-Za-z`'"][^\s]*(?:[ \t]+\S+)+)/;
/** An explanation without any sign before it. */
const because = /(?<=\S),?[ \t]+(?:because|since)(?=[ \t]+\S+[ \t]+\S)/;
/** What stands behind a minus sign. */
const operand = /^(?:[-+]?\d[\w.]*|[a-z])(?=[.,;]?\s*$|\s*[-+*/=<>)])/i;

/** The part of a card that an explanation behind a dash may belong to. */
export type Explained = 'option' | 'not' | 'distractor';

const reworded =
  'write ` — ` with a space on both sides before feedback; a minus or dash of the answer itself goes in back-ticks';

interface Sign extends Range {
  readonly text: string;
  /** What follows it in the paragraph. */
  readonly after: string;
  /** Nothing but code, or a number, stands before it. */
  readonly isBehindValue: boolean;
}

/** The first place in the text of a paragraph, its code being left out, that the pattern matches; without white space. */
function signIn(lead: Paragraph, source: string, base: number, pattern: RegExp): Sign | null {
  const { end: leadEnd } = nodeRange(lead, base);
  for (const [index, child] of lead.children.entries()) {
    if (child.type !== 'text') continue;
    const { start, end } = nodeRange(child, base);
    // The text before may be of another node, such as code.
    const before = index === 0 ? '' : 'x';
    const shown = before + source.slice(start, end) + (index + 1 < lead.children.length ? 'x' : '');
    const match = pattern.exec(shown);
    if (match === null) continue;
    const at = start + match.index - before.length;
    const text = match[0].trim();
    const from = at + match[0].indexOf(text);
    const isCode = index === 1 && lead.children[0]?.type === 'inlineCode' && match.index === before.length;
    return {
      text,
      start: from,
      end: from + text.length,
      after: source.slice(at + match[0].length, leadEnd).trim(),
      isBehindValue: isCode || (index === 0 && /^\d+$/.test(shown.slice(0, match.index).trim())),
    };
  }
  return null;
}

function wordsIn(text: string): number {
  return text.split(/\s+/).filter((word) => /[A-Za-z]/.test(word)).length;
}

/** The spaces around a sign, if any, are replaced with it. */
function dashed(sign: Sign, source: string): Pick<Finding, 'fix'> {
  if (!sign.isBehindValue || wordsIn(sign.after) < 3) return {};
  const left = /[ \t]*$/.exec(source.slice(0, sign.start))?.[0].length ?? 0;
  const right = /^[ \t]*/.exec(source.slice(sign.end))?.[0].length ?? 0;
  return { fix: { start: sign.start - left, end: sign.end + right, text: ' — ' } };
}

function missedSign(lead: Paragraph, source: string, base: number): Sign | null {
  const spaced = signIn(lead, source, base, lookalike);
  if (spaced !== null && !operand.test(spaced.after)) return spaced;
  return signIn(lead, source, base, glued);
}

/** A wrong answer is short, so what stands behind punctuation, or in a second line, is hardly part of it. */
function runOn(lead: Paragraph, source: string, base: number, part: Explained): Finding | null {
  if (part === 'option') return null;
  const sign = signIn(lead, source, base, part === 'not' ? /(?<=\S)[ \t]*(?:\r\n?|\n)/ : punctuation);
  const found =
    sign ??
    (part === 'not'
      ? (signIn(lead, source, base, punctuation) ?? signIn(lead, source, base, because))
      : null);
  if (found === null) return null;
  // Steps are often sentences; code goes on with none.
  if (part === 'distractor' && !found.isBehindValue) return null;
  const isSentence = /[:;]|because|since/.test(found.text) || found.text === '' || found.isBehindValue;
  if (!isSentence && wordsIn(found.after) < 4) return null;
  // Of two lines, the second is too much.
  const second = found.start + source.slice(found.start).search(/\S/);
  const range = found.text === '' ? { start: second, end: second + 1 } : found;
  const message = 'this likely goes on with feedback, and all of it is taken as part of the answer';
  return finding('FEEDBACK_DASH', range, message, reworded);
}

/**
 * What is said where feedback was likely meant and nothing separates it: without the right dash it is part of the answer.
 * For text that `splitAtDash` does not split.
 *
 * @param base offset of the nodes in `source`
 */
export function missedDash(nodes: Nodes, source: string, base: number, part: Explained): Finding[] {
  const [lead] = nodes;
  if (lead?.type !== 'paragraph') return [];
  const swallowed = lead.children.find((child) => child.type === 'inlineCode' && /\s—\s/.test(child.value));
  if (swallowed !== undefined) {
    const { start } = nodeRange(swallowed, base);
    const message = 'the dash stands inside the code that begins here, so it begins no feedback';
    return [finding('FEEDBACK_DASH', { start, end: start + 1 }, message, 'end the code before the dash')];
  }
  const sign = missedSign(lead, source, base);
  if (sign === null) return [runOn(lead, source, base, part)].filter((found) => found !== null);
  const message = /^[—–]$|^--$/.test(sign.text)
    ? 'this dash begins no feedback, for it lacks a space before or behind it'
    : `\`${sign.text}\` begins no feedback, and what follows is part of the answer`;
  return [{ ...finding('FEEDBACK_DASH', sign, message), ...dashed(sign, source) }];
}

/** An explanation behind a hyphen in what is to be typed, where even a dash would begin none. */
export function hyphenInAnswer(nodes: Nodes, source: string, base: number): Finding[] {
  const [lead] = nodes;
  if (lead?.type !== 'paragraph') return [];
  const sign = missedSign(lead, source, base);
  if (sign === null || wordsIn(sign.after) < 2) return [];
  const message = `the answer to be typed goes on behind \`${sign.text}\``;
  return [
    finding(
      'FEEDBACK_DASH',
      sign,
      message,
      'put the explanation below `**Why:**`; a minus or dash of the answer itself goes in back-ticks',
    ),
  ];
}
