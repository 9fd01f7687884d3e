import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { dashboardPostgres } from "#lib/db/client.ts";
import type { Viewer } from "#lib/domain/user.ts";
import {
  addPerson,
  changeRole,
  createOwner,
  removePerson,
  updateProfile,
} from "#lib/features/account/commands.ts";
import { listOwnSessions, listPeople } from "#lib/features/account/queries.ts";
import { listAuditEntries } from "#lib/features/audit/queries.ts";
import { openSessionOf, openTestDashboard } from "#tests/support/dashboard-people.ts";

const ada = { name: "Ada", email: "ada@example.com", password: "correct horse battery" };
const bob = {
  name: "Bob",
  email: "bob@example.com",
  password: "correct horse battery",
  role: "editor" as const,
};

let dashboard: Awaited<ReturnType<typeof openTestDashboard>>;
let owner: Viewer;
beforeAll(async () => {
  dashboard = await openTestDashboard();
});
afterAll(() => dashboard.close());
beforeEach(async () => {
  await dashboardPostgres().query("TRUNCATE users, audit_entries CASCADE");
  owner = await createOwner(ada);
});

test("of many people finishing the set-up at once exactly one becomes the owner", async () => {
  await dashboardPostgres().query("TRUNCATE users CASCADE");
  const tries = await Promise.allSettled(
    Array.from({ length: 6 }, (_, index) => createOwner({ ...ada, email: `person${index}@example.com` })),
  );
  expect(tries.filter((tried) => tried.status === "fulfilled")).toHaveLength(1);
  for (const tried of tries) {
    if (tried.status === "rejected") expect(tried.reason).toMatchObject({ code: "conflict" });
  }
  expect(await listPeople(owner)).toHaveLength(1);
});

test("nobody becomes owner of a Reelyard that has one", async () => {
  await expect(createOwner({ ...ada, email: "eve@example.com" })).rejects.toMatchObject({ code: "conflict" });
});

test("the owner adds people, changes what they may do and removes them, and the log says so", async () => {
  await addPerson(owner, bob);
  const added = (await listPeople(owner)).find((person) => person.email === bob.email);
  expect(added).toMatchObject({ name: "Bob", role: "editor", lastSignedInAt: null });
  await changeRole(owner, added?.userId ?? "", "viewer");
  await removePerson(owner, added?.userId ?? "");
  expect((await listPeople(owner)).map((person) => person.role)).toEqual(["owner"]);
  const { entries } = await listAuditEntries(owner, {});
  expect(entries.map(({ action, actorName, subject }) => [action, actorName, subject])).toEqual([
    ["people.remove", "Ada", "bob@example.com"],
    ["people.role", "Ada", "bob@example.com"],
    ["people.add", "Ada", "bob@example.com"],
    ["account.create-owner", "Ada", "ada@example.com"],
  ]);
});

test("an e-mail address belongs to one person, in whatever case", async () => {
  await addPerson(owner, bob);
  await expect(addPerson(owner, { ...bob, email: "BOB@example.com" })).rejects.toMatchObject({
    code: "conflict",
    fields: { email: expect.any(String) },
  });
  await expect(updateProfile(owner, { name: "Ada", email: bob.email })).rejects.toMatchObject({
    code: "conflict",
  });
});

test("the owner can be neither demoted nor removed", async () => {
  await expect(changeRole(owner, owner.userId, "viewer")).rejects.toMatchObject({ code: "not_found" });
  await expect(removePerson(owner, owner.userId)).rejects.toMatchObject({ code: "not_found" });
});

test("the audit log is the owner's to read, a page at a time without gaps", async () => {
  await expect(listAuditEntries({ ...owner, role: "editor" }, {})).rejects.toMatchObject({
    code: "forbidden",
  });
  await dashboardPostgres().query(
    "INSERT INTO audit_entries (actor_name, action, subject) SELECT 'Ada', 'asset.delete', 'video ' || n FROM generate_series(1, 119) AS n",
  );
  const seen: number[] = [];
  let before: number | undefined;
  do {
    const page = await listAuditEntries(owner, { before });
    seen.push(...page.entries.map((entry) => entry.entryId));
    before = page.nextBefore ?? undefined;
  } while (before !== undefined);
  expect(seen).toHaveLength(120);
  expect(seen).toEqual([...new Set(seen)].sort((a, b) => b - a));
});

test("a person sees their own browsers, the one they look from first, and nobody else's", async () => {
  await addPerson(owner, bob);
  const here = await openSessionOf(owner);
  const other = await openSessionOf(owner);
  const found = await listOwnSessions(owner, here.sessionId);
  expect(found.map(({ sessionId, isCurrent }) => [sessionId, isCurrent])).toEqual([
    [here.sessionId, true],
    [other.sessionId, false],
  ]);
  const [, bobToo] = await listPeople(owner);
  expect(await listOwnSessions({ ...owner, userId: bobToo?.userId ?? "" }, "")).toEqual([]);
});

test("no answer of the people page carries a hash", async () => {
  expect(JSON.stringify(await listPeople(owner))).not.toContain("argon2");
});
