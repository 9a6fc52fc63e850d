/** @type {import('next').NextConfig} */
const config = {
  poweredByHeader: false,
  reactStrictMode: true,
  typedRoutes: true,
  // `npm run check` checks the types, once, with the project's own settings.
  typescript: { ignoreBuildErrors: true },
};

export default config;
