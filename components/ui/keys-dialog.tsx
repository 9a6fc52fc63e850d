'use client';

import { useEffect, useRef } from 'react';

/** What the keys of a page do, by the name on the key. */
export type KeyMeanings = readonly (readonly [key: string, meaning: string])[];

/** All keys of a page. */
export function KeysDialog({ keys, onClose }: { keys: KeyMeanings; onClose: () => void }) {
  const ref = useRef<HTMLDialogElement>(null);
  const titleRef = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    ref.current?.showModal();
    // On a small screen the first button is far below the first key.
    titleRef.current?.focus();
  }, []);
  return (
    <dialog
      ref={ref}
      aria-labelledby="keys-title"
      className="panel m-auto w-[min(28rem,calc(100vw-2rem))] p-6 text-ink"
      onClose={onClose}
      onClick={(event) => event.target === ref.current && onClose()}
    >
      <h2 ref={titleRef} id="keys-title" tabIndex={-1} className="mb-4 outline-none text-lg font-semibold">
        Keys
      </h2>
      <dl className="grid grid-cols-[auto_1fr] gap-x-5 gap-y-2">
        {keys.map(([key, meaning]) => (
          <div key={key} className="contents">
            <dt>
              <kbd className="key key-always">{key}</kbd>
            </dt>
            <dd className="text-soft">{meaning}</dd>
          </div>
        ))}
      </dl>
      <form method="dialog" className="mt-5">
        <button type="submit" className="button w-full">
          Close
        </button>
      </form>
    </dialog>
  );
}
