import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { ProviderAccount } from "#lib/providers/provider.ts";
import { providerFor } from "#lib/providers/registry.ts";
import { ziggeoClient } from "#lib/providers/ziggeo/client.ts";
import { startTestEngine, type TestEngine } from "#tests/support/engine.ts";
import { createTestDatabase, type TestDatabase, testServerUrl } from "#tests/support/postgres.ts";

const servers = [undefined, ...(testServerUrl ? [testServerUrl] : [])].map((url) => ({
  url,
  name: url ? "a PostgreSQL server" : "the embedded database",
}));

/** What is SQL of our own in the three protocols must say the same on both; their wire is `conformance/`'s. */
describe.each(servers)("on $name", ({ url }) => {
  let database: TestDatabase | undefined;
  let running: TestEngine;

  beforeAll(async () => {
    database = url === undefined ? undefined : await createTestDatabase(url);
    running = await startTestEngine(database ? { databaseUrl: database.url } : {});
    const { library, accounts } = running.engine;
    const { videos } = ziggeoClient(account("ziggeo"));
    for (const title of ["One 100%", "Two", "Three"]) {
      const tags = title === "Two" ? ["even", "é"] : ["odd"];
      await videos.create({ title, tags, key: title.toLowerCase(), approved: title === "Two" });
      await library.createAsset({
        account: accounts.apivideo,
        title,
        originalFilename: "clip.mp4",
        details: {
          description: `About ${title}`,
          tags,
          metadata: [{ key: "length", value: String(title.length) }],
        },
      });
    }
  });
  afterAll(async () => {
    await running.close();
    await database?.drop();
  });

  const account = (provider: "ziggeo" | "apivideo" | "stupeflix"): ProviderAccount => {
    const { baseUrl, ...fields } = running.credentials[provider];
    return { provider, baseUrl, fields: { ...fields }, isLocal: true };
  };
  async function ask(provider: "ziggeo" | "apivideo", path: string): Promise<unknown> {
    const { ziggeo, apivideo } = running.credentials;
    const key =
      provider === "ziggeo" ? `${ziggeo.applicationToken}:${ziggeo.privateKey}` : `${apivideo.apiKey}:`;
    const headers = { authorization: `Basic ${btoa(key)}` };
    return (await fetch(`${running.credentials[provider].baseUrl}${path}`, { headers })).json();
  }

  test.each([
    ["states=all", ["Three", "Two", "One 100%"]],
    ["states=all&reverse=true&skip=1&limit=1", ["Two"]],
    ["states=empty&tags=even,é", ["Two"]],
    ["states=empty&approved=REJECTED", ["Three", "One 100%"]],
    ["", []],
  ])("Ziggeo lists by %j", async (query, titles) => {
    const expected = titles.map((title) => expect.objectContaining({ title }));
    expect(await ask("ziggeo", `/v1/videos/?${query}`)).toEqual(expected);
  });

  test("Ziggeo finds by key and counts", async () => {
    expect(await ask("ziggeo", "/v1/videos/_two")).toMatchObject({ title: "Two" });
    expect(await ask("ziggeo", "/v1/videos/count?states=empty&tags=odd")).toEqual({ count: 2 });
  });

  test.each([
    ["sortBy=title&sortOrder=asc", ["One 100%", "Three", "Two"]],
    ["title=T", ["Three", "Two"]],
    ["title=0%25", ["One 100%"]],
    ["description=about%20o", ["One 100%"]],
    ["tags[]=even&tags[]=é", ["Two"]],
    ["metadata[length]=5", ["Three"]],
    ["pageSize=1&currentPage=2", ["Two"]],
  ])("api.video lists by %j", async (query, titles) => {
    const data = titles.map((title) => expect.objectContaining({ title }));
    expect(await ask("apivideo", `/videos?${query}`)).toMatchObject({ data });
  });

  test.each(["ziggeo", "apivideo", "stupeflix"] as const)(
    "the %s connection is healthy",
    async (provider) => {
      expect(await providerFor(account(provider)).check()).toMatchObject({ cause: "ok" });
    },
  );
});
