import { text } from "./parameters.ts";
import { defineTask } from "./task-kind.ts";

/** The documentation's own first example: its result is a plain string. */
export const hello = defineTask({
  name: "hello",
  group: "other",
  summary: "Says hello, to see whether the service answers.",
  pace: "instant",
  parameters: { name: text({ required: true, description: "Who to say hello to." }) },
  values: {},
  run: async ({ name }) => ({ values: `Hello ${name}` }),
});
