/** @type {import("next").NextConfig} */
const nextConfig = {
  serverExternalPackages: ["@electric-sql/pglite", "pg-boss", "drizzle-orm", "pg", "undici"],
  // The optimiser has had SSRF and denial-of-service holes; posters are served at their own size.
  images: { unoptimized: true },
  // `npm test` checks the types, of tests and scripts too. Somebody who starts the product should not wait for that.
  typescript: { ignoreBuildErrors: true },
  poweredByHeader: false,
  reactStrictMode: true,
  experimental: {
    // The server before Next holds each action to less, and the one that composes tasks to this (body-limits.ts).
    serverActions: { bodySizeLimit: "8mb" },
    // Few large files instead of many small ones: each is packed alone, and what two share is then packed twice.
    turbopackChunking: {
      firstPageLoadPriority: 1,
      requestCost: 2_000_000,
      minChunkSize: 400_000,
      maxMergeChunkSize: 2_000_000,
    },
  },
};

export default nextConfig;
