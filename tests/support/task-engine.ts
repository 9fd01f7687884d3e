import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { type WireTaskStatus, wireTaskStatuses } from "#lib/providers/stupeflix/wire.ts";
import { startTestEngine, type TestEngine, type TestEngineOptions } from "./engine.ts";

type Answer = Uint8Array | string | ((req: IncomingMessage, res: ServerResponse) => void);

/** The engine as a Tasks API, and a server of the media that its tasks are given. */
export interface TaskEngine extends TestEngine {
  url(path: string): string;
  readonly headers: Readonly<Record<string, string>>;
  /** Where the media server answers so. */
  serve(name: string, answer: Answer): string;
  /** The tasks at their end, in order. */
  run(tasks: readonly Readonly<Record<string, unknown>>[]): Promise<WireTaskStatus[]>;
  runOne(task: Readonly<Record<string, unknown>>): Promise<WireTaskStatus>;
  /** As `runOne`; the result of a task that must not fail. */
  resultOf<Result = Record<string, unknown>>(task: Readonly<Record<string, unknown>>): Promise<Result>;
  post(path: string, body: unknown): Promise<Response>;
  bytesOf(address: unknown): Promise<Buffer>;
}

export async function startTaskEngine(options: TestEngineOptions = {}): Promise<TaskEngine> {
  const answers = new Map<string, Answer>();
  const media = createServer((req, res) => {
    const answer = answers.get(req.url ?? "");
    if (answer === undefined) res.writeHead(404).end();
    else if (typeof answer === "function") answer(req, res);
    else serveBytes(req, res, Buffer.from(answer));
  });
  await new Promise<void>((resolve) => media.listen(0, "127.0.0.1", resolve));
  const { port } = media.address() as AddressInfo;
  const engine = await startTestEngine({
    ...options,
    allowPrivateUrls: [`127.0.0.1:${port}`, ...(options.allowPrivateUrls ?? [])],
  });
  const { baseUrl, secret } = engine.credentials.stupeflix;
  const headers = { authorization: `Secret ${secret}` };
  const post = (path: string, body: unknown) =>
    fetch(baseUrl + path, { method: "POST", headers, body: JSON.stringify(body) });
  const run = async (tasks: readonly Readonly<Record<string, unknown>>[]) =>
    wireTaskStatuses.parse(await (await post("/v2/create", { tasks, block: true })).json());
  const runOne = async (task: Readonly<Record<string, unknown>>) => {
    const [status] = await run([task]);
    if (!status) throw new Error("The engine answered with an empty list.");
    return status;
  };
  return {
    ...engine,
    headers,
    url: (path) => baseUrl + path,
    serve(name, answer) {
      answers.set(`/${name}`, answer);
      return `http://127.0.0.1:${port}/${name}`;
    },
    run,
    runOne,
    async resultOf<Result>(task: Readonly<Record<string, unknown>>) {
      const status = await runOne(task);
      if (status.status !== "success") throw new Error(`The task ended so: ${JSON.stringify(status)}`);
      return status.result as Result;
    },
    post,
    async bytesOf(address) {
      const answer = await fetch(String(address));
      if (!answer.ok) throw new Error(`${address} answered ${answer.status}.`);
      return Buffer.from(await answer.arrayBuffer());
    },
    async close() {
      await engine.close();
      media.closeAllConnections();
      media.close();
    },
  };
}

/** As most servers do: with a length, and parts where they are asked for. */
function serveBytes(req: IncomingMessage, res: ServerResponse, bytes: Buffer): void {
  const [, from, to] = /^bytes=(\d+)-(\d*)$/.exec(req.headers.range ?? "") ?? [];
  if (from === undefined) {
    res.writeHead(200, { "content-length": bytes.length, "accept-ranges": "bytes" }).end(bytes);
    return;
  }
  const end = Math.min(bytes.length - 1, to ? Number(to) : bytes.length - 1);
  const part = bytes.subarray(Number(from), end + 1);
  const headers = { "content-length": part.length, "content-range": `bytes ${from}-${end}/${bytes.length}` };
  res.writeHead(206, headers).end(part);
}
