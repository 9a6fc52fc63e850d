'use client';

import { applyTheme, type Theme, themes } from '#components/shell/theme.ts';
import { usePathname } from 'next/navigation';
import { lazy, Suspense, useEffect, useState } from 'react';
import { LoadBoundary } from '#components/ui/load-boundary.tsx';
import { SoftLink } from '#components/ui/soft-link.tsx';

const Palette = lazy(() =>
  import('#components/shell/palette.tsx').then((module) => ({ default: module.Palette })),
);

/** The button, and Ctrl-K or ⌘K anywhere. The palette itself is loaded when it is first wanted. */
function PaletteOpener({ onTheme }: { onTheme: (theme: Theme) => void }) {
  const [open, setOpen] = useState(false);
  const [wanted, setWanted] = useState(false);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (
        event.key.toLowerCase() !== 'k' ||
        !(event.ctrlKey || event.metaKey) ||
        event.altKey ||
        event.shiftKey
      )
        return;
      event.preventDefault();
      setWanted(true);
      setOpen((now) => !now);
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, []);
  return (
    <>
      <button
        type="button"
        className="grid min-h-10 min-w-8 place-items-center"
        aria-label="Go to a page, deck or card"
        aria-keyshortcuts="Control+K Meta+K"
        aria-haspopup="dialog"
        onClick={() => {
          setWanted(true);
          setOpen(true);
        }}
      >
        <svg
          width="16"
          height="16"
          viewBox="0 0 16 16"
          aria-hidden="true"
          className="hidden text-soft pointer-coarse:block"
          fill="none"
          stroke="currentColor"
          strokeWidth="1.5"
        >
          <circle cx="7" cy="7" r="4.5" />
          <path d="m10.5 10.5 3.5 3.5" />
        </svg>
        <kbd className="key">
          <span className="in-data-apple:hidden">
            <span className="max-sm:hidden">Ctrl </span>K
          </span>
          <span className="hidden in-data-apple:inline">⌘K</span>
        </kbd>
      </button>
      {wanted && (
        <LoadBoundary
          failed={
            <span role="alert" className="text-sm text-bad">
              ✕ Not loaded. Check that the server runs, then reload the page.
            </span>
          }
        >
          <Suspense>
            <Palette open={open} onOpenChange={setOpen} onTheme={onTheme} />
          </Suspense>
        </LoadBoundary>
      )}
    </>
  );
}

/** Goes round system, light, dark. The choice is a cookie, so that the server paints the right one at once. */
function ThemeSwitch({ theme, onTheme }: { theme: Theme; onTheme: (theme: Theme) => void }) {
  const next = themes[(themes.indexOf(theme) + 1) % themes.length] ?? 'system';
  return (
    <button
      type="button"
      className="grid size-10 place-items-center rounded-lg text-soft hover:text-ink"
      aria-label={`Colours: ${theme}. Change to ${next}`}
      title={`Colours: ${theme}`}
      onClick={() => onTheme(next)}
    >
      <svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true" fill="currentColor">
        <circle
          cx="8"
          cy="8"
          r="6.5"
          fill={theme === 'dark' ? 'currentColor' : 'none'}
          stroke="currentColor"
        />
        {theme === 'system' && <path d="M8 1.5a6.5 6.5 0 0 0 0 13z" />}
      </svg>
    </button>
  );
}

const places = [
  { href: '/', name: 'Today', holds: /^\/$|^\/(decks|study|quiz)\// },
  { href: '/labs', name: 'Labs', holds: /^\/labs?(\/|$)/ },
  { href: '/progress', name: 'Progress', holds: /^\/progress/ },
  { href: '/settings', name: 'Settings', holds: /^\/settings/ },
] as const;

/** The way around the site. */
export function SiteHeader({ theme: initial }: { theme: Theme }) {
  const path = usePathname();
  const [theme, setTheme] = useState(initial);
  function choose(next: Theme) {
    applyTheme(next);
    setTheme(next);
  }
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
          <PaletteOpener onTheme={choose} />
          <ThemeSwitch theme={theme} onTheme={choose} />
        </div>
      </nav>
    </header>
  );
}
