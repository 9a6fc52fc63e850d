'use client';

import { type Ref, useId } from 'react';
import type { Body } from '#lib/deck/prompt.ts';
import { untouched } from './untouched.ts';

/** One line to type an answer in. */
export function TextField({
  body,
  text,
  onChange,
  onSubmit,
  inputRef,
}: {
  body: Extract<Body, { kind: 'typed' }>;
  text: string;
  onChange: (text: string) => void;
  onSubmit: () => void;
  inputRef: Ref<HTMLInputElement>;
}) {
  const id = useId();
  const [answer] = body.list?.items[0] ?? body.accepted;
  return (
    <div className="flex flex-col gap-1.5">
      <label htmlFor={id} className="text-soft">
        {body.list ? 'Your answers' : 'Your answer'}
      </label>
      <input
        ref={inputRef}
        id={id}
        className={`field w-full pointer-coarse:text-base ${answer?.isCode ? 'font-mono' : ''}`}
        value={text}
        {...untouched}
        aria-describedby={body.list ? `${id}-help` : undefined}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={(event) => {
          // An input method ends its composition with Enter, too.
          if (event.key !== 'Enter' || event.nativeEvent.isComposing || event.repeat) return;
          event.preventDefault();
          onSubmit();
        }}
      />
      {body.list && (
        <p id={`${id}-help`} className="text-sm text-soft">
          Separate them with commas.{body.list.anyOrder ? ' In any order.' : ''}
        </p>
      )}
    </div>
  );
}
