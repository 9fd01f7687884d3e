import { spawnSync } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

let root: string;
beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), "reelyard-imports-"));
});
afterEach(() => rm(root, { recursive: true, force: true }));

async function plant(files: Record<string, string>): Promise<void> {
  for (const [file, text] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(root, file)), { recursive: true });
    await writeFile(path.join(root, file), text);
  }
}

function check(folder: string) {
  const ran = spawnSync(process.execPath, ["scripts/check-imports.mjs", folder], { encoding: "utf8" });
  return { code: ran.status, said: ran.stderr };
}

const empty = "export {};\n";

describe("the import-direction check", () => {
  test("lets what follows the arrows pass", async () => {
    await plant({
      "app/page.tsx": `import { listAssets } from "#lib/features/library/queries.ts";\n`,
      "components/library/grid.tsx": `import { assetQuery } from "#lib/features/library/client.ts";\nimport { Button } from "#components/ui/button.tsx";\n`,
      "components/ui/button.tsx": empty,
      "lib/features/library/client.ts": `import type { Asset } from "#lib/domain/asset.ts";\n`,
      "lib/features/library/queries.ts": `import "server-only";\nimport { db } from "#lib/db/client.ts";\nimport { x } from "./client.ts";\n`,
      "lib/db/client.ts": `import { open } from "#lib/postgres/open-postgres.ts";\n`,
      "lib/postgres/open-postgres.ts": empty,
      "lib/domain/asset.ts": empty,
      "lib/engine/protocols/telestream/index.ts": `import { w } from "#lib/providers/telestream/wire.ts";\n`,
      "lib/providers/telestream/wire.ts": `import pg from "pg";\n`,
    });
    expect(check(root)).toEqual({ code: 0, said: "" });
  });

  test.each([
    ["a feature importing another", "lib/features/uploads/commands.ts", "#lib/features/library/schema.ts"],
    ["a component importing queries", "components/library/grid.tsx", "#lib/features/library/queries.ts"],
    ["a component importing a service", "components/library/grid.tsx", "#lib/db/client.ts"],
    ["a client interpreting for the engine", "lib/engine/main.ts", "#lib/providers/telestream/to-domain.ts"],
    ["the engine knowing the dashboard", "lib/engine/main.ts", "#lib/db/client.ts"],
    ["the dashboard reaching into the engine", "lib/server/main.ts", "#lib/engine/storage.ts"],
    ["a page reaching into the engine", "app/page.tsx", "#lib/engine/storage.ts"],
    ["a service importing a feature", "lib/queue/worker.ts", "#lib/features/library/schema.ts"],
    ["a client importing the database", "lib/providers/http.ts", "#lib/db/client.ts"],
    [
      "a provider importing another",
      "lib/providers/ziggeo/index.ts",
      "#lib/providers/telestream/to-domain.ts",
    ],
    ["infrastructure knowing the product", "lib/network/fetch.ts", "#lib/auth/guard.ts"],
    ["the domain importing anything", "lib/domain/asset.ts", "#lib/env.ts"],
    ["the product importing a test", "lib/queue/worker.ts", "#tests/support/app.ts"],
    ["a relative path into another area", "lib/queue/worker.ts", "../db/client.ts"],
    ["an import without its extension", "lib/queue/worker.ts", "#lib/db/client"],
    ["an import of what is not there", "lib/queue/worker.ts", "./gone.ts"],
    ["a component importing Next's own link", "components/library/grid.tsx", "next/link"],
  ])("refuses %s, naming file and line", async (_, from, specifier) => {
    await plant({
      "lib/features/library/schema.ts": empty,
      "lib/features/library/queries.ts": `import "server-only";\n`,
      "lib/db/client.ts": empty,
      "lib/env.ts": empty,
      "lib/auth/guard.ts": empty,
      "lib/engine/storage.ts": empty,
      "lib/providers/telestream/to-domain.ts": empty,
      "tests/support/app.ts": empty,
      [from]: `import "server-only";\nimport { thing } from "${specifier}";\n`,
    });
    const { code, said } = check(root);
    expect(code).toBe(1);
    expect(said).toContain(`${from}:2: imports "${specifier}"`);
    expect(said).toContain("1 imports against the arrows");
  });

  test("sees imports over several lines, re-exports and dynamic imports", async () => {
    await plant({
      "lib/db/client.ts": empty,
      "lib/engine/a.ts": `import {\n  one,\n  two,\n} from "#lib/db/client.ts";\n`,
      "lib/engine/b.ts": `export { one } from "#lib/db/client.ts";\n`,
      "lib/engine/c.ts": `const later = () => import("#lib/db/client.ts");\n`,
    });
    const { said } = check(root);
    for (const file of ["lib/engine/a.ts:4", "lib/engine/b.ts:1", "lib/engine/c.ts:1"]) {
      expect(said).toContain(file);
    }
  });

  test("wants queries and commands kept out of the browser", async () => {
    await plant({ "lib/features/library/queries.ts": empty });
    expect(check(root).said).toContain(
      'lib/features/library/queries.ts:1: starts without import "server-only"',
    );
  });
});
