import { UploadEngine } from "../upload-engine.ts";
import { browserClock } from "./browser-clock.ts";
import { browserLine } from "./browser-line.ts";
import { dashboardBackend } from "./dashboard-backend.ts";
import { indexedDbStore } from "./indexed-db-store.ts";
import { browserInspector } from "./inspect-file.ts";
import { keptFiles } from "./kept-files.ts";
import { tabClaims } from "./tab-claims.ts";
import { xhrTransport } from "./xhr-transport.ts";

/** The upload engine of this tab, on the browser's own network, clock and storage. */
export function createUploadEngine(): UploadEngine {
  return new UploadEngine({
    clock: browserClock,
    transport: xhrTransport,
    backend: dashboardBackend,
    store: indexedDbStore(),
    inspector: browserInspector,
    claims: tabClaims,
    keptFiles,
    line: browserLine,
  });
}
