import type { Coverage } from "#tests/support/coverage.ts";

/** Stupeflix Tasks API v2: the document in shared/reference and the requests of its browser client. */
export const coverage: Coverage = [
  {
    route: "POST /v2/create",
    state: "supported",
    knownBy: "capture",
    checked: "2026-11",
    note: "one or many, block",
  },
  {
    route: "GET /v2/status",
    state: "supported",
    knownBy: "documentation",
    checked: "2026-11",
    note: "tasks, block, details",
  },
  {
    route: "POST /v2/status",
    state: "supported",
    knownBy: "capture",
    checked: "2026-11",
  },
  {
    route: "POST /v2/create_stream",
    state: "supported",
    knownBy: "documentation",
    checked: "2026-11",
  },
  {
    route: "GET /v2/status_stream",
    state: "supported",
    knownBy: "documentation",
    checked: "2026-11",
  },
  {
    route: "POST /v2/status_stream",
    state: "supported",
    knownBy: "documentation",
    checked: "2026-11",
  },
  {
    route: "GET /v2/stream",
    state: "supported",
    knownBy: "documentation",
    checked: "2026-11",
    note: "the documentation's own alias of status_stream",
  },
  {
    route: "POST /v2/stream",
    state: "supported",
    knownBy: "documentation",
    checked: "2026-11",
  },
  {
    route: "GET /v2/storage/files",
    state: "supported",
    knownBy: "documentation",
    checked: "2026-11",
  },
  {
    route: "GET /v2/storage/files/*",
    state: "supported",
    knownBy: "documentation",
    checked: "2026-11",
  },
  {
    route: "DELETE /v2/storage/files",
    state: "supported",
    knownBy: "documentation",
    checked: "2026-11",
  },
  {
    route: "DELETE /v2/storage/files/*",
    state: "supported",
    knownBy: "documentation",
    checked: "2026-11",
  },
  {
    route: "GET /v2/storage/expiration",
    state: "supported",
    knownBy: "documentation",
    checked: "2026-11",
  },
  {
    route: "POST /v2/storage/expiration",
    state: "supported",
    knownBy: "documentation",
    checked: "2026-11",
  },
  {
    route: "GET /v2/reelyard/task-kinds",
    state: "supported",
    checked: "2026-11",
    note: "our own: the schema of every task",
  },
  {
    route: "GET /v2/reelyard/documentation",
    state: "supported",
    checked: "2026-11",
    note: "our own: the same as a page",
  },
  { route: "POST /v2/reelyard/cancel", state: "supported", checked: "2026-11", note: "our own" },
  {
    route: "GET /v2/reelyard/tasks",
    state: "supported",
    checked: "2026-11",
    note: "our own: all of an account's tasks",
  },
  {
    route: "GET /v2/reelyard/changes",
    state: "supported",
    checked: "2026-11",
    note: "our own: their changes as they happen",
  },
  {
    route: "GET /v2/reelyard/referrers",
    state: "supported",
    checked: "2026-11",
    note: "our own: the account's whitelist",
  },
  { route: "POST /v2/reelyard/referrers", state: "supported", checked: "2026-11", note: "our own" },
];
