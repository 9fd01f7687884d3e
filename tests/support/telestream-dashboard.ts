import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { vi } from "vitest";
import { ensureLocalConnections } from "#lib/features/connections/local-connections.ts";
import { listConnections } from "#lib/features/connections/queries.ts";
import { startSync } from "#lib/features/sync/start-sync.ts";
import { retryFailedEncodings } from "#lib/features/telestream/jobs/retry-failed-encodings.ts";
import { startWorker } from "#lib/queue/worker.ts";
import { openTestDashboard, signInAs } from "./dashboard-people.ts";
import { startTestEngine } from "./engine.ts";

/**
 * A dashboard connected to an engine of its own, with people of every role, its jobs and its sync running, and a
 * receiver of notifications that refuses `/busy` alone.
 */
export async function openTelestreamDashboard() {
  const heard: string[] = [];
  const listener = createServer((request, response) => {
    request.on("data", (bytes) => heard.push(String(bytes)));
    request.on("end", () => response.writeHead(request.url === "/busy" ? 503 : 200).end());
  }).listen(0, "127.0.0.1");
  await once(listener, "listening");
  const { port } = listener.address() as AddressInfo;
  vi.stubEnv("REELYARD_ALLOW_PRIVATE_URLS", `127.0.0.1:${port}`);
  const engine = await startTestEngine({ allowPrivateUrls: [`127.0.0.1:${port}`] });
  const dashboard = await openTestDashboard();
  const file = path.join(dashboard.directory, "credentials.json");
  await writeFile(file, JSON.stringify(engine.credentials));
  await ensureLocalConnections(file);
  const stops = [await startWorker([retryFailedEncodings]), await startSync()];
  const owner = await signInAs("owner");
  const editor = await signInAs("editor");
  const viewer = await signInAs("viewer");
  const connections = await listConnections(viewer.viewer);
  return {
    engine,
    dashboard,
    owner,
    editor,
    viewer,
    connectionId: connections.find(({ provider }) => provider === "telestream")?.connectionId ?? "",
    factoryId: engine.credentials.telestream.factoryId,
    /** Where the receiver listens, and what it was sent. */
    listening: `http://127.0.0.1:${port}`,
    heard,
    async close() {
      for (const stop of stops.toReversed()) await stop();
      await dashboard.close();
      await engine.close();
      listener.close();
    },
  };
}
export type TelestreamDashboard = Awaited<ReturnType<typeof openTelestreamDashboard>>;

/** A profile as its form sends it. */
export const preset = (change: object = {}) => ({
  kind: "preset",
  presetName: "h264",
  name: "mine",
  title: "Mine",
  settings: { width: "320", height: "240", upscale: "false", fps: "" },
  ...change,
});
/** One that runs a command of its own. */
export const commanded = {
  kind: "command",
  name: "own",
  title: "",
  extname: "mp4",
  command: "ffmpeg -i $input_file$ -c:v libx264 $video_bitrate$ -y $output_file$",
  settings: {},
};
