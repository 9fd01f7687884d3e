import { glob, readFile } from "node:fs/promises";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { z } from "zod";

const buildFolder = path.resolve(".next");
const buildManifest = z.object({ rootMainFiles: z.array(z.string()) });
const pageManifest = z.object({ entryJSFiles: z.record(z.string(), z.array(z.string())) });

export interface LoadedFile {
  readonly file: string;
  readonly packedBytes: number;
}

/**
 * The scripts of each page of the last build that its document names: React and Next, every layout around the page,
 * the page, and what stands in for it while it loads or fails. What is imported on use is not among them.
 */
export async function firstLoads(): Promise<ReadonlyMap<string, readonly LoadedFile[]>> {
  const { rootMainFiles } = buildManifest.parse(
    JSON.parse(await readFile(path.join(buildFolder, "build-manifest.json"), "utf8")),
  );
  const packed = new Map<string, Promise<number>>();
  const pack = (file: string) => {
    const known =
      packed.get(file) ?? readFile(path.join(buildFolder, file)).then((it) => gzipSync(it).length);
    packed.set(file, known);
    return known;
  };
  const loads = new Map<string, LoadedFile[]>();
  for await (const found of glob("server/app/**/page_client-reference-manifest.js", { cwd: buildFolder })) {
    const text = await readFile(path.join(buildFolder, found), "utf8");
    const { entryJSFiles } = pageManifest.parse(
      JSON.parse(text.slice(text.indexOf("] =") + 3).replace(/;\s*$/, "")),
    );
    const files = [...new Set([...rootMainFiles, ...Object.values(entryJSFiles).flat()])];
    loads.set(
      toRoute(found),
      await Promise.all(files.map(async (file) => ({ file, packedBytes: await pack(file) }))),
    );
  }
  return loads;
}

/** `server/app/(dashboard)/library/page_client…` is `/library`: groups are no part of an address. */
function toRoute(found: string): string {
  const folders = path.dirname(found).split(path.sep).slice(2);
  return `/${folders.filter((folder) => !folder.startsWith("(")).join("/")}`;
}
