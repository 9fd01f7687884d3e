/** @type {import("next").NextConfig} */
const nextConfig = {
  serverExternalPackages: ["@electric-sql/pglite", "pg-boss", "drizzle-orm", "pg", "undici"],
  // The optimiser has had SSRF and denial-of-service holes; posters are served at their own size.
  images: { unoptimized: true },
  // `npm test` checks the types, of tests and scripts too. Somebody who starts the product should not wait for that.
  typescript: { ignoreBuildErrors: true },
  poweredByHeader: false,
  reactStrictMode: true,
};

export default nextConfig;
