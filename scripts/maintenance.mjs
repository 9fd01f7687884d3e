// `npm run reset-password -- ada@example.com` and `npm run rotate-keys`, on the pinned Node and with `.env`.
import { spawnSync } from "node:child_process";
import path from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { readDotenv } from "./start/dotenv.mjs";
import { nodeImports } from "./start/node-imports.mjs";
import { pickNode } from "./start/runtime.mjs";

const root = fileURLToPath(new URL("..", import.meta.url)).replace(/[\\/]$/, "");
readDotenv(path.join(root, ".env"));
const ran = spawnSync(
  pickNode(root),
  [...nodeImports, "lib/server/maintenance-main.ts", ...process.argv.slice(2)],
  { cwd: root, stdio: "inherit", env: { LOG_LEVEL: "warn", ...process.env } },
);
process.exitCode = ran.status ?? 1;
