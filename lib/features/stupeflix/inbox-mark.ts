import "server-only";
import type { ConnectionRow } from "#lib/accounts/accounts.ts";
import { ensureInboxPath, inboxOrigin } from "#lib/accounts/inbox-addresses.ts";
import { DomainError } from "#lib/domain/errors.ts";
import { inboxMark } from "./schema/inbox-mark.ts";
import type { TaskDefinition } from "./schema/task.ts";

const callbacks = ["url_callback", "url_errback"] as const;
const isMarked = (task: TaskDefinition) => callbacks.some((name) => task[name] === inboxMark);

/** The tasks with the inbox's address where its mark stands. Throws `DomainError` where no service can reach us. */
export async function putInboxIn(
  connection: ConnectionRow,
  tasks: readonly TaskDefinition[],
): Promise<readonly TaskDefinition[]> {
  if (!tasks.some(isMarked)) return tasks;
  const origin = inboxOrigin(connection);
  if (origin === undefined) {
    throw new DomainError(
      "invalid",
      "The service cannot reach this dashboard’s inbox: it has no public address. Set PUBLIC_URL, or leave the callback out.",
    );
  }
  const address = origin + (await ensureInboxPath(connection.connectionId));
  return tasks.map((task) =>
    isMarked(task)
      ? {
          ...task,
          ...Object.fromEntries(
            callbacks.filter((name) => task[name] === inboxMark).map((name) => [name, address]),
          ),
        }
      : task,
  );
}

/** A definition that a page may be shown: whoever knows the inbox's address may put events into it. */
export function takeInboxOut({ connectionId }: ConnectionRow, task: TaskDefinition): TaskDefinition {
  const isOurs = (value: unknown) => typeof value === "string" && value.includes(`/hooks/${connectionId}/`);
  if (!callbacks.some((name) => isOurs(task[name]))) return task;
  return {
    ...task,
    ...Object.fromEntries(callbacks.filter((name) => isOurs(task[name])).map((name) => [name, inboxMark])),
  };
}
