import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { readDotenv } from "#scripts/start/dotenv.mjs";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "reelyard-dotenv-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function read(text: string, environment: Record<string, string> = {}) {
  const file = path.join(folder, ".env");
  writeFileSync(file, text);
  readDotenv(file, environment);
  return environment;
}

test("names get their values, with quotes and comments taken off", () => {
  expect(
    read(
      [
        "# a comment",
        "PORT=3000",
        "  export HOST = 0.0.0.0   # everyone",
        'OIDC_NAME="The # company"',
        "REELYARD_OWNER_PASSWORD='it''s = a secret'",
        "PUBLIC_URL=https://video.example/#top",
        "EMPTY=",
        "not a setting",
      ].join("\r\n"),
    ),
  ).toEqual({
    PORT: "3000",
    HOST: "0.0.0.0",
    OIDC_NAME: "The # company",
    REELYARD_OWNER_PASSWORD: "it''s = a secret",
    PUBLIC_URL: "https://video.example/#top",
    EMPTY: "",
  });
});

test("what the environment says already wins over the file", () => {
  expect(read("PORT=3000\nHOST=::1", { PORT: "4000" })).toEqual({ PORT: "4000", HOST: "::1" });
});

test("no file is no settings", () => {
  expect(() => readDotenv(path.join(folder, "none"), {})).not.toThrow();
});
