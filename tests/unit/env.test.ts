import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { defaultApivideoSettings } from "#lib/engine/protocols/apivideo/settings.ts";
import { EnvError, parseEnv } from "#lib/env.ts";
import { readDotenv } from "#scripts/start/dotenv.mjs";

const example: Record<string, string> = {};
readDotenv(".env.example", example);

/** Told by one process of ours to another, and by nobody else. */
const ownWords = ["REELYARD_ENGINE_CREDENTIALS", "REELYARD_DASHBOARD_URL"];
/** Read where logs begin, before anything can go wrong that would have to be logged. */
const ofLogs = ["LOG_LEVEL"];

test("the example names every variable that is read, and no other", () => {
  const read = [...readFileSync("lib/env.ts", "utf8").matchAll(/^ {4}([A-Z][A-Z_]+):/gm)].map(
    ([, name = ""]) => name,
  );
  expect(read.length).toBeGreaterThan(20);
  expect([...read, ...ofLogs].filter((name) => !ownWords.includes(name)).sort()).toEqual(
    Object.keys(example).sort(),
  );
});

test("what the example says is what holds without it", () => {
  const { apivideo: ofExample, ...said } = parseEnv(example);
  const { apivideo: ofNothing, ...unsaid } = parseEnv({});
  expect(said).toEqual(unsaid);
  expect({ ...ofExample, rateLimits: undefined, restoreDays: undefined }).toEqual(ofNothing);
  expect(ofExample.rateLimits).toEqual(Object.values(defaultApivideoSettings.rateLimits));
  expect(ofExample.restoreDays).toBe(defaultApivideoSettings.restoreDays);
});

test.each([
  [{ PORT: "99999" }, /^PORT: /],
  [{ ENGINE_PORT: "none" }, /^ENGINE_PORT: /],
  [{ DATABASE_URL: "mysql://localhost/x" }, /^DATABASE_URL: /],
  [{ PUBLIC_URL: "reelyard.example" }, /^PUBLIC_URL: /],
  [{ REELYARD_SECRET_KEY: "short" }, /^REELYARD_SECRET_KEY: use at least 32 characters$/],
  [{ PORT: "0", ENGINE_PUBLIC_URL: "x" }, /^PORT: .*; ENGINE_PUBLIC_URL: /],
  [
    { REELYARD_OWNER_EMAIL: "ada@example.com" },
    /^REELYARD_OWNER_PASSWORD: set it as well, or leave out REELYARD_OWNER_EMAIL$/,
  ],
  [{ REELYARD_OWNER_PASSWORD: "a few words in a row" }, /^REELYARD_OWNER_EMAIL: set it as well/],
  [
    { OIDC_ISSUER: "https://id.example", OIDC_CLIENT_ID: "x" },
    /^OIDC_CLIENT_SECRET: set it as well, or leave/,
  ],
])("%j is told by the variable's name, in one line", (given, words) => {
  expect(() => parseEnv(given)).toThrow(EnvError);
  expect(() => parseEnv(given)).toThrow(words);
  expect(() => parseEnv(given)).not.toThrow(/\n/);
});

test("a name without a value is a name left out", () => {
  const empty = Object.fromEntries(Object.keys(example).map((name) => [name, ""]));
  expect(parseEnv(empty)).toEqual(parseEnv({}));
});
