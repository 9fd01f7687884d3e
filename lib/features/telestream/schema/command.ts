import { z } from "zod";
import { factoryInput } from "./identity.ts";
import { profileSettings } from "./profile.ts";

/** A profile as far as its command goes, saved or not. */
export const commandRequest = factoryInput.extend({
  presetName: z.string().max(100).nullable(),
  /** Of an advanced profile. */
  command: z.string().max(4_000).optional(),
  extname: z.string().max(20).optional(),
  settings: profileSettings,
});
export type CommandRequest = z.output<typeof commandRequest>;

export const resultingCommand = z.object({
  /** Argument lists, program first; none where no program is run. Null where the service does not tell. */
  commands: z.array(z.array(z.string())).nullable(),
  /** Why it cannot run. */
  fault: z.string().nullable(),
});
export type ResultingCommand = z.output<typeof resultingCommand>;
