import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { hashSources, isBuilt } from "#scripts/start/build.mjs";
import { isInstalled } from "#scripts/start/install.mjs";

let root: string;
beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), "reelyard-sources-"));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function write(file: string, content: string | object): void {
  const full = path.join(root, file);
  mkdirSync(path.dirname(full), { recursive: true });
  writeFileSync(full, typeof content === "string" ? content : JSON.stringify(content));
}

describe("whether to build", () => {
  test("a touched file is not a change, a changed, added or renamed one is", () => {
    write("app/page.tsx", "one");
    const before = hashSources(root);
    utimesSync(path.join(root, "app/page.tsx"), 1, 1);
    expect(hashSources(root)).toBe(before);
    write("lib/domain/asset.ts", "");
    const added = hashSources(root);
    expect(added).not.toBe(before);
    write("app/page.tsx", "two");
    expect(hashSources(root)).not.toBe(added);
  });

  test("the engine is not part of the pages", () => {
    const before = hashSources(root);
    write("lib/engine/main.ts", "changed");
    expect(hashSources(root)).toBe(before);
  });

  test("only a finished build of exactly these sources counts", () => {
    write("app/page.tsx", "one");
    expect(isBuilt(root)).toBe(false);
    write(".next/reelyard-sources", hashSources(root));
    expect(isBuilt(root)).toBe(false);
    write(".next/BUILD_ID", "b");
    expect(isBuilt(root)).toBe(true);
    write("app/page.tsx", "two");
    expect(isBuilt(root)).toBe(false);
  });
});

describe("whether to install", () => {
  const here = { os: [process.platform], cpu: [process.arch] };
  const elsewhere = { os: ["aix"], cpu: ["ppc64"] };
  const zod = { version: "4.6.7", integrity: "sha512-a" };

  function installed(locked: Record<string, object>, present: Record<string, object> | undefined): boolean {
    write("package-lock.json", { packages: { "": {}, ...locked } });
    if (present) write("node_modules/.package-lock.json", { packages: present });
    return isInstalled(root);
  }

  test("a fresh clone, or an installation cut short, needs it", () => {
    expect(installed({ "node_modules/zod": zod }, undefined)).toBe(false);
  });

  test("what is there as locked does not", () => {
    const other = { version: "1.0.0", optional: true, ...elsewhere };
    expect(
      installed({ "node_modules/zod": zod, "node_modules/other": other }, { "node_modules/zod": zod }),
    ).toBe(true);
  });

  test.each([
    ["another version", { "node_modules/zod": { ...zod, version: "4.6.6" } }],
    ["other bytes", { "node_modules/zod": { ...zod, integrity: "sha512-b" } }],
    ["a package missing", {}],
  ])("%s needs it", (_, present) => {
    expect(installed({ "node_modules/zod": zod }, present)).toBe(false);
  });

  test("this machine's build of an optional package missing needs it", () => {
    const node = { version: "24.21.0", optional: true, ...here };
    expect(
      installed({ "node_modules/zod": zod, "node_modules/node": node }, { "node_modules/zod": zod }),
    ).toBe(false);
  });
});
