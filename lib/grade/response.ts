import { plainHtml } from '#lib/cards/html.ts';
import type { Html } from '#lib/cards/prompt.ts';
import { orderItems } from '#lib/grade/grade-order.ts';
import type { StudentResponse, GradableBody } from '#lib/grade/verdict.ts';
import type { Grade, LoggedAnswer } from '#lib/grade/verdict.ts';

/** Text by which a part is found again; of a part without any, such as a picture, its markup. */
function textOf(html: Html): string {
  return plainHtml(html) || html;
}

/** The texts of the parts that a card of this kind is answered with, by position. */
function partsOf(body: GradableBody): string[] {
  switch (body.kind) {
    case 'choice':
      return body.options.map(({ text }) => textOf(text));
    case 'order':
      return orderItems(body).map(({ html }) => textOf(html));
    case 'match':
      return body.pairs.map(([, right]) => textOf(right));
    case 'typed':
    case 'cloze':
    case 'code':
      return [];
    default:
      return body satisfies never;
  }
}

/**
 * A response as the log keeps it, so that it can be read when the card has changed: what was typed; the options
 * chosen; the steps as they were placed; the right side of each row, `''` for none; the blanks.
 */
export function responseTexts(body: GradableBody, response: StudentResponse): string[] {
  const parts = partsOf(body);
  const named = (positions: readonly number[]) => positions.flatMap((position) => parts[position] ?? []);
  switch (response.kind) {
    case 'text':
      return [response.text];
    case 'options':
      return named(response.picked);
    case 'steps':
      return named(response.placed);
    case 'pairs':
      return response.rights.map((row) => (row === null ? '' : (parts[row] ?? '')));
    case 'blanks':
      return [...response.texts];
    default:
      return response satisfies never;
  }
}

/** The position of each text among the parts, the same text each time another one; `null`: a part is no longer there. */
function positionsOf(parts: readonly string[], texts: readonly string[]): number[] | null {
  const taken = new Set<number>();
  for (const text of texts) {
    const position = parts.findIndex((part, at) => part === text && !taken.has(at));
    if (position === -1) return null;
    taken.add(position);
  }
  return [...taken];
}

/** A response read from the log; `null` where the card no longer has such parts, or has more of them. */
export function responseOf(body: GradableBody, texts: readonly string[]): StudentResponse | null {
  const parts = partsOf(body);
  switch (body.kind) {
    case 'typed':
      return texts.length === 1 ? { kind: 'text', text: texts[0] ?? '' } : null;
    case 'choice': {
      const picked = positionsOf(parts, texts);
      return picked === null ? null : { kind: 'options', picked: picked.sort((a, b) => a - b) };
    }
    case 'order': {
      const placed = positionsOf(parts, texts);
      return placed === null ? null : { kind: 'steps', placed };
    }
    case 'match': {
      if (texts.length !== parts.length) return null;
      const found = positionsOf(
        parts,
        texts.filter((text) => text !== ''),
      );
      if (found === null) return null;
      const left = [...found];
      return { kind: 'pairs', rights: texts.map((text) => (text === '' ? null : (left.shift() ?? null))) };
    }
    case 'cloze':
    case 'code':
      return texts.length === body.blanks.length ? { kind: 'blanks', texts: [...texts] } : null;
    default:
      return body satisfies never;
  }
}

/** An empty response. */
export function emptyResponse(body: GradableBody): StudentResponse {
  switch (body.kind) {
    case 'typed':
      return { kind: 'text', text: '' };
    case 'choice':
      return { kind: 'options', picked: [] };
    case 'order':
      return { kind: 'steps', placed: [] };
    case 'match':
      return { kind: 'pairs', rights: body.pairs.map(() => null) };
    case 'cloze':
    case 'code':
      return { kind: 'blanks', texts: body.blanks.map(() => '') };
    default:
      return body satisfies never;
  }
}

/** Whether the response holds anything, for a card of this kind. */
export function isAnswered(body: GradableBody, response: StudentResponse): boolean {
  if (response.kind !== emptyResponse(body).kind) return false;
  switch (response.kind) {
    case 'text':
      return response.text.trim() !== '';
    case 'options':
      return response.picked.length > 0;
    case 'steps':
      return response.placed.length > 0;
    case 'pairs':
      return response.rights.some((right) => right !== null);
    case 'blanks':
      return response.texts.some((text) => text.trim() !== '');
    default:
      return response satisfies never;
  }
}

export function loggedAnswer(
  body: GradableBody,
  response: StudentResponse,
  { verdict, credit }: Pick<Grade, 'verdict' | 'credit'>,
): LoggedAnswer {
  const texts = responseTexts(body, response);
  return { answer: texts.join(' | '), response: texts, verdict, credit };
}
