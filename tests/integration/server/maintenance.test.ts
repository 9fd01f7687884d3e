import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { mkdtemp, readdir, rm, stat, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { openSecrets } from "#lib/accounts/accounts.ts";
import { loadAuthSecret } from "#lib/auth/auth-secret.ts";
import { verifyPassword } from "#lib/auth/password.ts";
import { findSession } from "#lib/auth/session.ts";
import { hashAccount, openAttempt, signInLimits } from "#lib/auth/sign-in-limits.ts";
import { acquireDataLock } from "#lib/data-lock.ts";
import { closeDatabase, dashboardPostgres, openDatabase } from "#lib/db/client.ts";
import { loadKeyring } from "#lib/secrets/keyring.ts";
import { makeMasterKeyFile } from "#lib/secrets/master-key.ts";
import { maintenanceSocket, openMaintenanceDoor } from "#lib/server/maintenance-door.ts";
import { addTestConnection } from "#tests/support/add-connection.ts";
import { type SignedIn, signInAs } from "#tests/support/dashboard-people.ts";
import { migrationFolders, placeEmptyDatabases } from "#tests/support/database-template.ts";
import { compiled } from "#tests/support/processes.ts";

let dataDir: string;
let owner: SignedIn;
/** What a running dashboard holds, in this process: the lock, the database, the keys, the door. */
const closers: (() => Promise<unknown>)[] = [];

beforeAll(async () => {
  dataDir = await mkdtemp(path.join(os.tmpdir(), "reelyard-maintenance-"));
  await placeEmptyDatabases(dataDir);
  await open();
});
afterAll(async () => {
  await close();
  await rm(dataDir, { recursive: true, force: true });
});
beforeEach(async () => {
  await dashboardPostgres().query("TRUNCATE users, audit_entries, sign_in_attempts CASCADE");
  owner = await signInAs("owner");
});

async function open(): Promise<void> {
  const lock = await acquireDataLock(path.join(dataDir, "dashboard"));
  closers.push(() => lock.release());
  const directory = path.join(dataDir, "dashboard", "db");
  const postgres = await openDatabase({ directory, migrationsFolder: migrationFolders.dashboard });
  closers.push(closeDatabase);
  await loadKeyring(postgres.db, await makeMasterKeyFile(path.join(dataDir, "secret.key")));
  await loadAuthSecret(postgres.db);
  closers.push(await openMaintenanceDoor(dataDir));
}

async function close(): Promise<void> {
  for (const closer of closers.splice(0).reverse()) await closer();
}

async function run(args: readonly string[], directory = dataDir) {
  const child = spawn(process.execPath, ["scripts/maintenance.mjs", ...args], {
    env: { ...compiled, NODE_ENV: "production", PATH: process.env.PATH, REELYARD_DATA: directory },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const [said, complained, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, "close"),
  ]);
  return { code, said, complained };
}

const storedHash = async () => {
  const [row] = await dashboardPostgres().query<{ password_hash: string | null }>(
    "SELECT password_hash FROM users WHERE user_id = $1",
    [owner.viewer.userId],
  );
  return row?.password_hash;
};

describe("npm run reset-password", () => {
  test.each(["runs", "is stopped"])("gives a new password while Reelyard %s", async (state) => {
    if (state === "is stopped") await close();
    const { code, said } = await run(["reset-password", "OWNER@example.com"]);
    if (state === "is stopped") await open();
    expect(code).toBe(0);
    const [, password = ""] = /is ([a-z2-9]{5}(?:-[a-z2-9]{5}){3})\n/.exec(said) ?? [];
    expect(await verifyPassword(password, await storedHash())).toBe(true);
    // Every browser that was signed in is not any more.
    expect(await findSession(new Headers(owner.headers))).toBeUndefined();
    const entries = await dashboardPostgres().query<Record<string, unknown>>("SELECT * FROM audit_entries");
    expect(entries).toMatchObject([
      { action: "account.reset-password", subject: "owner@example.com", user_id: null },
    ]);
    expect(JSON.stringify(entries)).not.toContain(password);
  });

  test("lets somebody in again whom too many failures had locked out", async () => {
    const attempt = {
      accountHash: hashAccount("owner@example.com"),
      address: "192.0.2.9",
      deviceId: null,
    };
    for (let count = 0; count < signInLimits.pair; count += 1) await openAttempt(attempt);
    expect(await openAttempt(attempt)).toBeUndefined();
    expect((await run(["reset-password", "owner@example.com"])).code).toBe(0);
    expect(await openAttempt(attempt)).toBeDefined();
  });

  test("says who the owner is when the address is nobody's, and changes nothing", async () => {
    const before = await storedHash();
    const { code, complained } = await run(["reset-password", "stranger@example.com"]);
    expect([code, complained]).toEqual([
      1,
      "Nobody here has the address stranger@example.com. The owner is owner@example.com.\n",
    ]);
    expect(await storedHash()).toBe(before);
  });

  test("asks whose when it is not told", async () => {
    expect(await run(["reset-password"])).toMatchObject({
      code: 1,
      complained: "Say whose: npm run reset-password -- ada@example.com\n",
    });
  });
});

describe("npm run rotate-keys", () => {
  test.each(["runs", "is stopped"])("moves every secret to a new key while Reelyard %s", async (state) => {
    const connectionId = await addTestConnection("http://127.0.0.1:9");
    const before = await openSecrets(connectionId);
    expect(Object.keys(before).length).toBeGreaterThan(0);
    if (state === "is stopped") await close();
    const { code, said } = await run(["rotate-keys"]);
    expect([code, said]).toEqual([
      0,
      expect.stringMatching(/^Data key \d+ seals from now on; [1-9]\d* secrets were moved to it\.\n$/),
    ]);
    const [, keyId] = /key (\d+)/.exec(said) ?? [];
    if (state === "is stopped") await open();
    expect(await openSecrets(connectionId)).toEqual(before);
    const sealed = await dashboardPostgres().query<{ sealed: string }>(
      "SELECT sealed FROM connection_secrets UNION ALL SELECT sealed FROM server_secrets",
    );
    expect(sealed.filter((row) => !row.sealed.startsWith(`v1.${keyId}.`))).toEqual([]);
    // Sessions outlive it: the key of their cookies is the same, sealed anew.
    expect(await findSession(new Headers(owner.headers))).toBeDefined();
  });
});

describe("the door", () => {
  test("is for this user alone, gone after a stop, and opens over what a killed process left", async () => {
    const socket = maintenanceSocket(dataDir) ?? "";
    expect((await stat(socket)).mode & 0o777).toBe(0o600);
    await close();
    await expect(stat(socket)).rejects.toThrow("ENOENT");
    await writeFile(socket, "");
    await open();
    expect((await stat(socket)).isSocket()).toBe(true);
  });

  test("is not there where the path is too long: the command names who has the data", async () => {
    const deep = path.join(dataDir, randomBytes(50).toString("hex"));
    await placeEmptyDatabases(deep);
    const lock = await acquireDataLock(path.join(deep, "dashboard"));
    await (await openMaintenanceDoor(deep))();
    const { code, complained } = await run(["rotate-keys"], deep);
    expect([code, complained]).toEqual([
      1,
      expect.stringContaining(`is in use by process ${process.pid}. Stop it first`),
    ]);
    await lock.release();
  });

  test("founds no Reelyard where there is none", async () => {
    const mistyped = path.join(dataDir, "mistyped");
    expect(await run(["rotate-keys"], mistyped)).toMatchObject({
      code: 1,
      complained: `There is no Reelyard in ${mistyped}. Check REELYARD_DATA.\n`,
    });
    await expect(readdir(mistyped)).rejects.toThrow("ENOENT");
  });
});
