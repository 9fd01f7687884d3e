import type { Coverage } from "#tests/support/coverage.ts";

/** Stupeflix Tasks API v2: the document in shared/reference and the requests of its browser client. */
export const coverage: Coverage = [
  {
    route: "POST /v2/create",
    state: "supported",
    knownBy: "capture",
    checked: "2026-11",
    note: "tasks hello and video.info; any other ends in error, in words",
  },
  {
    route: "GET /v2/status",
    state: "supported",
    knownBy: "documentation",
    checked: "2026-11",
    note: "tasks, block, details",
  },
  { route: "POST /v2/status", state: "supported", knownBy: "capture", checked: "2026-11" },
  { route: "POST /v2/create_stream", state: "planned" },
  { route: "GET /v2/status_stream", state: "planned" },
  { route: "POST /v2/status_stream", state: "planned" },
  { route: "GET /v2/stream", state: "planned", note: "the documentation's own alias of status_stream" },
  { route: "GET /v2/storage/files/*", state: "planned", note: "nothing here makes a stored file yet" },
  { route: "DELETE /v2/storage/files/*", state: "planned" },
  { route: "GET /v2/storage/expiration", state: "planned" },
  { route: "POST /v2/storage/expiration", state: "planned" },
];
