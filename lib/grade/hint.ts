import { plainHtml } from '#lib/cards/html.ts';
import type { AnswerText, Body, Html } from '#lib/cards/prompt.ts';
import { shuffled } from '#lib/cards/shuffle.ts';
import { deckAnswers } from './deck-answers.ts';
import { gradeText } from './grade-text.ts';
import { gradeList } from './grade-list.ts';
import { orderItems } from '#lib/grade/grade-order.ts';
import type { StudentResponse, GradableBody } from './verdict.ts';

export interface Hint {
  readonly text: string;
  /** The response, with what the hint gives away. */
  readonly response: StudentResponse;
  /** Position of a wrong option that is struck out; `null` for other kinds. */
  readonly struck: number | null;
}

const noOthers = deckAnswers([]);

/** The beginning of an answer, a character longer than what was rightly typed of it; at most half of it is given away. */
function beginning(answer: string, typed: string): { text: string; start: string } | null {
  const chars = Array.from(answer);
  const letters = Array.from(typed.trimStart());
  let same = 0;
  while (same < chars.length && chars[same]?.toLowerCase() === letters[same]?.toLowerCase()) same += 1;
  const shown = same + 1;
  if (shown > Math.ceil(chars.length / 2) || chars.length < 2) return null;
  const start = chars.slice(0, shown).join('');
  return { text: `It begins with “${start}” and has ${chars.length} characters.`, start };
}

function isRight(accepted: readonly AnswerText[], typed: string): boolean {
  const { verdict } = gradeText(typed, { accepted, not: [], parentheses: 'same' }, noOthers);
  return verdict === 'right' || verdict === 'slip';
}

function typedHint(body: Extract<Body, { kind: 'typed' }>, typed: string): Hint | null {
  if (body.list !== null) return listHint(body.list, typed);
  if (isRight(body.accepted, typed)) return null;
  const hint = beginning(body.accepted[0]?.text ?? '', typed);
  return hint === null
    ? null
    : { text: hint.text, response: { kind: 'text', text: hint.start }, struck: null };
}

/** How many things there are, and how the first begins that is not there yet. */
function listHint(list: NonNullable<Extract<Body, { kind: 'typed' }>['list']>, typed: string): Hint | null {
  const { items, missing } = gradeList(typed, list, [], noOthers);
  const [next] = missing;
  if (next === undefined) return null;
  const named = items.filter(({ verdict }) => verdict !== 'wrong').map((item) => item.typed);
  const last = items.at(-1);
  const hint = beginning(next, last?.verdict === 'wrong' ? last.typed : '');
  if (hint === null) return null;
  const text = `${list.items.length} things. The next: ${hint.text.charAt(0).toLowerCase()}${hint.text.slice(1)}`;
  return { text, response: { kind: 'text', text: [...named, hint.start].join(', ') }, struck: null };
}

function blankHint(body: Extract<Body, { kind: 'cloze' | 'code' }>, texts: readonly string[]): Hint | null {
  for (const [at, { accepted, hint: own }] of body.blanks.entries()) {
    const typed = texts[at] ?? '';
    if (isRight(accepted, typed)) continue;
    const hint = beginning(accepted[0]?.text ?? '', typed);
    if (hint === null && (own === null || typed !== '')) continue;
    const filled = body.blanks.map((_, other) =>
      other === at && hint !== null ? hint.start : (texts[other] ?? ''),
    );
    const place = body.blanks.length > 1 ? `Blank ${at + 1}: ` : '';
    const said = [own, hint?.text].filter((text) => text !== null && text !== undefined).join(' · ');
    return { text: `${place}${said}`, response: { kind: 'blanks', texts: filled }, struck: null };
  }
  return null;
}

function choiceHint(
  { options }: Extract<Body, { kind: 'choice' }>,
  picked: readonly number[],
  seed: string,
): Hint | null {
  const wrong = options.flatMap(({ right }, position) => (right ? [] : [position]));
  // Of two options, striking one out would be the answer.
  if (options.length < 3) return null;
  const chosen = wrong.find((position) => picked.includes(position)) ?? shuffled(wrong, seed)[0];
  const option = chosen === undefined ? undefined : options[chosen];
  if (chosen === undefined || option === undefined) return null;
  return {
    text: `Not “${plainHtml(option.text)}”.`,
    response: { kind: 'options', picked: picked.filter((position) => position !== chosen) },
    struck: chosen,
  };
}

/** The steps that are rightly placed from the beginning, then the next one, then the rest. */
function orderHint(body: Extract<Body, { kind: 'order' }>, placed: readonly number[]): Hint | null {
  const items = orderItems(body);
  const htmlAt = (position: number): Html | undefined =>
    items[position]?.role === 'step' ? items[position].html : undefined;
  const kept: number[] = [];
  let done = 0;
  for (const position of placed) {
    const free = items[position]?.role === 'free' ? body.free[items[position].index] : undefined;
    if (htmlAt(position) !== undefined && htmlAt(position) === body.steps[done]) done += 1;
    else if (free === undefined || done < free.after || done >= free.before) break;
    kept.push(position);
  }
  const next = body.steps[done];
  const position = items.findIndex((_, at) => htmlAt(at) === next && !kept.includes(at));
  if (next === undefined || position === -1) return null;
  const rest = placed.slice(kept.length).filter((other) => other !== position);
  return {
    text: `Step ${done + 1} is “${plainHtml(next)}”.`,
    response: { kind: 'steps', placed: [...kept, position, ...rest] },
    struck: null,
  };
}

/** Fills the first row that is not right. A row that had that right side loses it. */
function matchHint(
  { pairs }: Extract<Body, { kind: 'match' }>,
  rights: readonly (number | null)[],
): Hint | null {
  const row = pairs.findIndex(([, right], at) => pairs[rights[at] ?? -1]?.[1] !== right);
  const pair = pairs[row];
  if (pair === undefined) return null;
  const filled = pairs.map((_, at) => {
    const before = rights[at] ?? null;
    return at === row ? row : before === row ? null : before;
  });
  return {
    text: `“${plainHtml(pair[0])}” goes with “${plainHtml(pair[1])}”.`,
    response: { kind: 'pairs', rights: filled },
    struck: null,
  };
}

/**
 * Gives away a little: how the answer begins and how long it is (of a list: how many things there are), one wrong option,
 * the next step, one row. `null`: no hint is left. The same seed strikes out the same option.
 */
export function hint(body: GradableBody, response: StudentResponse, seed: string): Hint | null {
  switch (body.kind) {
    case 'typed':
      return typedHint(body, response.kind === 'text' ? response.text : '');
    case 'choice':
      return choiceHint(body, response.kind === 'options' ? response.picked : [], seed);
    case 'order':
      return orderHint(body, response.kind === 'steps' ? response.placed : []);
    case 'match':
      return matchHint(body, response.kind === 'pairs' ? response.rights : []);
    case 'cloze':
    case 'code':
      return blankHint(body, response.kind === 'blanks' ? response.texts : []);
    default:
      return body satisfies never;
  }
}
