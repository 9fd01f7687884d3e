import type { WireTaskStatus } from "#lib/providers/stupeflix/wire.ts";
import type { StupeflixTask } from "../../db/schema/stupeflix-task.ts";

interface WireOptions {
  /** Also what the task was asked, under the names it was asked with. */
  readonly details: boolean;
  /** Files are told on the host that was asked. */
  readonly baseUrl: string;
}

/** A status object: section A3. A result is there at the end, and before it where a task told part of it. */
export function toWireStatus(task: StupeflixTask, { details, baseUrl }: WireOptions): WireTaskStatus {
  const hasResult = task.status === "success" || (task.status === "executing" && !isEmpty(task));
  return {
    status: task.status,
    ...(task.status !== "queued" && { progress: task.progress ?? null }),
    events: {
      queued: toMicroseconds(task.queuedAt),
      ...(task.startedAt && { started: toMicroseconds(task.startedAt) }),
      ...(task.completedAt && { completed: toMicroseconds(task.completedAt) }),
    },
    key: task.taskKey,
    ...(hasResult && { result: toResult(task, baseUrl) }),
    ...(task.status === "error" && { error: task.error }),
    ...(details && {
      task_name: task.taskName,
      parameters: withoutSecrets(task.parameters),
      task_store: withoutSecrets(task.taskStore),
    }),
  };
}

/** Keeps the list aligned with the keys that were asked for. */
export const unknownTask = (key: string): WireTaskStatus => ({ status: "error", key, error: "unknown task" });

/** Where a stored file is served. */
export const fileAddress = (baseUrl: string, taskKey: string, name: string) =>
  `${baseUrl}/storage/${taskKey}/${name.split("/").map(encodeURIComponent).join("/")}`;

const isEmpty = ({ result, files }: StupeflixTask) => result === null && Object.keys(files).length === 0;

function toResult({ result, files, taskKey }: StupeflixTask, baseUrl: string): unknown {
  if (typeof result === "string") return result;
  const addresses = Object.entries(files).map(([output, name]) => [
    output,
    fileAddress(baseUrl, taskKey, name),
  ]);
  return { ...(result as object), ...Object.fromEntries(addresses) };
}

/** What opens other people's accounts is not told again, not even to who sent it. */
const secretNames =
  /^(access_token|access_token_key|access_token_secret|app_secret|consumer_secret|oauth2_token|developer_key|api_key|secret)$/;

function withoutSecrets(given: unknown): unknown {
  if (typeof given !== "object" || given === null) return given;
  return Object.fromEntries(
    Object.entries(given).map(([name, value]) => [name, secretNames.test(name) && value ? "…" : value]),
  );
}

/** ISO 8601 with microseconds and zone: `2013-04-03T15:47:27.703674+00:00`. */
const toMicroseconds = (date: Date) => date.toISOString().replace(/(\.\d{3})Z$/, "$1000+00:00");
