import { randomBytes } from "node:crypto";
import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { openSecrets } from "#lib/accounts/accounts.ts";
import { ensureInboxPath } from "#lib/accounts/inbox-addresses.ts";
import { rotateKeys, sealedColumns } from "#lib/accounts/rotate-keys.ts";
import { dashboardPostgres, db } from "#lib/db/client.ts";
import { updateConnection } from "#lib/features/connections/store.ts";
import { openSigningKeys, rememberSigningKey } from "#lib/features/inbox/signing-keys.ts";
import { keyring, loadKeyring, rotateDataKey } from "#lib/secrets/keyring.ts";
import { findMasterKeyFile, makeMasterKeyFile, masterKeyFromText } from "#lib/secrets/master-key.ts";
import { openSecret, resealSecret, sealSecret } from "#lib/secrets/seal.ts";
import { ensureServerSecret } from "#lib/secrets/server-secret.ts";
import { addTestConnection } from "#tests/support/add-connection.ts";
import { openTestDatabase } from "#tests/support/dashboard-database.ts";

let database: Awaited<ReturnType<typeof openTestDatabase>>;
const masterKey = randomBytes(32);
const here = { table: "connection_secrets", rowId: "c1", column: "secretKey" };
const closed = expect.objectContaining({ name: "SealError" });

beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  await dashboardPostgres().query("TRUNCATE data_keys, server_secrets, connection_secrets");
  await loadKeyring(db(), masterKey);
});

test("a secret opens where it was sealed, and the database never holds it in plain", () => {
  const sealed = sealSecret("tlcs_secret_ä", here);
  expect(openSecret(sealed, here)).toBe("tlcs_secret_ä");
  expect(sealed).not.toContain("tlcs");
  expect(Buffer.from(sealed.split(".")[3] ?? "", "base64url").toString("latin1")).not.toContain("tlcs");
});

test.each([
  ["another row", { ...here, rowId: "c2" }],
  ["another column", { ...here, column: "apiKey" }],
  ["another table", { ...here, table: "users" }],
  [
    "a row whose parts run together the same way",
    { table: "connection_secretsc1", rowId: "", column: "secretKey" },
  ],
])("moved to %s, it does not open", (_name, place) => {
  expect(() => openSecret(sealSecret("secret", here), place)).toThrow(closed);
});

describe("a sealed secret that was changed does not open", () => {
  test("in any single bit", () => {
    const sealed = sealSecret("secret", here);
    const [version, keyId, ...parts] = sealed.split(".");
    parts.forEach((part, index) => {
      const bytes = Buffer.from(part, "base64url");
      for (let bit = 0; bit < bytes.length * 8; bit += 1) {
        const changed = Buffer.from(bytes);
        changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        const rejoined = [version, keyId, ...parts.with(index, changed.toString("base64url"))].join(".");
        expect(() => openSecret(rejoined, here)).toThrow(closed);
      }
    });
  });

  test.each([
    ["a shorter tag", (sealed: string) => sealed.slice(0, -6)],
    ["another part", (sealed: string) => `${sealed}.AAAA`],
    ["an unknown key", (sealed: string) => sealed.replace(/^v1\.1\./, "v1.99.")],
    ["another version", (sealed: string) => sealed.replace(/^v1/, "v0")],
    ["nothing", () => ""],
    ["the plaintext itself", () => "secret"],
  ])("with %s", (_name, change) => {
    expect(() => openSecret(change(sealSecret("secret", here)), here)).toThrow(closed);
  });
});

test("no nonce is used twice", () => {
  const seen = new Set<string>();
  for (let count = 0; count < 50_000; count += 1) seen.add(sealSecret("s", here).split(".")[2] ?? "");
  expect(seen.size).toBe(50_000);
});

test("after the data key is rotated, old secrets open, new ones use the new key, and old ones can be moved", async () => {
  const old = sealSecret("secret", here);
  await rotateDataKey(db());
  expect(openSecret(old, here)).toBe("secret");
  expect(sealSecret("secret", here)).toMatch(/^v1\.2\./);
  const moved = resealSecret(old, here);
  expect(moved).toMatch(/^v1\.2\./);
  expect(openSecret(moved, here)).toBe("secret");
  expect(resealSecret(moved, here)).toBe(moved);
  await loadKeyring(db(), masterKey);
  expect(openSecret(old, here)).toBe("secret");
});

test("rotated under load, no secret is lost and none opens as an older one", async () => {
  const connectionId = await addTestConnection("http://127.0.0.1:9", { secrets: { privateKey: "secret 0" } });
  const enough = new AbortController();
  let saved = 0;
  const saver = (async () => {
    while (!enough.signal.aborted) {
      await db().transaction((tx) =>
        updateConnection(tx, connectionId, {
          baseUrl: "http://127.0.0.1:9",
          settings: {},
          secrets: { privateKey: `secret ${saved + 1}` },
          secretNames: ["privateKey"],
        }),
      );
      saved += 1;
    }
  })();
  let opened = 0;
  const reader = (async () => {
    while (!enough.signal.aborted) {
      const before = saved;
      const { privateKey = "" } = await openSecrets(connectionId);
      const number = Number(privateKey.slice("secret ".length));
      expect(number).toBeGreaterThanOrEqual(before);
      expect(number).toBeLessThanOrEqual(saved + 1);
      opened += 1;
    }
  })();
  for (let round = 0; round < 10; round += 1) await rotateKeys();
  enough.abort();
  await Promise.all([saver, reader]);
  expect(saved).toBeGreaterThan(10);
  expect(opened).toBeGreaterThan(10);
  await rotateKeys();
  expect(await openSecrets(connectionId)).toEqual({ privateKey: `secret ${saved}` });
});

test("a secret that no key opens does not stop the others from moving", async () => {
  const [good, bad] = [
    await addTestConnection("http://127.0.0.1:9"),
    await addTestConnection("http://127.0.0.1:9"),
  ];
  await dashboardPostgres().query(
    "UPDATE connection_secrets SET sealed = 'v1.1.x.y.z' WHERE connection_id = $1 AND field = 'privateKey'",
    [bad],
  );
  const before = await openSecrets(good);
  expect(await rotateKeys()).toEqual({ keyId: 2, resealed: 3, unreadable: 1 });
  expect(await openSecrets(good)).toEqual(before);
});

test("another dashboard on the same database meets a new key when it needs it", async () => {
  const connectionId = await addTestConnection("http://127.0.0.1:9", { secrets: { privateKey: "shared" } });
  // As the other process has it, which read the ring before the rotation.
  const ring = Symbol.for("reelyard.keyring");
  const shared = globalThis as typeof globalThis & { [ring]?: unknown };
  const before = shared[ring];
  await rotateKeys();
  shared[ring] = before;
  expect(keyring().current().keyId).toBe(1);
  expect(await openSecrets(connectionId)).toEqual({ privateKey: "shared" });
  expect(keyring().current().keyId).toBe(2);
});

test("the wrong master key opens nothing and says so", async () => {
  await expect(loadKeyring(db(), randomBytes(32))).rejects.toMatchObject({ name: "WrongMasterKeyError" });
});

test("a new master key takes over without touching a secret, and the old one is out", async () => {
  const sealed = sealSecret("secret", here);
  const next = masterKeyFromText("a new key of at least 32 characters, kept safe");
  await loadKeyring(db(), next, masterKey);
  expect(openSecret(sealed, here)).toBe("secret");
  await loadKeyring(db(), next);
  expect(openSecret(sealed, here)).toBe("secret");
  await expect(loadKeyring(db(), masterKey)).rejects.toMatchObject({ name: "WrongMasterKeyError" });
});

test("two servers starting at once on an empty database end with one key", async () => {
  await dashboardPostgres().query("TRUNCATE data_keys");
  const [first, second] = await Promise.all([loadKeyring(db(), masterKey), loadKeyring(db(), masterKey)]);
  expect(first.current().key.equals(second.current().key)).toBe(true);
});

test("a server's own secret is made once and kept sealed", async () => {
  const made = await ensureServerSecret(db(), "session-cookies");
  expect(await ensureServerSecret(db(), "session-cookies")).toBe(made);
  expect(made.length).toBeGreaterThanOrEqual(43);
  const rows = await dashboardPostgres().query("SELECT * FROM server_secrets");
  expect(JSON.stringify(rows)).not.toContain(made);
});

describe("data/secret.key", () => {
  let directory: string;
  beforeAll(async () => {
    directory = await mkdtemp(path.join(os.tmpdir(), "reelyard-key-"));
  });
  afterAll(() => rm(directory, { recursive: true }));

  test("is made once, for this user only, whoever asks at the same time", async () => {
    const file = path.join(directory, "secret.key");
    expect(await findMasterKeyFile(file)).toBeUndefined();
    const keys = await Promise.all(Array.from({ length: 8 }, () => makeMasterKeyFile(file)));
    expect(new Set(keys.map((key) => key.toString("hex"))).size).toBe(1);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(await findMasterKeyFile(file)).toEqual(keys[0]);
    expect((await readFile(file, "utf8")).trim()).toHaveLength(44);
  });

  test("that holds something else is refused, not replaced", async () => {
    const file = path.join(directory, "broken.key");
    await writeFile(file, "hello");
    await expect(makeMasterKeyFile(file)).rejects.toThrow("does not hold a key");
    expect(await readFile(file, "utf8")).toBe("hello");
  });
});

test("every column that holds a sealed secret moves to the new key", async () => {
  const columns = await dashboardPostgres().query<{ name: string }>(
    `SELECT table_name || '.' || column_name AS name FROM information_schema.columns
      WHERE column_name LIKE 'sealed%' ORDER BY name`,
  );
  expect(columns.map(({ name }) => name)).toEqual(
    sealedColumns.map(({ table, column }) => `${table}.${column}`).toSorted(),
  );

  const connectionId = await addTestConnection("http://127.0.0.1:9");
  const inboxPath = await ensureInboxPath(connectionId);
  await rememberSigningKey(connectionId, "hook 1", "whsec");
  const { keyId, unreadable } = await rotateKeys();
  expect(unreadable).toBe(0);
  const left = await dashboardPostgres().query(
    `SELECT sealed_secret AS sealed FROM inbox_addresses UNION ALL SELECT sealed_key FROM inbox_signing_keys`,
  );
  expect(left).toHaveLength(2);
  for (const row of left) expect(row).toMatchObject({ sealed: expect.stringMatching(`^v1\\.${keyId}\\.`) });
  expect(await ensureInboxPath(connectionId)).toBe(inboxPath);
  expect(await openSigningKeys(connectionId)).toEqual(["whsec"]);
});
