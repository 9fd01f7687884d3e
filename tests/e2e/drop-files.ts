import { statSync } from "node:fs";
import { readFile } from "node:fs/promises";
import path from "node:path";
import type { Page } from "@playwright/test";

/** Drops files on the window, as from a file manager. */
export async function dropFiles(page: Page, files: readonly string[]): Promise<void> {
  // The page cannot read this machine's disk: it gets the bytes by a request that is answered here.
  for (const file of files) {
    await page.route(`**/dropped/${encodeURIComponent(path.basename(file))}`, async (route) =>
      route.fulfill({ body: await readFile(file), contentType: "video/mp4" }),
    );
  }
  const transfer = await page.evaluateHandle(
    async (files) => {
      const carried = new DataTransfer();
      for (const { name, lastModified } of files) {
        const bytes = await (await fetch(`/dropped/${encodeURIComponent(name)}`)).blob();
        carried.items.add(new File([bytes], name, { type: "video/mp4", lastModified }));
      }
      return carried;
    },
    // The file system's own time, as a file manager hands it on: it tells the same file from another of its name.
    files.map((file) => ({ name: path.basename(file), lastModified: Math.trunc(statSync(file).mtimeMs) })),
  );
  for (const type of ["dragenter", "dragover", "drop"]) {
    await page.dispatchEvent("body", type, { dataTransfer: transfer });
  }
}
