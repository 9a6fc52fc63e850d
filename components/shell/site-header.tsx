'use client';

import { SoftLink } from '#components/shell/soft-link.tsx';
import { usePathname } from 'next/navigation';
import { PaletteOpener } from './palette-opener.tsx';
import type { Theme } from './theme.ts';
import { ThemeSwitch } from './theme-switch.tsx';

const places = [
  { href: '/', name: 'Today', holds: /^\/$|^\/(decks|study)\// },
  { href: '/progress', name: 'Progress', holds: /^\/progress/ },
  { href: '/settings', name: 'Settings', holds: /^\/settings/ },
] as const;

/** The way around the site. */
export function SiteHeader({ theme }: { theme: Theme }) {
  const path = usePathname();
  return (
    <header className="border-b border-line bg-panel">
      <nav
        aria-label="Site"
        className="mx-auto flex min-h-13 max-w-5xl items-center gap-x-2.5 whitespace-nowrap px-4 sm:gap-x-5 sm:px-7"
      >
        <SoftLink href="/" className="py-3 font-semibold no-underline">
          Ackademy
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
