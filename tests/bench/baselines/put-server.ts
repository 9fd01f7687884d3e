// What most back ends do with an upload: a bare node:http server that pipes a PUT into a file.
import { createWriteStream } from "node:fs";
import { createServer } from "node:http";
import path from "node:path";
import { pipeline } from "node:stream/promises";

const [folder = ".", port = "0"] = process.argv.slice(2);

createServer(async (request, response) => {
  const origin = {
    "access-control-allow-origin": "*",
    "access-control-allow-methods": "PUT",
    "access-control-allow-headers": "*",
  };
  if (request.method === "OPTIONS") return response.writeHead(204, origin).end();
  await pipeline(request, createWriteStream(path.join(folder, path.basename(request.url ?? "file"))));
  response.writeHead(200, origin).end();
}).listen(Number(port), "127.0.0.1", () => console.log('{"ready":true}'));
