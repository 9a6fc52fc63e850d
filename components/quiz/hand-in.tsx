'use client';

import { useEffect, useRef } from 'react';
import { useKeys } from '#components/study/use-keys.ts';

/** The last screen of a test, before it is graded. */
export function HandIn({
  empty,
  onHandIn,
  onGo,
}: {
  /** Places of questions without an answer. */
  empty: readonly number[];
  onHandIn: () => void;
  onGo: (place: number) => void;
}) {
  const headingRef = useRef<HTMLHeadingElement>(null);
  useEffect(() => headingRef.current?.focus({ preventScroll: true }), []);
  useKeys({ Enter: onHandIn });
  return (
    <section className="panel p-5 sm:p-9">
      <h2 ref={headingRef} tabIndex={-1} className="text-xl font-semibold">
        Hand in the test?
      </h2>
      {empty.length === 0 ? (
        <p className="mt-3 text-soft">Every question has an answer.</p>
      ) : (
        <p className="mt-3">
          <span className="font-semibold text-waiting">
            {empty.length === 1 ? '1 question has' : `${String(empty.length)} questions have`} no answer:
          </span>{' '}
          {empty.map((place, index) => (
            <span key={place}>
              {index > 0 && ', '}
              <button type="button" className="min-h-8 min-w-6 underline" onClick={() => onGo(place)}>
                {place + 1}
              </button>
            </span>
          ))}
          . They count as not right.
        </p>
      )}
      <div className="mt-6 flex flex-wrap gap-2">
        <button type="button" className="button button-strong min-h-12 px-6" onClick={onHandIn}>
          Hand in <kbd className="key">↵</kbd>
        </button>
        <button type="button" className="button min-h-12" onClick={() => onGo(empty[0] ?? 0)}>
          Go back
        </button>
      </div>
    </section>
  );
}
