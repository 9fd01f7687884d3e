import "server-only";
import { type ConnectionRow, listConnectionRows, toBrowserUrl } from "#lib/accounts/accounts.ts";
import { inWords, readInWords } from "#lib/accounts/in-words.ts";
import { recordAudit } from "#lib/auth/audit.ts";
import { countOf } from "#lib/client/format.ts";
import { DomainError } from "#lib/domain/errors.ts";
import type { Viewer } from "#lib/domain/user.ts";
import type { WireTaskStatus } from "#lib/providers/stupeflix/wire.ts";
import { putInboxIn, takeInboxOut } from "./inbox-mark.ts";
import { callOptions, openStupeflix } from "./open-stupeflix.ts";
import {
  type CreateTasksInput,
  type TaskDefinition,
  type TaskInput,
  type TaskListRequest,
  type TaskOverview,
  type TaskPage,
  type TaskView,
  taskDefinition,
  taskStates,
} from "./schema/task.ts";

const pageSize = 50;
/** What the service tells in the place of a secret. */
export const secretLeftOut = "…";

/** The account's tasks, newest first. */
export async function listTasks(
  _viewer: Viewer,
  { connectionId, status, before }: TaskListRequest,
): Promise<TaskPage> {
  const { connection, client } = await openStupeflix(connectionId);
  const query = { limit: pageSize, ...(status && { status }), ...(before !== undefined && { before }) };
  const { tasks, next } = await readInWords(() => client.tasks.list(query, callOptions));
  return { tasks: tasks.map((task) => toView(connection, task)), next };
}

const shownOfState = { executing: 50, queued: 50, error: 50, success: 50 } as const;
/** What ended longer ago than this is history, not work. */
const endedWithinMs = 24 * 3_600_000;

/** Every connection's tasks at work and ended today. A connection that does not answer is named; the others are told. */
export async function listTasksOfAll(_viewer: Viewer): Promise<TaskOverview> {
  const connections = (await listConnectionRows()).filter(
    ({ provider, state }) => provider === "stupeflix" && state === "active",
  );
  const told = await Promise.all(connections.map(listAtWork));
  return {
    tasks: told.flatMap(({ tasks }) => tasks),
    cut: told.flatMap(({ cut }) => cut),
    unread: told.flatMap(({ unread }) => unread),
  };
}

async function listAtWork({ connectionId, name: connectionName }: ConnectionRow): Promise<TaskOverview> {
  const since = Date.now() - endedWithinMs;
  try {
    const { connection, client } = await openStupeflix(connectionId);
    const pages = await Promise.all(
      taskStates.map((state) =>
        readInWords(() => client.tasks.list({ status: state, limit: shownOfState[state] }, callOptions)),
      ),
    );
    const views = pages.flatMap(({ tasks }) => tasks.map((task) => toView(connection, task)));
    const isRecent = ({ completedAt }: TaskView) => completedAt === null || Date.parse(completedAt) > since;
    return {
      tasks: views.filter(isRecent).map((view) => ({ ...view, connectionId, connectionName })),
      cut: taskStates.flatMap((state, index) =>
        pages[index]?.next === null ? [] : [{ connectionId, state }],
      ),
      unread: [],
    };
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return { tasks: [], cut: [], unread: [{ connectionId, connectionName, reason: error.message }] };
  }
}

/** One task as it is now. */
export async function getTask(_viewer: Viewer, { connectionId, taskKey }: TaskInput): Promise<TaskView> {
  const { connection, client } = await openStupeflix(connectionId);
  const [status] = await readInWords(() => client.tasks.status([taskKey], { details: true, ...callOptions }));
  if (!status || status.error === "unknown task")
    throw new DomainError("not_found", "There is no such task.");
  return toView(connection, status);
}

/** Has the service do tasks. Answers their keys in the order given. */
export async function createTasks(
  viewer: Viewer,
  { connectionId, tasks }: CreateTasksInput,
): Promise<{ taskKeys: readonly string[] }> {
  const { connection, client } = await openStupeflix(connectionId);
  const asked = await putInboxIn(connection, tasks);
  const made = await inWords(() => client.tasks.create(asked, callOptions));
  await recordAudit(viewer, {
    action: "task.create",
    subject: tasks.length === 1 ? (tasks[0]?.task_name ?? "") : countOf(tasks.length, "task"),
    connectionId,
    detail: {
      connection: connection.name,
      names: [...new Set(tasks.map((task) => task.task_name))].join(", "),
    },
  });
  return { taskKeys: made.flatMap(({ key }) => key ?? []) };
}

/** The same once more, as a new task. */
export async function runAgain(viewer: Viewer, input: TaskInput): Promise<{ taskKeys: readonly string[] }> {
  const { definition } = await getTask(viewer, input);
  if (!definition) throw new DomainError("invalid", "The service does not tell what this task was asked.");
  if (JSON.stringify(definition).includes(`"${secretLeftOut}"`)) {
    throw new DomainError(
      "invalid",
      "This task was given a secret, which is not told again. “Edit and run again” has the rest filled in.",
    );
  }
  return createTasks(viewer, { connectionId: input.connectionId, tasks: [definition] });
}

export async function cancelTask(viewer: Viewer, { connectionId, taskKey }: TaskInput): Promise<void> {
  const { client } = await openStupeflix(connectionId);
  await inWords(() => client.tasks.cancel([taskKey], callOptions));
  await recordAudit(viewer, { action: "task.cancel", subject: taskKey, connectionId });
}

function toView(connection: ConnectionRow, status: WireTaskStatus): TaskView {
  const { key = "", events = {}, progress, result, error } = status;
  const definition = toDefinition(connection, status);
  return {
    taskKey: key,
    name: definition?.task_name ?? null,
    state: status.status,
    progress: progress ?? null,
    queuedAt: toIso(events.queued),
    startedAt: toIso(events.started),
    completedAt: toIso(events.completed),
    result: moveAddresses(connection, result ?? null),
    error: error ?? null,
    definition,
  };
}

/** `details` tell name, parameters and store apart; a request has them in one object. */
function toDefinition(
  connection: ConnectionRow,
  { task_name, parameters, task_store }: WireTaskStatus,
): TaskDefinition | null {
  const given = typeof parameters === "object" && parameters !== null ? parameters : {};
  const parsed = taskDefinition.safeParse({ task_name, ...given, ...(task_store ? { task_store } : {}) });
  return parsed.success ? takeInboxOut(connection, parsed.data) : null;
}

/** Microseconds to what every browser reads. */
function toIso(text: string | undefined): string | null {
  const date = new Date(text ?? "");
  return Number.isNaN(date.getTime()) ? null : date.toISOString();
}

/** Wherever in a result our own engine's files are named, as a browser reaches them. */
function moveAddresses(connection: ConnectionRow, value: unknown): unknown {
  if (typeof value === "string") {
    return /^https?:\/\/[^/]+\/storage\//.test(value) ? (toBrowserUrl(connection, value) ?? value) : value;
  }
  if (Array.isArray(value)) return value.map((each) => moveAddresses(connection, each));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [name, moveAddresses(connection, member)]),
  );
}
