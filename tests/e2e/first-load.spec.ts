import { expect, test } from "@playwright/test";
import { firstLoads } from "#tests/support/first-load.ts";

const atMostKilobytes = 170;
/** Boards and editors with more on them than a list. */
const heavier: Readonly<Record<string, number>> = {
  "/assets/[assetId]": 187,
  "/connections/[connectionId]/encodings": 176,
  "/connections/[connectionId]/factories/[factoryId]": 174,
  "/connections/[connectionId]/auth-tokens": 171,
  "/connections/[connectionId]/live": 171,
  "/connections/[connectionId]/profiles/[factoryId]/new": 171,
  "/connections/[connectionId]/profiles/[factoryId]/[profileId]": 171,
};

const ofAccounts = [
  ...["auth-tokens", "compose", "tasks", "tasks/[taskKey]", "storage"],
  ...["live", "upload-tokens", "players", "players/[playerId]", "watermarks", "discarded"],
  ...["factories", "factories/[factoryId]", "encodings", "upload-sessions", "sign-request"],
  ...["profiles", "profiles/[factoryId]/new", "profiles/[factoryId]/[profileId]"],
].map((page) => `/connections/[connectionId]/${page}`);

test.describe("what the build makes a browser load before a page works", () => {
  for (const route of [
    "/library",
    "/assets/[assetId]",
    "/uploads",
    "/tasks",
    "/events",
    "/events/webhooks",
    "/connections",
    "/settings",
    "/settings/people",
    ...ofAccounts,
  ]) {
    const limit = heavier[route] ?? atMostKilobytes;
    test(`${route} stays within ${limit} kB of packed scripts`, async () => {
      const files = (await firstLoads()).get(route) ?? [];
      expect(files.length).toBeGreaterThan(0);
      const total = files.reduce((sum, { packedBytes }) => sum + packedBytes, 0);
      expect(total / 1000, JSON.stringify(files, undefined, 1)).toBeLessThanOrEqual(limit);
    });
  }
});
