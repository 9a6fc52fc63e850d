import './globals.css';
import type { Metadata, Viewport } from 'next';
import { cookies, headers } from 'next/headers';
import type { ReactNode } from 'react';
import { AfterPaint } from '#components/shell/after-paint.tsx';
import { themeCookie, themeOf } from '#components/shell/theme.ts';
import { SiteHeader } from '#components/shell/site-header.tsx';
import { announcerId } from '#components/ui/announce.ts';
import { deckLibrary } from '#lib/node/deck-library.ts';
import { mono, sans } from './fonts.ts';

export const metadata: Metadata = {
  title: { template: '%s · Ackademy', default: 'Ackademy' },
  description: 'Flashcards on TCP sockets in Python, with spaced repetition.',
  manifest: '/manifest.webmanifest',
  icons: {
    icon: [
      { url: '/favicon.ico', sizes: '32x32' },
      { url: '/icon.svg', type: 'image/svg+xml' },
    ],
    apple: '/apple-touch-icon.png',
  },
};

export const viewport: Viewport = {
  colorScheme: 'light dark',
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#ffffff' },
    { media: '(prefers-color-scheme: dark)', color: '#1c1c19' },
  ],
};

export default async function RootLayout({ children }: { children: ReactNode }) {
  const theme = themeOf((await cookies()).get(themeCookie)?.value);
  const onApple = /Mac OS|iPhone|iPad/.test((await headers()).get('user-agent') ?? '');
  return (
    <html
      lang="en"
      data-theme={theme}
      data-apple={onApple || undefined}
      className={`${sans.variable} ${mono.variable}`}
    >
      <body>
        <a href="#main" className="button sr-only focus:not-sr-only focus:absolute focus:m-2">
          Skip to the page
        </a>
        <SiteHeader theme={theme} />
        <AfterPaint deckVersion={await deckLibrary().version()} />
        <main id="main" tabIndex={-1} className="mx-auto max-w-5xl px-4 pt-6 pb-16 sm:px-7 print:p-0">
          <noscript>
            <p className="panel mb-5 p-4">
              What you study and how well is worked out in this browser, which needs JavaScript. Without it,
              every card with its answer can be read on the pages of the decks.
            </p>
          </noscript>
          {children}
        </main>
        <div id={announcerId} role="status" aria-live="polite" className="sr-only" />
      </body>
    </html>
  );
}
