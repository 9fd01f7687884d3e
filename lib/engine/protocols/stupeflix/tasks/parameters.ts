import { z } from "zod";
import type { WireParameter } from "#lib/providers/stupeflix/wire.ts";

/** A parameter, said once: its description is also its validation. `Value` is what the task is given. */
export interface Parameter<Value> {
  readonly spec: WireParameter;
  readonly schema: z.ZodType<Value>;
}

export type Parameters = Readonly<Record<string, Parameter<unknown>>>;

export type ParameterValues<P extends Parameters> = {
  readonly [Name in keyof P]: P[Name] extends Parameter<infer Value> ? Value : never;
};

type Options = Pick<WireParameter, "description"> & {
  readonly required?: true;
  readonly default?: unknown;
  readonly choices?: readonly (string | number)[];
} & Partial<
    Pick<
      WireParameter,
      "control" | "minimum" | "maximum" | "maximumLength" | "maximumItems" | "accepts" | "unit"
    >
  >;

type Chosen<O, Type> = O extends { readonly choices: readonly (infer Choice)[] } ? Choice : Type;
/** Undefined only where the parameter is neither required nor has a default. */
type Present<O, Type> = O extends { readonly required: true } | { readonly default: unknown }
  ? Chosen<O, Type>
  : Chosen<O, Type> | undefined;

const addressControls = new Set<string>(["media-url", "media-urls", "page-url", "callback-url"]);
const longestText = 10_000;
const longestUrl = 4_000;

export const text = <const O extends Options>(options: O) =>
  define<Present<O, string>>("string", options.choices ? "choice" : "text", {
    maximumLength: longestText,
    ...options,
  });

export const integer = <const O extends Options>(options: O) =>
  define<Present<O, number>>("integer", options.choices ? "choice" : "number", options);

export const decimal = <const O extends Options>(options: O) =>
  define<Present<O, number>>("float", "number", options);

export const flag = <const O extends Options>(options: O) =>
  define<Present<O, boolean>>("boolean", "switch", options);

export const color = <const O extends Options>(options: O) =>
  define<Present<O, string>>("string", "color", options);

/** The address of one file or page; whether it may be fetched shows when it is. */
export const address = <const O extends Options>(options: O) =>
  define<Present<O, string>>("string", "media-url", { maximumLength: longestUrl, ...options });

export const addresses = <const O extends Options & { readonly maximumItems: number }>(options: O) =>
  define<Present<O, readonly string[]>>("list", "media-urls", { maximumLength: longestUrl, ...options });

export const texts = <const O extends Options & { readonly maximumItems: number }>(options: O) =>
  define<Present<O, readonly string[]>>("list", "tags", { maximumLength: longestText, ...options });

/** What every task takes beside its own. */
export const commonParameters = {
  url_callback: address({
    control: "callback-url",
    description: "Address to POST the final status to when the task succeeds.",
  }),
  url_errback: address({
    control: "callback-url",
    description: "Address to POST the final status to when the task fails.",
  }),
};

function define<Value>(
  type: WireParameter["type"],
  control: WireParameter["control"],
  options: Options,
): Parameter<Value> {
  const { required, choices, default: given, ...rest } = options;
  const spec: WireParameter = {
    type,
    control,
    ...rest,
    required: required ?? false,
    ...(choices && { choices: [...choices] }),
    ...(given !== undefined && { default: given as WireParameter["default"] }),
  };
  return { spec, schema: toSchema(spec) as z.ZodType<Value> };
}

/** Missing, null and the empty text are the same: browsers send each of them for a field left alone. */
const isMissing = (given: unknown) => given === undefined || given === null || given === "";

function toSchema(spec: WireParameter): z.ZodType {
  const present = spec.choices ? ofType(spec).refine(isOneOf(spec.choices), "invalid choice") : ofType(spec);
  const absent = spec.default !== undefined ? present.default(spec.default) : present.optional();
  const whole = spec.required ? z.unknown().transform(requirePresence).pipe(present) : absent;
  return z.preprocess((given): unknown => (isMissing(given) ? undefined : given), whole);
}

function requirePresence(given: unknown, context: z.RefinementCtx): unknown {
  if (given === undefined) context.addIssue("this field is required");
  return given === undefined ? z.NEVER : given;
}

function ofType(spec: WireParameter): z.ZodType {
  switch (spec.type) {
    case "string":
      return textOf(spec);
    case "integer":
      return within(z.number("must be an integer").int("must be an integer"), spec);
    case "float":
      return within(z.number("must be a number"), spec);
    case "boolean":
      return z.boolean("must be true or false");
    case "list": {
      const items = z.array(textOf(spec), "must be a list");
      const most = spec.maximumItems ?? 1_000;
      const short = items.max(most, `must have at most ${most} items`);
      return spec.required ? short.min(1, "must not be empty") : short;
    }
  }
}

function textOf({ control, maximumLength = longestText }: WireParameter): z.ZodType {
  const base = z
    .string("must be a string")
    .max(maximumLength, `must have at most ${maximumLength} characters`);
  if (control === "color")
    return base.regex(/^#(?:[0-9a-f]{3}|[0-9a-f]{6})$/i, "must be a colour such as #FF8800");
  if (!addressControls.has(control)) return base;
  return base.refine(
    (given) => /^https?:\/\/./i.test(given) && URL.canParse(given),
    "must be an http address",
  );
}

function within(number: z.ZodNumber, { minimum, maximum }: WireParameter): z.ZodType {
  const low = minimum === undefined ? number : number.min(minimum, `must be at least ${minimum}`);
  return maximum === undefined ? low : low.max(maximum, `must be at most ${maximum}`);
}

const isOneOf = (choices: readonly (string | number)[]) => (given: unknown) =>
  choices.some((choice) => choice === given);
