'use client';

import { SoftLink } from '#components/shell/soft-link.tsx';
import { usePathname } from 'next/navigation';
import { PaletteOpener } from './palette-opener.tsx';
import type { Theme } from './theme.ts';
import { ThemeSwitch } from './theme-switch.tsx';

const places = [
  { href: '/', name: 'Today', holds: /^\/$|^\/(decks|study|quiz)\// },
  { href: '/labs', name: 'Labs', holds: /^\/labs?(\/|$)/ },
  { href: '/progress', name: 'Progress', holds: /^\/progress/ },
  { href: '/settings', name: 'Settings', holds: /^\/settings/ },
] as const;

/** The way around the site. */
export function SiteHeader({ theme }: { theme: Theme }) {
  const path = usePathname();
  return (
    <header className="border-b border-line bg-panel print:hidden">
      <nav
        aria-label="Site"
        className="mx-auto flex min-h-13 max-w-5xl items-center gap-x-2 whitespace-nowrap px-4 sm:gap-x-5 sm:px-7"
      >
        <SoftLink href="/" className="py-3 font-semibold no-underline">
          {/* Four places and two buttons leave no room for the name on a phone. */}
          <svg
            viewBox="0 0 32 32"
            width="28"
            height="28"
            aria-hidden="true"
            fill="none"
            className="sm:hidden"
          >
            <rect width="32" height="32" rx="7" fill="#1b1a18" />
            <path d="M9 7v18M23 7v18" stroke="#8d887e" strokeWidth="2" />
            <path d="m10 11 12 4" stroke="#7fb0ff" strokeWidth="2.5" strokeLinecap="round" />
            <path d="m22 18-12 4" stroke="#f5a84f" strokeWidth="2.5" strokeLinecap="round" />
          </svg>
          <span className="max-sm:sr-only">Ackademy</span>
        </SoftLink>
        {places.map(({ href, name, holds }) => (
          <SoftLink
            key={href}
            href={href}
            aria-current={path === href ? 'page' : holds.test(path) ? 'true' : undefined}
            className="py-3 text-soft no-underline hover:text-ink aria-[current]:font-semibold aria-[current]:text-ink"
          >
            {name}
          </SoftLink>
        ))}
        <div className="-mr-2.5 ml-auto flex items-center">
          <PaletteOpener />
          <ThemeSwitch initial={theme} />
        </div>
      </nav>
    </header>
  );
}
