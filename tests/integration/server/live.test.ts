import { connect, type Socket } from "node:net";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { endSession } from "#lib/auth/session.ts";
import type { LiveMessage } from "#lib/domain/live.ts";
import {
  openSessionOf,
  openTestDashboard,
  type SignedIn,
  signInAs,
} from "#tests/support/dashboard-people.ts";
import { startTestServer, type TestServer } from "#tests/support/dashboard-server.ts";
import { until } from "#tests/support/until.ts";

let dashboard: Awaited<ReturnType<typeof openTestDashboard>>;
let viewer: SignedIn;
let server: TestServer;
let leavers: AbortController[];

beforeAll(async () => {
  dashboard = await openTestDashboard();
  viewer = await signInAs("viewer");
});
afterAll(() => dashboard.close());
beforeEach(async () => {
  leavers = [];
  server = await startTestServer({ heartbeatMs: 50, bufferBytes: 16 * 1024 });
});
afterEach(async () => {
  for (const leaver of leavers) leaver.abort();
  await server.close();
});

const removed = (assetId: string): LiveMessage => ({ type: "asset-removed", assetId });

/** A tab: everything its stream has said so far. */
async function openTab(headers: Record<string, string> = {}, query = "") {
  const leaver = new AbortController();
  leavers.push(leaver);
  const response = await fetch(`${server.origin}/live${query}`, {
    headers: { cookie: viewer.headers.cookie ?? "", ...headers },
    signal: leaver.signal,
  });
  const tab = { response, text: "", ended: false, leave: () => leaver.abort() };
  const read = async () => {
    for await (const chunk of response.body ?? []) tab.text += Buffer.from(chunk).toString();
  };
  read().then(
    () => {
      tab.ended = true;
    },
    () => {
      tab.ended = true;
    },
  );
  return tab;
}

const messagesOf = (text: string): LiveMessage[] =>
  [...text.matchAll(/^data: (.*)$/gm)].map(([, json = ""]) => JSON.parse(json));
const lastIdOf = (text: string) => [...text.matchAll(/^id: (.*)$/gm)].at(-1)?.[1] ?? "";

test("a page hears what happens, each with an id", async () => {
  const tab = await openTab();
  expect(tab.response.headers.get("content-type")).toContain("text/event-stream");
  await until("the stream to say where it begins", () => tab.text.includes("id: test-0"));
  server.hub.emit(removed("a"));
  server.hub.emit(removed("b"));
  await until("both messages", () => messagesOf(tab.text).length === 2);
  expect(messagesOf(tab.text)).toEqual([removed("a"), removed("b")]);
  expect(lastIdOf(tab.text)).toBe("test-2");
  expect(tab.text).toMatch(/^retry: \d{4}$/m);
});

test("nobody without a session hears anything", async () => {
  const response = await fetch(`${server.origin}/live`);
  expect([response.status, (await response.json()).error.code]).toEqual([401, "unauthenticated"]);
});

test("a page that was cut off gets what it missed, once and in order", async () => {
  const tab = await openTab();
  server.hub.emit(removed("a"));
  await until("the first message", () => messagesOf(tab.text).length === 1);
  tab.leave();
  server.hub.emit(removed("b"));
  server.hub.emit(removed("c"));
  const again = await openTab({ "last-event-id": lastIdOf(tab.text) });
  server.hub.emit(removed("d"));
  await until("all it missed", () => messagesOf(again.text).length === 3);
  expect(messagesOf(again.text)).toEqual([removed("b"), removed("c"), removed("d")]);
});

test("a page says by ?since= what its data already knows", async () => {
  server.hub.emit(removed("a"));
  const since = server.hub.latestId();
  server.hub.emit(removed("b"));
  const tab = await openTab({}, `?since=${since}`);
  await until("what happened between", () => messagesOf(tab.text).length === 1);
  expect(messagesOf(tab.text)).toEqual([removed("b")]);
});

test("after a restart of the server a page is told to fetch everything again", async () => {
  const tab = await openTab({ "last-event-id": "another-boot-17" });
  await until("the resync", () => messagesOf(tab.text).length === 1);
  expect(messagesOf(tab.text)).toEqual([{ type: "resync" }]);
});

test("a hundred pages coming back at once all miss nothing", async () => {
  const since = server.hub.latestId();
  for (let count = 0; count < 50; count += 1) server.hub.emit(removed(`v${count}`));
  const tabs = await Promise.all(Array.from({ length: 100 }, () => openTab({ "last-event-id": since })));
  server.hub.emit(removed("last"));
  await until("every page to have everything", () => tabs.every((tab) => messagesOf(tab.text).length === 51));
  expect(new Set(tabs.map((tab) => JSON.stringify(messagesOf(tab.text)))).size).toBe(1);
});

test("a page that stops reading does not fill the server's memory, and is told to resync when it reads again", async () => {
  const socket: Socket = connect({ port: server.port, host: "127.0.0.1" });
  await new Promise<void>((resolve) => {
    socket.once("connect", resolve);
  });
  socket.write(`GET /live HTTP/1.1\r\nHost: x\r\nCookie: ${viewer.headers.cookie}\r\n\r\n`);
  await until("the stream to be open", () => server.liveStreams() === 1);
  socket.pause();
  const big = "x".repeat(4_000);
  const before = process.memoryUsage().rss;
  // Far more than the kernel keeps for a socket; the rest would have to wait in our memory.
  for (let count = 0; count < 30_000; count += 1) {
    server.hub.emit(removed(big));
    if (count % 500 === 0) await new Promise((resolve) => setImmediate(resolve));
  }
  expect(process.memoryUsage().rss - before).toBeLessThan(96 * 1024 * 1024);
  let text = "";
  socket.on("data", (chunk: Buffer) => {
    text += chunk.toString();
  });
  socket.resume();
  await until("the resync", () => text.includes('{"type":"resync"}'));
  server.hub.emit(removed("after"));
  await until("what comes after", () => text.includes('"after"'));
  expect(text.split('"type":"asset-removed"').length).toBeLessThan(30_000);
  socket.destroy();
});

test("a stream ends soon after its session does", async () => {
  const browser = await openSessionOf(viewer.viewer);
  const tab = await openTab({ cookie: browser.headers.cookie ?? "" });
  const other = await openTab();
  await endSession(browser.sessionId);
  await until("the stream to end", () => tab.ended);
  expect(other.ended).toBe(false);
});

test("a tab that is closed leaves nothing behind", async () => {
  const tab = await openTab();
  await until("the stream to be open", () => server.liveStreams() === 1);
  tab.leave();
  await until("the stream to be gone", () => server.liveStreams() === 0 && server.hub.listenerCount === 0);
});
