import { plainHtml } from '#lib/deck/plain-html.ts';
import type { Body, Html } from '#lib/deck/prompt.ts';

/** All words of a card's body, without markup, for a search. */
export function bodyText(body: Body): string {
  return htmlOf(body).map(plainHtml).join(' ');
}

function htmlOf(body: Body): readonly Html[] {
  switch (body.kind) {
    case 'basic':
      return [body.answer];
    case 'typed':
      return present([
        body.question,
        body.answer,
        ...body.accept,
        ...body.not.flatMap(({ answer, message }) => [answer, message]),
      ]);
    case 'choice':
      return present([
        body.question,
        ...body.options.flatMap(({ text, feedback }) => [text, feedback]),
        body.explanation,
      ]);
    case 'order':
      return present([
        ...body.steps,
        ...body.free.map(({ step }) => step),
        ...body.extra.flatMap(({ step, message }) => [step, message]),
        body.explanation,
      ]);
    case 'match':
      return present([...body.head, ...body.pairs.flat(), body.explanation]);
    case 'cloze':
    case 'code':
      return [body.shown];
    default:
      return body satisfies never;
  }
}

function present(parts: readonly (Html | null)[]): Html[] {
  return parts.filter((part) => part !== null);
}
