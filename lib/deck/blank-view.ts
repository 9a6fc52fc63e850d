import type { Element, ElementContent } from 'hast';
import type { Blank } from '#lib/deck/find-blanks.ts';

/** How the blanks of a card are to be shown. */
export interface BlankView {
  /** What the placeholders begin with. */
  readonly mark: string | null;
  readonly blanks: readonly Blank[];
  /** Numbers of the blanks that this prompt asks for; the others show their answers. */
  readonly asked: readonly number[];
  readonly state: 'hidden' | 'shown';
}

function text(value: string): ElementContent {
  return { type: 'text', value };
}

function element(tagName: string, className: string | null, children: ElementContent[]): Element {
  return {
    type: 'element',
    tagName,
    properties: className === null ? {} : { className: [className] },
    children,
  };
}

/**
 * One blank as HTML. Hidden: `<span class="blank" data-blank="0">`, whose number is the place of the blank among those
 * asked for; it is announced as “blank”, and as “blank: hint” where there is a hint.
 *
 * @param answer the answer's markup, for a blank that is not hidden
 */
export function blankElement(number: number, answer: ElementContent[], view: BlankView): ElementContent[] {
  const place = view.asked.indexOf(number);
  if (place === -1) return answer;
  if (view.state === 'shown') return [element('mark', 'blank', answer)];
  const hint = view.blanks[number]?.hint ?? null;
  const inner: ElementContent[] =
    hint === null
      ? [
          element('span', 'sr-only', [text('blank')]),
          { ...element('span', null, [text('…')]), properties: { ariaHidden: 'true' } },
        ]
      : [element('span', 'sr-only', [text('blank: ')]), text(hint)];
  const hidden = element('span', 'blank', inner);
  return [{ ...hidden, properties: { ...hidden.properties, dataBlank: String(place) } }];
}
