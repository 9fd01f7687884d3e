/** What vitest puts in the place of `server-only`, which throws outside Next's server bundle. */
export {};
