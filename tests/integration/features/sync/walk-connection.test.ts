import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { openAccount } from "#lib/accounts/accounts.ts";
import { walkConnection } from "#lib/features/sync/walk-connection.ts";
import { addTestConnection } from "#tests/support/add-connection.ts";
import { openTestDashboard } from "#tests/support/dashboard-people.ts";
import { standInVideos, startZiggeoStandIn, type ZiggeoStandIn } from "#tests/support/ziggeo-stand-in.ts";

let dashboard: Awaited<ReturnType<typeof openTestDashboard>>;
let provider: ZiggeoStandIn;
let connectionId: string;
beforeAll(async () => {
  dashboard = await openTestDashboard();
});
beforeEach(async () => {
  provider = await startZiggeoStandIn();
  connectionId = await addTestConnection(provider.baseUrl);
});
afterEach(() => provider.close());
afterAll(() => dashboard.close());

const indexed = async () =>
  (
    await dashboard.postgres.query<{ id: string }>(
      "SELECT provider_asset_id AS id FROM assets WHERE connection_id = $1 ORDER BY 1",
      [connectionId],
    )
  ).map(({ id }) => id);
const walk = async (signal = new AbortController().signal) =>
  walkConnection(await openAccount(connectionId), signal);

describe("walking a provider's whole listing", () => {
  test("everything is listed, and what was deleted there is gone here after the next walk", async () => {
    provider.videos.push(...standInVideos(250));
    await walk();
    expect(await indexed()).toEqual(provider.videos.map(({ token }) => token));
    provider.videos.splice(10, 5);
    provider.videos.push(...standInVideos(3, 900));
    await walk();
    expect(await indexed()).toEqual(provider.videos.map(({ token }) => token));
  });

  test("an import stopped five times goes on where it was and never lists a page twice", async () => {
    provider.videos.push(...standInVideos(1_000));
    for (const pagesBeforeStop of [1, 2, 1, 3, 1]) {
      const stop = new AbortController();
      let pages = 0;
      provider.onPage = () => {
        pages += 1;
        if (pages > pagesBeforeStop) stop.abort(new Error("killed"));
      };
      await expect(walk(stop.signal)).rejects.toThrow("killed");
    }
    provider.onPage = undefined;
    await walk();
    expect(await indexed()).toHaveLength(1_000);
    const skips = provider.requests.map((request) => Number(/skip=(\d+)/.exec(request)?.[1]));
    // A page under way when it was stopped is asked for again; none before it is.
    expect(skips).toEqual(skips.toSorted((a, b) => a - b));
    expect(new Set(skips).size).toBe(11);
  });

  test("videos deleted while the listing is read shift its pages, and none of the others is lost", async () => {
    provider.videos.push(...standInVideos(500));
    await walk();
    let pages = 0;
    // After the first page five of its videos go: the second page now begins five videos too late.
    provider.onPage = () => {
      pages += 1;
      if (pages === 1) provider.videos.splice(0, 5);
    };
    await walk();
    const left = provider.videos.map(({ token }) => token);
    expect(left).toHaveLength(495);
    expect(await indexed()).toEqual(expect.arrayContaining(left));
    // Those five were met before they went: the next walk finds them gone.
    await walk();
    expect(await indexed()).toEqual(left);
  });

  test("videos added while the listing is read are found", async () => {
    provider.videos.push(...standInVideos(150));
    let pages = 0;
    provider.onPage = () => {
      pages += 1;
      if (pages === 1) provider.videos.push(...standInVideos(20, 150));
    };
    await walk();
    expect(await indexed()).toHaveLength(170);
  });

  test("a provider that fails in the middle leaves what was read, and the walk goes on from there", async () => {
    provider.videos.push(...standInVideos(300));
    provider.onPage = () => {
      provider.mood = "refuse";
    };
    await expect(walk()).rejects.toMatchObject({ name: "ProviderError", kind: "unauthorized" });
    expect(await indexed()).toHaveLength(100);
    provider.onPage = undefined;
    provider.mood = "well";
    await walk();
    expect(await indexed()).toHaveLength(300);
  });

  test("a connection without a library is in step at once", async () => {
    const other = await addTestConnection("http://127.0.0.1:9", {
      provider: "stupeflix",
      secrets: { secret: "planted-stupeflix-secret" },
    });
    expect(await walkConnection(await openAccount(other), new AbortController().signal)).toEqual({ met: 0 });
  });
});
