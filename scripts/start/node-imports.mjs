/** What every process of ours is started with: sources meant for servers alone, and drizzle-orm without its manifest. */
export const nodeImports = [
  "--import",
  "./scripts/server-only.mjs",
  "--import",
  "./scripts/quick-resolve.mjs",
];
