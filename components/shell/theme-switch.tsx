'use client';

import { useState } from 'react';
import { announce } from '#lib/browser/announce.ts';
import { writeCookie } from '#lib/browser/write-cookie.ts';
import { type Theme, themeCookie, themes } from './theme.ts';

/** In seconds. */
const year = 31_536_000;

/** Goes round system, light, dark. The choice is a cookie, so that the server paints the right one at once. */
export function ThemeSwitch({ initial }: { initial: Theme }) {
  const [theme, setTheme] = useState(initial);
  const next = themes[(themes.indexOf(theme) + 1) % themes.length] ?? 'system';
  return (
    <button
      type="button"
      className="grid size-10 place-items-center rounded-lg text-soft hover:text-ink"
      aria-label={`Colours: ${theme}. Change to ${next}`}
      title={`Colours: ${theme}`}
      onClick={() => {
        document.documentElement.dataset.theme = next;
        writeCookie(themeCookie, next, '/', year);
        setTheme(next);
        announce(`Colours: ${next}`);
      }}
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
