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
  /** Where several things go on beside each other: each one's percent. */
  readonly parts?: readonly number[];
  /** What else the progress says, as name and value. */
  readonly facts: readonly { readonly name: string; readonly value: string }[];
}

const percentNames = /^(percent|progress|percentage|completion|complete|done)$/i;
const doneNames = /^(done|current|completed|processed|finished|position|frames?)$/i;
const totalNames = /^(total|of|count|all|(total|all)_\w+|\w+_total|duration)$/i;

/**
 * Progress is anything JSON: a number from 0 to 100, a number in a text, an object with a number under a telling
 * name and facts beside it, so much of so much, a list of any of these (the mean of its numbers, and each).
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
      ...(percents.length > 1 && { parts: percents }),
      facts: parts.flatMap(({ facts }) => facts),
    };
  }
  if (typeof progress !== "object" || progress === null) return { percent: null, facts: [] };
  const members = Object.entries(progress);
  const share = readShare(members);
  if (share) {
    return {
      percent: within(share.percent),
      facts: toFacts(members.filter(([name]) => !share.names.includes(name))).concat({
        name: "",
        value: share.words,
      }),
    };
  }
  const told = members.find(
    ([name, value]) => percentNames.test(name) && readProgress(value).percent !== null,
  );
  return {
    percent: told ? readProgress(told[1]).percent : null,
    facts: toFacts(members.filter(([name]) => name !== told?.[0])),
  };
}

const toFacts = (members: readonly (readonly [string, unknown])[]) =>
  members
    .filter(([, value]) => value !== null)
    .map(([name, value]) => ({
      name: name.replaceAll("_", " "),
      value: typeof value === "object" ? JSON.stringify(value) : String(value),
    }));

/** `{"done": 3, "total": 12}` */
function readShare(members: readonly (readonly [string, unknown])[]) {
  const numbers = members.flatMap(([name, value]) => (typeof value === "number" ? [{ name, value }] : []));
  const done = numbers.find(({ name }) => doneNames.test(name));
  const total = numbers.find(({ name, value }) => totalNames.test(name) && value > 0);
  if (!done || !total || done.value > total.value) return undefined;
  return {
    percent: (done.value / total.value) * 100,
    names: [done.name, total.name],
    words: `${done.value} of ${total.value}`,
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
      Array.isArray(said) ? said.map(String).join("\n") : String(said),
    ]),
  );
  return { whole: null, byParameter };
}
