import { expect, test } from "vitest";
import { hashPassword, verifyPassword } from "#lib/auth/password.ts";

test("a password opens what it was hashed to, and no other does", async () => {
  const hash = await hashPassword("correct horse battery");
  expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  expect(await verifyPassword("correct horse battery", hash)).toBe(true);
  expect(await verifyPassword("correct horse batterz", hash)).toBe(false);
  expect(await verifyPassword("", hash)).toBe(false);
});

test("the same password is hashed differently each time", async () => {
  expect(await hashPassword("correct horse battery")).not.toBe(await hashPassword("correct horse battery"));
});

test("a letter composed in another way is the same letter", async () => {
  const hash = await hashPassword("caf\u00e9 au lait matin");
  expect(await verifyPassword("cafe\u0301 au lait matin", hash)).toBe(true);
});

test("nobody's hash, an empty one and a broken one open for no password", async () => {
  for (const hash of [null, undefined, "", "plain text", "$argon2id$v=19$m=1,t=1,p=1$$"]) {
    expect(await verifyPassword("correct horse battery", hash)).toBe(false);
  }
});

test("a hash made at an older cost still opens", async () => {
  // From the argon2 reference tool: `echo -n password | argon2 somesalt -id -t 2 -k 65536 -p 1`.
  const reference = "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc";
  expect(await verifyPassword("password", reference)).toBe(true);
});

test("a burst beyond what the server can hold is turned away, not queued without end", async () => {
  const tries = await Promise.allSettled(Array.from({ length: 90 }, () => verifyPassword("x", null)));
  const refused = tries.filter((tried) => tried.status === "rejected");
  expect(refused.length).toBe(90 - 4 - 64);
  expect(refused[0]).toMatchObject({ reason: { code: "rate_limited" } });
});
