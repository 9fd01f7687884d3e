import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import {
  BlockedAddressError,
  CallTimeoutError,
  ResponseTooLargeError,
  TooManyRedirectsError,
} from "#lib/network/errors.ts";
import { type GuardedFetchOptions, guardedFetch } from "#lib/network/guarded-fetch.ts";
import type { Resolver } from "#lib/network/public-url.ts";
import {
  dribble,
  endless,
  type FaultServer,
  hang,
  hangMidBody,
  raw,
  redirect,
  startFaultServer,
} from "#tests/support/fault-server.ts";

/** Stands for the internet: the guard is told that this one address may be reached. */
let outside: FaultServer;
/** Stands for a service of ours that no URL from outside may reach. */
let inside: FaultServer;

beforeAll(async () => {
  outside = await startFaultServer();
  inside = await startFaultServer();
});
afterAll(async () => {
  await outside.close();
  await inside.close();
});
beforeEach(() => {
  outside.script(raw(200, "clip"));
  inside.script(raw(200, "secret"));
});

function fetchOutside(url: string, options: Partial<GuardedFetchOptions> = {}) {
  return guardedFetch(url, {
    allowPrivate: [`127.0.0.1:${outside.port}`],
    timeoutMs: 10_000,
    maxBytes: 1_000_000,
    maxRedirects: 3,
    ...options,
  });
}

async function expectInsideUntouched(call: Promise<unknown>): Promise<void> {
  const before = inside.connections();
  await expect(call).rejects.toBeInstanceOf(BlockedAddressError);
  expect(inside.connections()).toBe(before);
}

describe("a fetch of an outside address", () => {
  test("answers with status, headers, final address and bytes", async () => {
    outside.script(redirect("/moved"), raw(200, "clip", { "x-kind": "video" }));
    const answer = await fetchOutside(`${outside.baseUrl}/clip`);
    expect(answer.status).toBe(200);
    expect(answer.headers["x-kind"]).toBe("video");
    expect(answer.url.pathname).toBe("/moved");
    expect((await answer.bytes()).toString()).toBe("clip");
  });

  test("refuses a private address without opening a connection", async () => {
    await expectInsideUntouched(fetchOutside(`${inside.baseUrl}/`));
    await expectInsideUntouched(fetchOutside(`http://localhost:${inside.port}/`));
  });

  test.each([
    ["an address", () => `${inside.baseUrl}/`],
    ["a decimal address", () => `http://2130706433:${inside.port}/`],
    ["a scheme-relative address", () => `//127.0.0.1:${inside.port}/`],
    ["another scheme", () => "file:///etc/passwd"],
    ["credentials", () => `http://user@127.0.0.1:${outside.port}/`],
  ])("follows no redirect to %s inside", async (_what, target) => {
    outside.script(redirect(target()));
    await expectInsideUntouched(fetchOutside(`${outside.baseUrl}/`));
  });

  test("follows no chain of redirects whose last one leads inside", async () => {
    outside.script(redirect("/second"), redirect("/third", 307), redirect(`${inside.baseUrl}/`, 308));
    await expectInsideUntouched(fetchOutside(`${outside.baseUrl}/first`));
    expect(outside.requests.map((request) => request.url)).toEqual(["/first", "/second", "/third"]);
  });

  test("follows three redirects and not a fourth", async () => {
    outside.script(redirect("/1"), redirect("/2"), redirect("/3"), raw(200, "clip"));
    expect((await fetchOutside(`${outside.baseUrl}/0`)).url.pathname).toBe("/3");
    outside.script(redirect("/again"));
    await expect(fetchOutside(`${outside.baseUrl}/0`)).rejects.toBeInstanceOf(TooManyRedirectsError);
    expect(outside.requests).toHaveLength(4);
  });

  test("takes its secrets to no other origin", async () => {
    const other = await startFaultServer();
    try {
      outside.script(redirect(`${other.baseUrl}/`));
      await fetchOutside(`${outside.baseUrl}/`, {
        allowPrivate: ["127.0.0.1"],
        headers: { Authorization: "Basic secret", "X-Api-Key": "secret", "x-other": "plain" },
      });
      expect(outside.requests[0]?.headers.authorization).toBe("Basic secret");
      expect(other.requests[0]?.headers).toMatchObject({ "x-other": "plain" });
      expect(other.requests[0]?.headers.authorization).toBeUndefined();
      expect(other.requests[0]?.headers["x-api-key"]).toBeUndefined();
    } finally {
      await other.close();
    }
  });
});

describe("a name that changes its address", () => {
  const answering = (...answers: string[][]): Resolver & { asked: number } => {
    const resolver = Object.assign(
      async () => {
        resolver.asked++;
        return (answers.length > 1 ? answers.shift() : answers[0]) ?? [];
      },
      { asked: 0 },
    );
    return resolver;
  };

  test("is resolved once, and the socket goes to the address that was checked", async () => {
    const resolver = answering(["127.0.0.1"], ["203.0.113.9"]);
    const url = `http://media.example:${outside.port}/`;
    const answer = await fetchOutside(url, { resolver });
    expect((await answer.bytes()).toString()).toBe("clip");
    expect(resolver.asked).toBe(1);
    expect(outside.requests[0]?.headers.host).toBe(`media.example:${outside.port}`);
  });

  test("is refused when it turns private between the check and the fetch", async () => {
    const resolver = answering(["93.184.216.34"], ["127.0.0.1"]);
    await resolver("rebind.example");
    await expectInsideUntouched(fetchOutside(`http://rebind.example:${inside.port}/`, { resolver }));
  });

  test("is refused when it turns private between two redirects", async () => {
    const names: Record<string, string[][]> = { "rebind.example": [["10.0.0.1"]] };
    const resolver: Resolver = async (host) => names[host]?.[0] ?? ["127.0.0.1"];
    outside.script(redirect(`http://rebind.example:${inside.port}/`));
    await expectInsideUntouched(fetchOutside(`http://media.example:${outside.port}/`, { resolver }));
  });

  test("is refused when one of its addresses is inside, whichever comes first", async () => {
    for (const addresses of [
      ["127.0.0.1", "10.0.0.1"],
      ["10.0.0.1", "127.0.0.1"],
    ]) {
      const resolver = answering(addresses);
      const call = fetchOutside(`http://media.example:${outside.port}/`, { resolver });
      await expect(call).rejects.toBeInstanceOf(BlockedAddressError);
    }
  });
});

describe("an answer without end", () => {
  test("is cut off when its declared length is too much, before a byte is read", async () => {
    outside.script(endless(2 ** 30, { declared: true }));
    const answer = await fetchOutside(`${outside.baseUrl}/`);
    await expect(answer.bytes()).rejects.toBeInstanceOf(ResponseTooLargeError);
  });

  test("is cut off at the limit when it declares none", async () => {
    outside.script(endless(2 ** 30, { declared: false }));
    const answer = await fetchOutside(`${outside.baseUrl}/`);
    await expect(answer.bytes()).rejects.toBeInstanceOf(ResponseTooLargeError);
  });

  test.each([
    ["nothing", hang],
    ["half a body", hangMidBody],
    ["a byte now and then", dribble],
  ])("with %s ends at the time limit", async (_what, fault) => {
    outside.script(fault);
    const call = async () => (await fetchOutside(`${outside.baseUrl}/`, { timeoutMs: 300 })).bytes();
    await expect(call()).rejects.toBeInstanceOf(CallTimeoutError);
  });

  test("ends when the caller gives up, with the caller's reason", async () => {
    outside.script(hang);
    const controller = new AbortController();
    const call = fetchOutside(`${outside.baseUrl}/`, { signal: controller.signal });
    const reason = new Error("the page was closed");
    controller.abort(reason);
    await expect(call).rejects.toBe(reason);
  });
});
