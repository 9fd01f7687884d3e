import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";

export interface FaultServer {
  readonly port: number;
  readonly baseUrl: string;
  /** Requests answered or begun, in order. */
  readonly requests: { method: string; url: string; headers: IncomingMessage["headers"]; body: string }[];
  /** Connections ever accepted. */
  connections(): number;
  /** Answers what comes next, one entry each; the last one stays. */
  script(...faults: readonly Fault[]): void;
  close(): Promise<void>;
}

export type Fault = (req: IncomingMessage, res: ServerResponse) => void;

/** A provider on a bad day: answers each request with the next fault of its script. */
export async function startFaultServer(host = "127.0.0.1"): Promise<FaultServer> {
  const sockets = new Set<Socket>();
  const requests: FaultServer["requests"] = [];
  let accepted = 0;
  let scripted: Fault[] = [json(200, {})];
  const server = createServer((req, res) => {
    const fault = (scripted.length > 1 ? scripted.shift() : scripted[0]) ?? json(200, {});
    const chunks: Buffer[] = [];
    req.on("data", (chunk: Buffer) => chunks.push(chunk));
    req.on("error", () => {});
    res.on("error", () => {});
    req.on("end", () => {
      const { method = "", url = "", headers } = req;
      requests.push({ method, url, headers, body: Buffer.concat(chunks).toString() });
      fault(req, res);
    });
  });
  server.on("connection", (socket: Socket) => {
    accepted++;
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
    socket.on("error", () => {});
  });
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  const { port } = server.address() as AddressInfo;
  return {
    port,
    baseUrl: `http://${host.includes(":") ? `[${host}]` : host}:${port}`,
    requests,
    connections: () => accepted,
    script: (...faults) => {
      scripted = [...faults];
      requests.length = 0;
    },
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  };
}

export function json(status: number, body: unknown, headers: Record<string, string> = {}): Fault {
  return (_req, res) => {
    res.writeHead(status, { "content-type": "application/json", ...headers }).end(JSON.stringify(body));
  };
}

export function raw(status: number, body: string | Buffer, headers: Record<string, string> = {}): Fault {
  return (_req, res) => {
    res.writeHead(status, headers).end(body);
  };
}

export const redirect =
  (location: string, status = 302): Fault =>
  (_req, res) => {
    res.writeHead(status, { location }).end();
  };

/** Says nothing at all. */
export const hang: Fault = () => {};

/** Sends headers and the start of a body, then nothing more. */
export const hangMidBody: Fault = (_req, res) => {
  res.writeHead(200, { "content-type": "application/json" }).write('{"data":[');
};

/** One byte at a time, for ever: every idle timer is content with it. */
export const dribble: Fault = (_req, res) => {
  res.writeHead(200, { "content-type": "application/json" });
  const timer = setInterval(() => res.write(" "), 20);
  res.on("close", () => clearInterval(timer));
};

/** Resets the connection instead of answering. */
export const reset: Fault = (req) => {
  req.socket.resetAndDestroy();
};

/** Promises a longer body than it sends, then resets. */
export const resetMidBody: Fault = (req, res) => {
  res.writeHead(200, { "content-type": "application/json", "content-length": "1000" }).write('{"data":');
  setImmediate(() => req.socket.resetAndDestroy());
};

/** A body of so many bytes, declared or chunked; stops when nobody reads any more. */
export const endless =
  (totalBytes: number, options: { declared: boolean }): Fault =>
  (_req, res) => {
    res.writeHead(200, {
      "content-type": "application/json",
      ...(options.declared && { "content-length": String(totalBytes) }),
    });
    const block = Buffer.alloc(65_536, 0x20);
    let sent = 0;
    const send = () => {
      while (!res.destroyed && sent < totalBytes) {
        sent += block.length;
        if (!res.write(block)) return res.once("drain", send);
      }
      return res.end();
    };
    send();
  };
