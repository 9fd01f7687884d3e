import { afterEach } from "vitest";
import { UploadEngine } from "#lib/features/uploads/client/upload-engine.ts";
import type { UploadView } from "#lib/features/uploads/client/upload-model.ts";
import { until } from "./until.ts";
import { testPorts } from "./upload-ports.ts";

const opened: UploadEngine[] = [];

/** A page's engine, closed after its test whatever came of it (`closePages`). */
export function openUploads(...given: Parameters<typeof testPorts>): UploadEngine {
  const made = new UploadEngine(testPorts(...given));
  opened.push(made);
  return made;
}

/** Called once by a file that opens pages. */
export function closePages(): void {
  afterEach(() => {
    for (const each of opened.splice(0)) each.close();
  });
}

/** The one upload of a page. */
export function only(uploadEngine: UploadEngine): UploadView {
  const [view, ...more] = uploadEngine.views();
  if (!view || more.length > 0) throw new Error(`There are ${more.length + 1} uploads.`);
  return view;
}

export const untilPhase = (uploadEngine: UploadEngine, phase: UploadView["phase"]) =>
  until(`the upload to be ${phase}`, () => {
    const view = only(uploadEngine);
    return view.phase === phase && view;
  });
