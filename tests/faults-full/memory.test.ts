import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rm, rmdir, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, test } from "vitest";
import { launch } from "#tests/support/app.ts";
import { until } from "#tests/support/until.ts";

const halfGigabyte = 512 * 1024 * 1024;
/** Where the kernel keeps memory limits: of its own version 1, or of version 2. */
const controllers = [
  { root: "/sys/fs/cgroup/memory", limits: ["memory.limit_in_bytes", "memory.memsw.limit_in_bytes"] },
  { root: "/sys/fs/cgroup", limits: ["memory.max", "memory.swap.max"] },
];
const controller = controllers.find(({ root, limits: [limit = ""] }) =>
  existsSync(path.join(root, root.endsWith("memory") ? limit : "cgroup.controllers")),
);

test.skipIf(process.getuid?.() !== 0 || !controller)(
  "fault 59: in a container of 512 MB a start ends with one line that says so, and does not come back",
  { timeout: 120_000 },
  async () => {
    const group = path.join(controller?.root ?? "", `reelyard-${process.pid}`);
    const folder = await mkdtemp(path.join(tmpdir(), "reelyard-memory-"));
    await mkdir(group);
    try {
      for (const limit of controller?.limits ?? []) {
        await writeFile(path.join(group, limit), String(halfGigabyte));
      }
      const launched = await launch({ dataDir: path.join(folder, "data"), fromNothing: true });
      await writeFile(path.join(group, "cgroup.procs"), String(launched.supervisor.pid));
      expect(await launched.ended).toBe(1);
      const said = launched.console();
      expect(said).toMatch(
        /was ended by SIGKILL before it answered: the system has most likely run out of memory\./,
      );
      expect(said.match(/Starting the engine/g)).toHaveLength(2);
    } finally {
      await until("the group to be empty", () =>
        rmdir(group).then(
          () => true,
          () => false,
        ),
      );
      await rm(folder, { recursive: true, force: true });
    }
  },
);
