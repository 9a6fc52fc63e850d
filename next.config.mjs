/** @type {import('next').NextConfig} */
const config = {
  poweredByHeader: false,
  reactStrictMode: true,
  typedRoutes: true,
  // `npm run check` checks the types, once, with the project's own settings.
  typescript: { ignoreBuildErrors: true },
  // Browsers ask for this name by themselves while a page replaces its head.
  rewrites: () => [{ source: '/favicon.ico', destination: '/icon.svg' }],
};

export default config;
