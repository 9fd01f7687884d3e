import { z } from "zod";
import { requiredText } from "./parameters.ts";
import type { TaskKind } from "./task-kind.ts";

const parameters = z.object({ name: requiredText });

/** The documentation's own first example: its result is a plain string. */
export const hello: TaskKind<z.output<typeof parameters>> = {
  name: "hello",
  parameters,
  run: async ({ name }) => `Hello ${name}`,
};
