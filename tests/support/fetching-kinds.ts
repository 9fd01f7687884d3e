import { taskKinds } from "#lib/engine/protocols/stupeflix/tasks/task-kinds.ts";
import type { WireTaskStatus } from "#lib/providers/stupeflix/wire.ts";

/** The kinds that fetch something, with the parameter that says what. */
export const fetching = taskKinds.flatMap(({ description: { name, parameters } }) => {
  const [parameter, spec] =
    Object.entries(parameters).find(([, { control }]) => /^(media-urls?|page-url)$/.test(control)) ?? [];
  const others = Object.entries(parameters).filter(
    ([other, { required }]) => required && other !== parameter,
  );
  // What a form of the kind needs beside it: texts.
  const rest = Object.fromEntries(others.map(([other]) => [other, "text"]));
  return parameter && spec
    ? [{ name, parameter, isList: spec.type === "list", accepts: spec.accepts, rest }]
    : [];
});
export type Fetching = (typeof fetching)[number];

/** Such a task of an address. */
export const taskOf = ({ name, parameter, isList, rest }: Fetching, url: string) => ({
  task_name: name,
  ...rest,
  [parameter]: isList ? [url] : url,
});

/** What an ended task says is wrong, each in its words. */
export const faultsOf = ({ error }: WireTaskStatus): string[] =>
  typeof error === "object" && error !== null && "parameters" in error
    ? Object.values(error.parameters as Record<string, string[]>).flat()
    : [String(error)];
