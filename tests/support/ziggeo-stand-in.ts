import { once } from "node:events";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export interface StandInVideo {
  readonly token: string;
  title: string;
  /** Ziggeo's: 3 failed, 4 processing, 5 ready. */
  state: number;
  /** Streams that were submitted, by the same states. */
  streams?: { readonly token: string; state: number; readonly bound: true }[];
}

export interface ZiggeoStandIn {
  readonly baseUrl: string;
  /** Oldest first, as the service lists them with `reverse`. Change it at will. */
  readonly videos: StandInVideo[];
  /** Paths with their query, in order. */
  readonly requests: string[];
  /** `hang`: takes requests and says nothing. `refuse`: 401 to everything. */
  mood: "well" | "hang" | "refuse" | "fail";
  /** Called after each listing was read and before it is sent. */
  onPage: (() => void) | undefined;
  close(): Promise<void>;
}

/**
 * A provider under the test's control, behind the real client: lists, finds and deletes videos the way Ziggeo
 * does. For what the engine cannot be made to do: hang, revoke keys, change while it is being read.
 */
export async function startZiggeoStandIn(): Promise<ZiggeoStandIn> {
  const hanging = new Set<ServerResponse>();
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? "/", "http://stand-in");
    standIn.requests.push(`${request.method} ${url.pathname}${url.search}`);
    const say = (status: number, body: unknown) => {
      response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
    };
    if (standIn.mood === "hang") return void hanging.add(response);
    if (standIn.mood === "refuse") return say(401, { code: 401, message: "Unauthorized" });
    if (standIn.mood === "fail") return say(500, { code: 500, message: "Oops" });
    const token = /^\/v1\/videos\/(.+)$/.exec(url.pathname)?.[1];
    if (!token) {
      const skip = Number(url.searchParams.get("skip") ?? 0);
      const limit = Number(url.searchParams.get("limit") ?? 50);
      const page = standIn.videos.slice(skip, skip + limit).map(toWire);
      standIn.onPage?.();
      return say(200, page);
    }
    const index = standIn.videos.findIndex((video) => video.token === token);
    const video = standIn.videos[index];
    if (!video) return say(404, { code: 404, message: "Not found" });
    if (request.method === "DELETE") standIn.videos.splice(index, 1);
    return say(200, toWire(video));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const standIn: ZiggeoStandIn = {
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    videos: [],
    requests: [],
    mood: "well",
    onPage: undefined,
    async close() {
      for (const response of hanging) response.destroy();
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
  return standIn;
}

/** `count` videos named "Clip <n>", ready. */
export const standInVideos = (count: number, from = 0): StandInVideo[] =>
  Array.from({ length: count }, (_, index) => ({
    token: `v${String(from + index).padStart(6, "0")}`,
    title: `Clip ${from + index}`,
    state: 5,
  }));

function toWire({ token, title, state, streams }: StandInVideo) {
  const created = 1_780_000_000 + Number.parseInt(token.slice(1), 10);
  const times = { duration: 12.5, created, submission_date: created };
  return { token, title, state, tags: ["stand-in"], ...times, ...(streams && { streams }) };
}
