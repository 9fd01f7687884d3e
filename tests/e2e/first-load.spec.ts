import { expect, test } from "@playwright/test";
import { firstLoads } from "#tests/support/first-load.ts";

const atMostKilobytes = 170;

const ofAccounts = [
  ...["auth-tokens", "compose", "tasks", "tasks/[taskKey]", "storage"],
  ...["live", "upload-tokens", "players", "players/[playerId]", "watermarks", "discarded"],
  ...["factories", "factories/[factoryId]", "encodings", "upload-sessions", "sign-request"],
  ...["profiles", "profiles/[factoryId]/new", "profiles/[factoryId]/[profileId]"],
].map((page) => `/connections/[connectionId]/${page}`);

test.describe("what the build makes a browser load before a page works", () => {
  for (const route of [
    "/library",
    "/uploads",
    "/tasks",
    "/events",
    "/events/webhooks",
    "/connections",
    "/settings",
    "/settings/people",
    ...ofAccounts,
  ]) {
    test(`${route} stays within ${atMostKilobytes} kB of packed scripts`, async () => {
      const files = (await firstLoads()).get(route) ?? [];
      expect(files.length).toBeGreaterThan(0);
      const total = files.reduce((sum, { packedBytes }) => sum + packedBytes, 0);
      expect(total / 1000, JSON.stringify(files, undefined, 1)).toBeLessThanOrEqual(atMostKilobytes);
    });
  }
});
