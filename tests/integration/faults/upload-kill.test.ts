import { expect, test } from "vitest";
import { uploadThroughKills } from "#tests/support/killed-upload.ts";

test("fault 1: an engine killed at 25, 50 and 75 % of an upload in four lanes goes on where it was", async () => {
  const { kills, askedAgain, status, sentSha256, storedSha256 } = await uploadThroughKills(
    48 * 1024 * 1024 + 17,
  );
  expect({ kills, askedAgain, status }).toEqual({ kills: 3, askedAgain: 0, status: "success" });
  expect(storedSha256).toBe(sentSha256);
});
