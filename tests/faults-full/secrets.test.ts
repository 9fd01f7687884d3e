import { randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import { encrypt } from "#lib/secrets/cipher.ts";

test("fault 65: of a million secrets sealed with one key no two have the same nonce", () => {
  const key = randomBytes(32);
  const secret = Buffer.from("s");
  const seen = new Set<string>();
  for (let count = 0; count < 1_000_000; count += 1)
    seen.add(encrypt(key, secret, "place").split(".")[0] ?? "");
  expect(seen.size).toBe(1_000_000);
});
