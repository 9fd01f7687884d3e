import type { StatusKind } from "#components/ui/status-mark.tsx";
import type { TaskState } from "#lib/features/stupeflix/schema/task.ts";

export const stateWords: Readonly<Record<TaskState, string>> = {
  queued: "Queued",
  executing: "Running",
  success: "Done",
  error: "Failed",
};

export const stateMarks: Readonly<Record<TaskState, StatusKind>> = {
  queued: "queued",
  executing: "working",
  success: "ready",
  error: "failed",
};

export interface ProgressFacts {
  /** 0–100; null where no number says it. */
  readonly percent: number | null;
  /** What else the progress says, as name and value. */
  readonly facts: readonly { readonly name: string; readonly value: string }[];
}

const percentNames = /^(percent|progress|percentage|completion|complete|done)$/i;

/**
 * Progress is anything JSON: a number from 0 to 100, a number in a text, an object with a number under a telling
 * name and facts beside it, a list of any of these (the mean of its numbers).
 */
export function readProgress(progress: unknown): ProgressFacts {
  if (typeof progress === "number") return { percent: within(progress), facts: [] };
  if (typeof progress === "string") {
    const [, digits] = /^\s*(\d+(?:\.\d+)?)\s*%?\s*$/.exec(progress) ?? [];
    if (digits !== undefined) return { percent: within(Number(digits)), facts: [] };
    return { percent: null, facts: progress.trim() === "" ? [] : [{ name: "", value: progress }] };
  }
  if (Array.isArray(progress)) {
    const parts = progress.map(readProgress);
    const percents = parts.flatMap(({ percent }) => percent ?? []);
    const sum = percents.reduce((total, percent) => total + percent, 0);
    return {
      percent: percents.length > 0 ? sum / percents.length : null,
      facts: parts.flatMap(({ facts }) => facts),
    };
  }
  if (typeof progress !== "object" || progress === null) return { percent: null, facts: [] };
  const members = Object.entries(progress);
  const told = members.find(
    ([name, value]) => percentNames.test(name) && readProgress(value).percent !== null,
  );
  return {
    percent: told ? readProgress(told[1]).percent : null,
    facts: members
      .filter(([name, value]) => name !== told?.[0] && value !== null)
      .map(([name, value]) => ({
        name: name.replaceAll("_", " "),
        value: typeof value === "object" ? JSON.stringify(value) : String(value),
      })),
  };
}

const within = (percent: number) => (Number.isFinite(percent) ? Math.min(100, Math.max(0, percent)) : null);

/** What an error says: of the task as a whole, and of each parameter by its name. */
export function readError(error: unknown): {
  readonly whole: string | null;
  readonly byParameter: Readonly<Record<string, string>>;
} {
  if (error === null || error === undefined) return { whole: null, byParameter: {} };
  if (typeof error === "string") return { whole: error, byParameter: {} };
  const parameters = typeof error === "object" ? Reflect.get(error, "parameters") : undefined;
  if (typeof parameters !== "object" || parameters === null) {
    return { whole: JSON.stringify(error), byParameter: {} };
  }
  const byParameter = Object.fromEntries(
    Object.entries(parameters).map(([name, said]) => [
      name,
      Array.isArray(said) ? said.map(String).join("; ") : String(said),
    ]),
  );
  return { whole: null, byParameter };
}

/** Makes the task again from a shell. The secret is not in it. */
export function toCurl(baseUrl: string, definition: Readonly<Record<string, unknown>>): string {
  const bare = baseUrl.replace(/\/+$/, "");
  const body = JSON.stringify({ tasks: [definition] }, null, 2);
  return [
    `curl '${/\/v\d+$/.test(bare) ? bare : `${bare}/v2`}/create'`,
    `  --header "Authorization: Secret $STUPEFLIX_SECRET"`,
    `  --header 'Content-Type: application/json'`,
    `  --data '${body.replaceAll("'", `'\\''`)}'`,
  ].join(" \\\n");
}
