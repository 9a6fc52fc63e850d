'use client';

import { type ReactNode, useEffect, useRef, useState } from 'react';

/** A button that opens a small panel; Escape, a press outside and a choice inside close it. */
export function Disclosure({
  label,
  summary,
  side = 'above',
  className = 'min-h-9 px-2.5 py-0.5',
  children,
}: {
  label: string;
  summary: ReactNode;
  side?: 'above' | 'below';
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
      className="relative"
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
        className={`panel absolute z-20 max-w-[calc(100vw-2rem)] shadow-lg ${side === 'above' ? 'bottom-full mb-1' : 'top-full mt-1'} right-0`}
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
