import type { Body, Html } from '#lib/cards/prompt.ts';

const block = /<(?:p|div|pre|ul|ol|table|img|blockquote|h[1-6]|hr)\b/;

/** Markup that can be part of a line: a phrase as it is, a single paragraph without the element around it; `null`: it is more. */
export function phraseHtml(html: Html): Html | null {
  const [, marks = '', inner = html] =
    /^<p((?: (?:lang|dir)="[\w-]*")*)>([^]*)<\/p>$/.exec(html.trim()) ?? [];
  if (block.test(inner)) return null;
  // A part of what was rendered is as safe as the whole.
  return (marks === '' ? inner : `<span${marks}>${inner}</span>`) as Html;
}

const entities: Readonly<Record<string, string>> = {
  '&lt;': '<',
  '&gt;': '>',
  '&amp;': '&',
  '&quot;': '"',
  '&#x27;': "'",
  '&#x3C;': '<',
  '&#x26;': '&',
  '&#x22;': '"',
};

/** The words of markup. */
export function plainHtml(html: Html): string {
  return html
    .replace(/<[^>]*>/g, '')
    .replace(/&[#a-z0-9]+;/gi, (entity) => entities[entity] ?? ' ')
    .replace(/\s+/g, ' ')
    .trim();
}

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
        ...body.distractors.flatMap(({ step, message }) => [step, message]),
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
