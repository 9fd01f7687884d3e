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
    async (names) => {
      const carried = new DataTransfer();
      for (const name of names) {
        const bytes = await (await fetch(`/dropped/${encodeURIComponent(name)}`)).blob();
        carried.items.add(new File([bytes], name, { type: "video/mp4" }));
      }
      return carried;
    },
    files.map((file) => path.basename(file)),
  );
  for (const type of ["dragenter", "dragover", "drop"]) {
    await page.dispatchEvent("body", type, { dataTransfer: transfer });
  }
}
