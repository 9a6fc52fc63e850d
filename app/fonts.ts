import localFont from 'next/font/local';

export const sans = localFont({
  src: [
    {
      path: '../node_modules/@fontsource/ibm-plex-sans/files/ibm-plex-sans-latin-400-normal.woff2',
      weight: '400',
    },
    {
      path: '../node_modules/@fontsource/ibm-plex-sans/files/ibm-plex-sans-latin-600-normal.woff2',
      weight: '500 600',
    },
  ],
  variable: '--font-plex-sans',
  display: 'swap',
});

export const mono = localFont({
  src: [
    {
      path: '../node_modules/@fontsource/ibm-plex-mono/files/ibm-plex-mono-latin-400-normal.woff2',
      weight: '400',
    },
  ],
  variable: '--font-plex-mono',
  display: 'swap',
  adjustFontFallback: false,
});
