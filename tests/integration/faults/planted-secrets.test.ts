import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { findIn, readSecrets } from "#tests/e2e/secret-watch.ts";
import { startApp, type TestApp } from "#tests/support/app.ts";
import { signIn } from "#tests/support/session.ts";

const owner = { email: "owner@example.com", password: "planted-owner-password-7f3a" };
const clientSecret = "planted-oidc-client-secret-91c4";

let app: TestApp;
let cookie: string;
let secrets: Map<string, string>;

beforeAll(async () => {
  app = await startApp({
    env: {
      REELYARD_OWNER_EMAIL: owner.email,
      REELYARD_OWNER_PASSWORD: owner.password,
      OIDC_ISSUER: "http://127.0.0.1:9",
      OIDC_CLIENT_ID: "reelyard",
      OIDC_CLIENT_SECRET: clientSecret,
    },
  });
  ({ cookie } = await signIn(app.url, owner.email, owner.password));
  secrets = await readSecrets(app.dataDir);
  secrets.set("owner's password", owner.password).set("client secret", clientSecret);
}, 300_000);
afterAll(() => app.stop());

test("there are secrets to look for", () => {
  expect(secrets.size).toBeGreaterThan(8);
  for (const [name, secret] of secrets) expect(secret.length, name).toBeGreaterThan(8);
});

test.each(["html", "rsc"])("no page says one of them as %s", async (kind) => {
  const pages = [
    "/library",
    "/uploads",
    "/tasks",
    "/connections",
    "/settings",
    "/settings/people",
    "/sign-in",
  ];
  for (const page of pages) {
    const headers = { cookie, ...(kind === "rsc" && { rsc: "1" }) };
    const text = await (await fetch(`${app.url}${page}`, { headers })).text();
    expect(text.length, page).toBeGreaterThan(100);
    expect(findIn(page, text, secrets)).toEqual([]);
  }
});

test("no API answer says one of them", async () => {
  for (const address of [
    "/api/connections",
    "/api/library",
    "/api/uploads/targets",
    "/api/health",
    "/api/auth/session",
    "/api/auth/providers",
  ]) {
    const answer = await fetch(`${app.url}${address}`, { headers: { cookie } });
    expect([address, answer.status]).toEqual([address, 200]);
    expect(findIn(address, await answer.text(), secrets)).toEqual([]);
  }
});

test("no file that browsers are given contains one, or the name of a variable that holds one", async () => {
  const variables = ["REELYARD_SECRET_KEY", "REELYARD_OWNER_PASSWORD", "OIDC_CLIENT_SECRET", "DATABASE_URL"];
  const wanted = new Map([...secrets, ...variables.map((name) => [name, name] as const)]);
  const folder = ".next/static";
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  expect(files.length).toBeGreaterThan(10);
  const found: string[] = [];
  for (const { parentPath, name } of files) {
    const file = path.join(parentPath, name);
    found.push(...findIn(file, await readFile(file, "latin1"), wanted));
  }
  expect(found).toEqual([]);
});

test("no line on the console or in a log file says one of them", async () => {
  const output = await app.readOutput();
  expect(output.length).toBeGreaterThan(100);
  expect(findIn("the console or a log file", output, secrets)).toEqual([]);
});
