import { createHash, randomBytes } from "node:crypto";
import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { readFile } from "node:fs/promises";
import { Server } from "node:http";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openTestDashboard } from "#tests/support/dashboard-people.ts";
import { startTestServer, type TestServer } from "#tests/support/dashboard-server.ts";
import { startTelestreamEngine, type TelestreamEngine } from "#tests/support/telestream-engine.ts";
import { openSession, put, readState } from "#tests/support/upload-client.ts";

let engine: TelestreamEngine;
let dashboard: Awaited<ReturnType<typeof openTestDashboard>>;
let server: TestServer;

beforeAll(async () => {
  engine = await startTelestreamEngine();
  dashboard = await openTestDashboard();
  server = await startTestServer({
    engine: { host: "127.0.0.1", port: engine.started.ports.telestream },
  });
});
afterAll(async () => {
  await server.close();
  await dashboard.close();
  await engine.started.close();
});

/** Node tells which server got each request: the real ones, however they were made. */
async function serversAsked(ask: () => Promise<unknown>): Promise<Server[]> {
  const asked = new Set<Server>();
  const note = (message: unknown) => {
    if (typeof message !== "object" || message === null || !("server" in message)) return;
    if (message.server instanceof Server) asked.add(message.server);
  };
  subscribe("http.server.request.start", note);
  try {
    await ask();
  } finally {
    unsubscribe("http.server.request.start", note);
  }
  return [...asked];
}

test("neither the dashboard nor the engine ends a request because it takes long", async () => {
  const asked = await serversAsked(() => fetch(`${server.origin}/engine/telestream/v3.0/videos.json`));
  expect(asked).toHaveLength(2);
  for (const one of asked) {
    expect(one.requestTimeout).toBe(0);
    expect(one.timeout).toBe(0);
    // The headers, though, come at once.
    expect(one.headersTimeout).toBeGreaterThan(0);
  }
});

test("12 MB through the dashboard's address are in the engine's file byte for byte", async () => {
  const file = randomBytes(12_000_000);
  const session = await openSession(engine, file.length + 1, { multi_chunk: "" });
  const { pathname, search } = new URL(session.location);
  const location = `${server.origin}/engine/telestream${pathname}${search}`;
  const range = { "content-range": `bytes 0-${file.length - 1}/${file.length + 1}` };
  const answer = await put(location, range, file, "POST");
  expect([answer.status, answer.headers.range]).toEqual([204, `0-${file.length - 1}`]);
  expect(await readState({ ...session, location })).toMatchObject({ missing_parts: [0] });

  const stored = await readFile(path.join(engine.started.dataDir, "engine", "uploads", session.id, "data"));
  const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");
  expect(sha256(stored.subarray(0, file.length))).toBe(sha256(file));
});
