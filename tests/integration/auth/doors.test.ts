import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { z } from "zod";
import { action, publicAction } from "#lib/auth/action.ts";
import { canEditAssets } from "#lib/auth/permissions.ts";
import { route } from "#lib/auth/route.ts";
import { DomainError } from "#lib/domain/errors.ts";
import {
  fromOurPage,
  openTestDashboard,
  type SignedIn,
  signInAs,
  testOrigin,
} from "#tests/support/dashboard-people.ts";
import { asRequest } from "#tests/support/next-headers.ts";

let dashboard: Awaited<ReturnType<typeof openTestDashboard>>;
let people: Record<"owner" | "editor" | "viewer", SignedIn>;
const input = z.object({ title: z.string().min(1, "Give it a title.") });

beforeAll(async () => {
  dashboard = await openTestDashboard();
  people = {
    owner: await signInAs("owner"),
    editor: await signInAs("editor"),
    viewer: await signInAs("viewer"),
  };
});
afterAll(() => dashboard.close());

describe("an action", () => {
  const run = vi.fn(async (context: { viewer: { name: string }; input: { title: string } }) => {
    if (context.input.title === "gone") throw new DomainError("not_found", "That video no longer exists.");
    if (context.input.title === "bug") throw new TypeError("undefined is not a function");
    return `${context.viewer.name}: ${context.input.title}`;
  });
  const rename = action({ input, permit: canEditAssets, run });
  const call = (headers: Record<string, string>, raw: unknown) => asRequest(headers, () => rename(raw));

  test.each(["owner", "editor"] as const)("runs for the %s", async (role) => {
    expect(await call(people[role].headers, { title: "New" })).toEqual({ ok: true, value: `${role}: New` });
  });

  test.each([
    ["a viewer", () => people.viewer.headers, { title: "New" }, "forbidden"],
    ["nobody", () => fromOurPage, { title: "New" }, "unauthenticated"],
    [
      "a forged session",
      () => ({ ...fromOurPage, cookie: "reelyard.session-token=eyJ.a.b" }),
      { title: "x" },
      "unauthenticated",
    ],
    [
      "a cross-site page",
      () => ({ ...people.owner.headers, origin: "https://evil.example" }),
      { title: "x" },
      "forbidden",
    ],
    ["a wrong input", () => people.owner.headers, { title: "" }, "invalid"],
    ["no input", () => people.owner.headers, undefined, "invalid"],
    ["an array", () => people.owner.headers, [{ title: "x" }], "invalid"],
  ])("is refused to %s", async (_name, headers, raw, code) => {
    run.mockClear();
    expect(await call(headers(), raw)).toMatchObject({ ok: false, error: { code } });
    expect(run).not.toHaveBeenCalled();
  });

  test("names the field that is wrong", async () => {
    expect(await call(people.owner.headers, { title: "" })).toMatchObject({
      error: { message: "Give it a title.", fields: { title: "Give it a title." } },
    });
  });

  test("tells an expected failure and throws a bug on", async () => {
    expect(await call(people.owner.headers, { title: "gone" })).toEqual({
      ok: false,
      error: { code: "not_found", message: "That video no longer exists.", fields: {} },
    });
    await expect(call(people.owner.headers, { title: "bug" })).rejects.toThrow(TypeError);
  });

  test("understands the DomainError of another of Next's module instances", async () => {
    const foreign = Object.assign(new Error("Elsewhere."), {
      name: "DomainError",
      code: "conflict",
      fields: {},
    });
    const failing = action({ input, permit: canEditAssets, run: () => Promise.reject(foreign) });
    expect(await asRequest(people.owner.headers, () => failing({ title: "x" }))).toMatchObject({
      error: { code: "conflict", message: "Elsewhere." },
    });
  });

  test("that is public still wants our own page and a right input", async () => {
    const greet = publicAction({ input, run: async ({ input: { title } }) => title });
    expect(await asRequest(fromOurPage, () => greet({ title: "hi" }))).toEqual({ ok: true, value: "hi" });
    expect(await asRequest(fromOurPage, () => greet({}))).toMatchObject({ error: { code: "invalid" } });
    expect(await asRequest({ host: "reelyard.test" }, () => greet({ title: "hi" }))).toMatchObject({
      error: { code: "forbidden" },
    });
  });
});

describe("a route", () => {
  const params = (given: Record<string, string>) => ({ params: Promise.resolve(given) });
  const write = (headers: Record<string, string>, body: BodyInit | null, type = "application/json") =>
    new Request(`${testOrigin}/api/things`, {
      method: "POST",
      headers: { ...headers, "content-type": type },
      body,
    });
  const handler = route({
    input: z.object({
      title: z.string(),
      assetId: z.string().optional(),
      tag: z.union([z.string(), z.array(z.string())]).optional(),
    }),
    permit: canEditAssets,
    run: async ({ input: given, viewer }) => {
      if (given.title === "gone") throw new DomainError("not_found", "That video no longer exists.");
      if (given.title === "bug") throw new TypeError("secret detail");
      return { ...given, by: viewer.name };
    },
  });

  test("reads its input from the query and the path, the path winning", async () => {
    const request = new Request(`${testOrigin}/api/things?title=a&tag=x&tag=y&assetId=other`, {
      headers: people.editor.headers,
    });
    const answer = await handler(request, params({ assetId: "a1" }));
    expect(await answer.json()).toEqual({ title: "a", tag: ["x", "y"], assetId: "a1", by: "editor" });
    expect(answer.headers.get("cache-control")).toBe("no-store");
  });

  test("reads a write's input from its JSON body", async () => {
    const answer = await handler(write(people.owner.headers, '{"title":"b"}'));
    expect([answer.status, await answer.json()]).toEqual([200, { title: "b", by: "owner" }]);
  });

  test.each([
    ["nobody", () => write(fromOurPage, "{}"), 401, "unauthenticated"],
    ["a viewer", () => write(people.viewer.headers, '{"title":"b"}'), 403, "forbidden"],
    [
      "a cross-origin form",
      () => write({ ...people.owner.headers, origin: "https://evil.example" }, '{"title":"b"}'),
      403,
      "forbidden",
    ],
    [
      "JSON sent as text, as a form can",
      () => write(people.owner.headers, '{"title":"b"}', "text/plain"),
      415,
      "invalid",
    ],
    ["a body that is no JSON", () => write(people.owner.headers, "{"), 400, "invalid"],
    ["a wrong input", () => write(people.owner.headers, '{"title":1}'), 400, "invalid"],
    ["a prototype", () => write(people.owner.headers, '{"__proto__":{"title":"x"}}'), 400, "invalid"],
    [
      "two megabytes",
      () => write(people.owner.headers, JSON.stringify({ title: "x".repeat(2_000_000) })),
      413,
      "invalid",
    ],
    ["a video that is gone", () => write(people.owner.headers, '{"title":"gone"}'), 404, "not_found"],
  ])("refuses %s", async (_name, request, status, code) => {
    const answer = await handler(request());
    expect([answer.status, (await answer.json()).error.code]).toEqual([status, code]);
  });

  test("keeps a bug's message to the log", async () => {
    const answer = await handler(write(people.owner.headers, '{"title":"bug"}'));
    expect(answer.status).toBe(500);
    expect(await answer.text()).not.toContain("secret detail");
  });
});
