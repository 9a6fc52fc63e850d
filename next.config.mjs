/** @type {import('next').NextConfig} */
const config = {
  // Where `npm start` finds a finished build.
  distDir: process.env['PAGES_FOLDER'] ?? '.next',
  poweredByHeader: false,
  reactStrictMode: true,
  // Title and description come in the head for every client: they are known before the page is.
  htmlLimitedBots: /.*/,
  typedRoutes: true,
  // No page has one of Next.js's images, and so there is nothing to be asked for one of any size.
  images: { unoptimized: true },
  // `npm run check` checks the types, once, with the project's own settings.
  typescript: { ignoreBuildErrors: true },
};

export default config;
