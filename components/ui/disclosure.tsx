'use client';

import { type ReactNode, useEffect, useRef, useState } from 'react';

/** A panel as wide as this would leave a narrow screen on the left where it hangs on a button in the middle. */
const places = {
  button: { around: 'relative', panel: 'right-0' },
  bar: { around: 'sm:relative', panel: 'right-4 sm:right-0' },
  row: { around: '', panel: 'inset-x-0' },
} as const;

/** A button that opens a small panel; Escape, a press outside and a choice inside close it. */
export function Disclosure({
  label,
  summary,
  side = 'above',
  reach = 'button',
  className = 'min-h-9 px-2.5 py-0.5',
  children,
}: {
  label: string;
  summary: ReactNode;
  side?: 'above' | 'below';
  /** What its panel is as far to the right as: the button; on a narrow screen what the button is in; always that, and as wide. */
  reach?: 'button' | 'bar' | 'row';
  className?: string;
  children: ReactNode;
}) {
  const ref = useRef<HTMLDetailsElement>(null);
  const [isOpen, setOpen] = useState(false);
  useEffect(() => {
    const close = (event: Event) => {
      const details = ref.current;
      if (!details?.open || (event.target instanceof Node && details.contains(event.target))) return;
      details.open = false;
    };
    document.addEventListener('pointerdown', close);
    return () => document.removeEventListener('pointerdown', close);
  }, []);
  return (
    <details
      ref={ref}
      className={places[reach].around}
      onToggle={({ currentTarget }) => setOpen(currentTarget.open)}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || !ref.current?.open) return;
        event.stopPropagation();
        ref.current.open = false;
        ref.current.querySelector('summary')?.focus();
      }}
    >
      <summary
        aria-label={label}
        className={`button list-none [&::-webkit-details-marker]:hidden ${className}`}
      >
        {summary}
      </summary>
      <div
        className={`panel absolute z-20 max-w-[calc(100vw-2rem)] shadow-lg ${side === 'above' ? 'bottom-full mb-1' : 'top-full mt-1'} ${places[reach].panel}`}
        onClick={(event) => {
          if (ref.current && event.target instanceof Element && event.target.closest('button'))
            ref.current.open = false;
        }}
      >
        {isOpen && children}
      </div>
    </details>
  );
}
