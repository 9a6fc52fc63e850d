import type { ReactNode } from 'react';

/** The line above a lab: which it is, how far it is, and what network it has. */
export function LabHead({
  eyebrow,
  title,
  children,
}: {
  eyebrow?: string;
  title: string;
  children?: ReactNode;
}) {
  return (
    <header className="mb-3 flex flex-wrap items-center gap-x-4 gap-y-2" data-wide data-lab-head>
      <h1 className="text-lg font-semibold">
        {eyebrow && <span className="mr-2 font-normal text-soft">{eyebrow}</span>}
        {title}
      </h1>
      {children}
    </header>
  );
}
