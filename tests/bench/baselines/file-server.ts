// What a plain file server does with a download: open, length, pipe.
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { createServer } from "node:http";
import path from "node:path";
import { pipeline } from "node:stream/promises";

const [folder = ".", port = "0"] = process.argv.slice(2);

createServer(async (request, response) => {
  const file = path.join(folder, path.basename(request.url ?? "file"));
  response.writeHead(200, { "content-type": "video/mp4", "content-length": (await stat(file)).size });
  await pipeline(createReadStream(file), response);
}).listen(Number(port), "127.0.0.1", () => console.log('{"ready":true}'));
