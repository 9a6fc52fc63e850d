'use client';

import { type KeyboardEvent, type Ref, useEffect, useRef } from 'react';
import { untouched } from '#components/ui/untouched.ts';
import { hintText, MarkupWithBlanks, showSideways } from '#components/answer/markup-with-blanks.tsx';
import type { Body } from '#lib/cards/prompt.ts';

type Blanks = Extract<Body, { kind: 'cloze' | 'code' }>;

/** The card's text with a field in the place of each blank. */
export function BlanksField({
  body,
  texts,
  onChange,
  onSubmit,
  firstRef,
}: {
  body: Blanks;
  texts: readonly string[];
  onChange: (texts: readonly string[]) => void;
  onSubmit: () => void;
  firstRef: Ref<HTMLInputElement>;
}) {
  const field = useRef<HTMLDivElement>(null);
  const count = body.blanks.length;
  // On a narrow screen the first blank may be at the end of a long line.
  useEffect(() => showSideways(field.current?.querySelector('[data-blank]')), []);

  /** The next empty blank after `index`; after the last one the answer is submitted. */
  function onward(event: KeyboardEvent<HTMLInputElement>, index: number) {
    if (event.key !== 'Enter' || event.nativeEvent.isComposing || event.repeat) return;
    event.preventDefault();
    const next = body.blanks.findIndex((_, other) => other > index && (texts[other] ?? '').trim() === '');
    const input =
      next === -1 ? null : field.current?.querySelector<HTMLInputElement>(`[data-blank="${next}"]`);
    if (input) input.focus();
    else onSubmit();
  }

  return (
    <div ref={field}>
      <MarkupWithBlanks
        html={body.hidden}
        areFields
        blank={(index) => {
          const hint = body.blanks[index]?.hint ?? null;
          return (
            <input
              dir="auto"
              ref={index === 0 ? firstRef : undefined}
              data-blank={index}
              className="blank-field"
              style={{ width: `${widthOf(body, index)}ch` }}
              value={texts[index] ?? ''}
              placeholder={hint === null ? undefined : hintText(hint)}
              aria-label={`${count === 1 ? 'Blank' : `Blank ${index + 1} of ${count}`}${hint === null ? '' : `. ${hintText(hint)}`}`}
              {...untouched}
              onChange={(event) =>
                onChange(
                  body.blanks.map((_, other) =>
                    other === index ? event.target.value : (texts[other] ?? ''),
                  ),
                )
              }
              onKeyDown={(event) => onward(event, index)}
            />
          );
        }}
      />
    </div>
  );
}

/** Widths in characters: a few classes, so that the width does not give the answer away. */
const widths = [8, 14, 22] as const;

function widthOf(body: Blanks, index: number): number {
  const blank = body.blanks[index];
  const longest = Math.max(0, ...(blank?.accepted.map(({ text }) => text.length) ?? []));
  const needed = Math.max(longest + 2, blank?.hint == null ? 0 : hintText(blank.hint).length);
  return widths.find((width) => needed <= width) ?? 30;
}
