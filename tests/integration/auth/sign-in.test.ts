import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { trySignIn } from "#lib/auth/sign-in.ts";
import { hashAccount, openAttempt, signInLimits } from "#lib/auth/sign-in-limits.ts";
import { dashboardPostgres } from "#lib/db/client.ts";
import { changePassword, createOwner } from "#lib/features/account/commands.ts";
import { openTestDashboard } from "#tests/support/dashboard-people.ts";

const ada = { name: "Ada", email: "ada@example.com", password: "correct horse battery" };
const attacker = "198.51.100.66";
const home = "192.0.2.10";

let dashboard: Awaited<ReturnType<typeof openTestDashboard>>;
beforeAll(async () => {
  dashboard = await openTestDashboard();
});
afterAll(() => dashboard.close());
beforeEach(async () => {
  await dashboardPostgres().query("TRUNCATE users, sessions, sign_in_attempts CASCADE");
  await createOwner(ada);
});

const tryWith = (given: { email?: string; password?: string; address?: string; deviceCookie?: string }) =>
  trySignIn({ email: ada.email, password: ada.password, address: home, deviceCookie: undefined, ...given });

/** Guesses wrong `times` times, one after another, and answers the outcomes. */
async function guess(times: number, given: Parameters<typeof tryWith>[0]) {
  const outcomes: string[] = [];
  for (let count = 0; count < times; count += 1) {
    outcomes.push((await tryWith({ password: "wrong password", ...given })).outcome);
  }
  return outcomes;
}

test("the right password signs in, whatever the case of the address", async () => {
  expect(await tryWith({ email: " ADA@example.com" })).toMatchObject({ outcome: "signed-in" });
});

test("a wrong password and an unknown person are answered alike", async () => {
  const [wrong, unknown] = [await guess(1, {}), await guess(1, { email: "nobody@example.com" })];
  expect(wrong).toEqual(["wrong"]);
  expect(unknown).toEqual(wrong);
});

test("an unknown person costs the processor a hash as well, so that time tells nothing", async () => {
  const costOf = async (email: string) => {
    const before = process.cpuUsage();
    await guess(4, { email });
    const { user, system } = process.cpuUsage(before);
    return user + system;
  };
  await costOf("warm@example.com");
  const [known, unknown] = [await costOf(ada.email), await costOf("nobody@example.com")];
  expect(unknown / known).toBeGreaterThan(0.5);
});

test("guessing at an account from one address ends after the limit, even when the last guess is right", async () => {
  await guess(signInLimits.pair, { address: attacker });
  expect(await tryWith({ address: attacker })).toEqual({ outcome: "limited" });
});

test("an unknown account runs into the same limit, so that the limit tells nothing", async () => {
  const outcomes = await guess(signInLimits.pair + 1, { address: attacker, email: "nobody@example.com" });
  expect(outcomes.at(-1)).toBe("limited");
});

test("guesses sent all at once are counted all the same", async () => {
  const outcomes = await Promise.all(
    Array.from({ length: 30 }, () => tryWith({ password: "wrong password", address: attacker })),
  );
  expect(outcomes.filter(({ outcome }) => outcome === "wrong").length).toBeLessThanOrEqual(signInLimits.pair);
});

test("one address cannot try one password at many accounts", async () => {
  const outcomes: string[] = [];
  for (let count = 0; count <= signInLimits.address; count += 1) {
    outcomes.push(...(await guess(1, { address: attacker, email: `person${count}@example.com` })));
  }
  expect(outcomes.at(-1)).toBe("limited");
});

describe("while an account is under attack from everywhere", () => {
  const addresses = Array.from({ length: signInLimits.account + 6 }, (_, count) => `203.0.113.${count}`);
  /** What such guesses leave behind, without the hash that each costs. */
  async function attack() {
    for (const address of addresses) {
      await openAttempt({ accountHash: hashAccount(ada.email), address, deviceId: null });
    }
  }

  test("more guesses from new addresses are refused", async () => {
    for (const address of addresses) await guess(1, { address });
    expect(await guess(1, { address: "203.0.113.200" })).toEqual(["limited"]);
  });

  test("its owner signs in from the browser they have used before, on any network", async () => {
    const first = await tryWith({});
    if (first.outcome !== "signed-in") throw new Error("The first sign-in was refused.");
    await attack();
    expect(await tryWith({ address: "203.0.113.77", deviceCookie: first.deviceCookie })).toMatchObject({
      outcome: "signed-in",
    });
  });

  test("its owner signs in from a new browser at the address they have used before", async () => {
    await tryWith({});
    await attack();
    expect(await tryWith({})).toMatchObject({ outcome: "signed-in" });
  });

  test("a device cookie of another account, or a made-up one, is no way around", async () => {
    const first = await tryWith({});
    if (first.outcome !== "signed-in") throw new Error("The first sign-in was refused.");
    const victim = { email: "victim@example.com", address: attacker };
    await guess(signInLimits.pair, victim);
    for (const deviceCookie of [
      first.deviceCookie,
      "made.up",
      ".",
      `${crypto.randomUUID()}.${"A".repeat(43)}`,
    ]) {
      expect(await guess(1, { ...victim, deviceCookie })).toEqual(["limited"]);
    }
  });
});

test("refused guesses do not prolong the wait", async () => {
  await guess(signInLimits.pair + 20, { address: attacker });
  await dashboardPostgres().query("UPDATE sign_in_attempts SET attempted_at = $1 WHERE outcome = 'failed'", [
    new Date(Date.now() - signInLimits.windowMs),
  ]);
  expect(await tryWith({ address: attacker })).toMatchObject({ outcome: "signed-in" });
});

test("the password cannot be guessed from a borrowed browser's settings either", async () => {
  const signedIn = await tryWith({});
  if (signedIn.outcome !== "signed-in") throw new Error("The sign-in was refused.");
  const viewer = { userId: signedIn.userId, name: ada.name, email: ada.email, role: "owner" as const };
  const change = { currentPassword: "wrong password", newPassword: "another horse battery" };
  for (let count = 0; count < signInLimits.known; count += 1) {
    await expect(changePassword(viewer, change)).rejects.toMatchObject({ code: "invalid" });
  }
  await expect(changePassword(viewer, { ...change, currentPassword: ada.password })).rejects.toMatchObject({
    code: "rate_limited",
  });
});

test("what people typed as their e-mail address is not kept", async () => {
  await guess(1, { email: "my-password-typed-here" });
  const rows = await dashboardPostgres().query("SELECT * FROM sign_in_attempts");
  expect(JSON.stringify(rows)).not.toContain("my-password");
});
