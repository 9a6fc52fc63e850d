'use client';

import { useEffect, useRef } from 'react';

const keys = [
  ['Space', 'Show the answer; then the framed grade: Good, or what your answer was graded'],
  ['1 – 4', 'Again, Hard, Good, Easy'],
  ['1 – 9', 'Choose an option, before the answer is shown'],
  ['Enter', 'Grade what you typed or placed, if you chose to in the settings'],
  ['I', 'I was right, after your answer was graded as wrong'],
  ['R', 'Run it: the card’s lab, on the real kernel'],
  ['U', 'Undo, as often as you like'],
  ['S', 'Not today: the card comes back tomorrow'],
  ['X', 'Suspend: the card stays away until you resume it'],
  ['E', 'Where the card stands: file and line'],
  ['Ctrl K', 'Go to a page, deck or card'],
  ['?', 'These keys'],
] as const;

/** All keys of the study page. */
export function KeysDialog({ onClose }: { onClose: () => void }) {
  const ref = useRef<HTMLDialogElement>(null);
  useEffect(() => ref.current?.showModal(), []);
  return (
    <dialog
      ref={ref}
      aria-labelledby="keys-title"
      className="panel m-auto w-[min(28rem,calc(100vw-2rem))] p-6 text-ink"
      onClose={onClose}
      onClick={(event) => event.target === ref.current && onClose()}
    >
      <h2 id="keys-title" className="mb-4 text-lg font-semibold">
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
