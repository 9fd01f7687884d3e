/** As the form holds them: text, empty where the setting is left to the service. */
export type FormSettings = Readonly<Record<string, string>>;

export interface ProfileField {
  /** The wire's name. */
  readonly name: string;
  readonly label: string;
  readonly kind: "integer" | "number" | "text" | "choice" | "switch";
  readonly unit?: string;
  readonly placeholder?: string;
  readonly options?: readonly { readonly value: string; readonly label: string }[];
  readonly least?: number;
  readonly most?: number;
  readonly pattern?: { readonly matches: RegExp; readonly otherwise: string };
  /** Of a switch: where it stands when nothing is set. */
  readonly unset?: "on" | "off";
  /** What this value does, given the others. */
  effect(value: string, all: FormSettings): string;
}

export interface ProfileFieldGroup {
  readonly title: string;
  readonly fields: readonly ProfileField[];
}

/** What is wrong with a value; nothing when it is fine or empty. */
export function faultOf(field: ProfileField, value: string): string | undefined {
  if (value === "") return undefined;
  if (field.pattern && !field.pattern.matches.test(value)) return field.pattern.otherwise;
  if (field.kind === "choice")
    return field.options?.some((option) => option.value === value) ? undefined : "Choose one of the list.";
  if (field.kind !== "integer" && field.kind !== "number") return undefined;
  const number = Number(value);
  if (!Number.isFinite(number)) return "Enter a number.";
  if (field.kind === "integer" && !Number.isInteger(number)) return "Enter a whole number.";
  const { least = 0, most = Number.MAX_SAFE_INTEGER } = field;
  return number < least || number > most ? `Enter ${least} to ${most}.` : undefined;
}

/** A side of a frame. */
export const side = {
  kind: "integer",
  unit: "px",
  least: 2,
  most: 16_384,
  placeholder: "as the source",
} as const;

/** A bitrate. */
export const rate = { kind: "integer", unit: "kbit/s", least: 1, most: 500_000 } as const;
