import type { Given, GradableBody } from './verdict.ts';

/** Nothing given yet. */
export function emptyGiven(body: GradableBody): Given {
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

/** Whether something was given at all, to a card of this kind. */
export function isGiven(body: GradableBody, given: Given): boolean {
  if (given.kind !== emptyGiven(body).kind) return false;
  switch (given.kind) {
    case 'text':
      return given.text.trim() !== '';
    case 'options':
      return given.picked.length > 0;
    case 'steps':
      return given.placed.length > 0;
    case 'pairs':
      return given.rights.some((right) => right !== null);
    case 'blanks':
      return given.texts.some((text) => text.trim() !== '');
    default:
      return given satisfies never;
  }
}
