import { z } from "zod";
import { playerColours, playerSwitches } from "#lib/domain/player-theme.ts";
import { connectionInput, id } from "../schema.ts";

export type ThemeColour = (typeof playerColours)[number];
export type ThemeSwitch = (typeof playerSwitches)[number];

const colour = z
  .string()
  .regex(
    /^rgba\(\s*\d{1,3}\s*,\s*\d{1,3}\s*,\s*\d{1,3}\s*,\s*(0|1|0?\.\d+|1\.0+)\s*\)$/,
    "A colour is written rgba(red, green, blue, opacity).",
  );
const themeValues = {
  name: z.string().trim().min(1, "Give it a name.").max(100, "Use at most 100 characters."),
  colours: z.object(
    Object.fromEntries(playerColours.map((name) => [name, colour])) as Record<
      (typeof playerColours)[number],
      typeof colour
    >,
  ),
  switches: z.object(
    Object.fromEntries(playerSwitches.map((name) => [name, z.boolean()])) as Record<
      (typeof playerSwitches)[number],
      z.ZodBoolean
    >,
  ),
};
export const playerTheme = z.object({
  playerId: z.string(),
  ...themeValues,
  name: z.string(),
  logoUrl: z.string().nullable(),
  logoLink: z.string().nullable(),
});
export type PlayerTheme = z.output<typeof playerTheme>;
export const createThemeInput = connectionInput.extend({ name: themeValues.name });
export const saveThemeInput = connectionInput.extend({ playerId: id, ...themeValues });
export type SaveThemeInput = z.output<typeof saveThemeInput>;
export const themeActionInput = connectionInput.extend({ playerId: id });
export const uploadLogoInput = themeActionInput.extend({
  fileName: z.string().max(255).default("logo"),
  link: z
    .string()
    .trim()
    .max(2_000)
    .refine((text) => /^https?:$/.test(URL.parse(text)?.protocol ?? ""), "Enter a web address."),
});
