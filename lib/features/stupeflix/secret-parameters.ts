import type { TaskDefinition } from "./schema/task.ts";

/** Parameters that open other people's accounts: `control: "secret"` in the service's schema. */
const secretNames: ReadonlySet<string> = new Set([
  "access_token",
  "access_token_key",
  "access_token_secret",
  "app_secret",
  "consumer_secret",
  "oauth2_token",
  "developer_key",
  "api_key",
  "secret",
]);

/** A definition to keep: secrets are typed anew each time, and a signed address is one. */
export function withoutSecrets(definition: TaskDefinition): TaskDefinition {
  const { task_name, ...given } = definition;
  const kept = Object.entries(given).filter(([name]) => !secretNames.has(name));
  return {
    task_name,
    ...Object.fromEntries(
      kept.map(([name, value]) => [name, name === "task_store" ? withoutStoreSecrets(value) : value]),
    ),
  };
}

function withoutStoreSecrets(store: unknown): unknown {
  if (typeof store !== "object" || store === null) return store;
  return Object.fromEntries(
    Object.entries(store).filter(([name]) => !secretNames.has(name) && name !== "url"),
  );
}
