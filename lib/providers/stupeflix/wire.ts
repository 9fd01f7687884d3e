import { z } from "zod";

/** Wire shapes of the Stupeflix Tasks API, version 2. */

export const wireTaskState = z.enum(["queued", "executing", "success", "error"]);
export type WireTaskState = z.output<typeof wireTaskState>;

export const wireTaskStatus = z.looseObject({
  status: wireTaskState,
  /** 26 characters of A–Z and 2–7; absent only where a service answers for a task that never was. */
  key: z.string().optional(),
  /** Anything JSON; a number from 0 to 100 in the samples. */
  progress: z.unknown().optional(),
  events: z
    .looseObject({
      queued: z.string().optional(),
      started: z.string().optional(),
      completed: z.string().optional(),
    })
    .optional(),
  result: z.unknown().optional(),
  error: z.unknown().optional(),
});
export type WireTaskStatus = z.output<typeof wireTaskStatus>;

export const wireTaskStatuses = z.array(wireTaskStatus);

/** `GET /v2/reelyard/tasks` of our engine: statuses with details, and where the page after this one begins. */
export const wireTaskList = z.looseObject({ tasks: wireTaskStatuses, next: z.number().nullable() });
export type WireTaskList = z.output<typeof wireTaskList>;

/** `POST /v2/reelyard/check` of our engine: the error each definition would end with at once, or null. */
export const wireChecks = z.array(
  z.union([z.null(), z.string(), z.looseObject({ parameters: z.record(z.string(), z.array(z.string())) })]),
);
export type WireCheck = z.output<typeof wireChecks>[number];

/** `POST /v2/reelyard/inputs` of our engine: where a file goes by PUT, and what a parameter then says. */
export const wireInputPlace = z.looseObject({ url: z.string(), upload_url: z.string() });
export type WireInputPlace = z.output<typeof wireInputPlace>;

/** Parameters stand beside the name, in one object. */
export const wireTaskDefinition = z.looseObject({
  task_name: z.string(),
  task_store: z.looseObject({ type: z.string() }).optional(),
});
export type WireTaskDefinition = z.output<typeof wireTaskDefinition>;

export const wireErrors = z.looseObject({
  status: z.literal("error"),
  errors: z.array(z.looseObject({ name: z.string(), location: z.string(), description: z.string() })),
});

/** How a form asks for a parameter. `accepts` says which media an address may lead to. */
export const wireControl = z.enum([
  "text",
  "multiline",
  "sxml",
  "secret",
  "number",
  "time",
  "switch",
  "choice",
  "color",
  "media-url",
  "media-urls",
  "page-url",
  "callback-url",
  "tags",
]);
export type WireControl = z.output<typeof wireControl>;

/** One parameter of a task: all that validation, documentation and a form need to know. */
export const wireParameter = z.looseObject({
  type: z.enum(["string", "integer", "float", "boolean", "list"]),
  control: wireControl,
  description: z.string(),
  required: z.boolean(),
  default: z.union([z.string(), z.number(), z.boolean(), z.array(z.string())]).optional(),
  choices: z.array(z.union([z.string(), z.number()])).optional(),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
  /** Of a text, or of each text in a list. */
  maximumLength: z.number().optional(),
  maximumItems: z.number().optional(),
  accepts: z.enum(["audio", "image", "video", "audio or video"]).optional(),
  unit: z.string().optional(),
});
export type WireParameter = z.output<typeof wireParameter>;

/** A member of a result. */
export const wireResultValue = z.looseObject({
  type: z.enum(["string", "integer", "float", "boolean", "list", "object"]),
  description: z.string(),
});

export const wireTaskGroup = z.enum(["audio", "image", "video", "web", "publish", "other"]);

/** One kind of task, as `GET /v2/reelyard/task-kinds` of our engine describes it. */
export const wireTaskKind = z.looseObject({
  name: z.string(),
  group: wireTaskGroup,
  summary: z.string(),
  parameters: z.record(z.string(), wireParameter),
  values: z.record(z.string(), wireResultValue),
  files: z.record(z.string(), z.looseObject({ description: z.string() })),
});
export type WireTaskKind = z.output<typeof wireTaskKind>;

/** Every kind, what all of them take, and the stores their files may go to, each with its own parameters. */
export const wireTaskKinds = z.looseObject({
  kinds: z.array(wireTaskKind),
  common: z.record(z.string(), wireParameter),
  stores: z.record(
    z.string(),
    z.looseObject({ description: z.string(), parameters: z.record(z.string(), wireParameter) }),
  ),
});
export type WireTaskKinds = z.output<typeof wireTaskKinds>;

export const wireFileList = z.looseObject({
  files: z.array(z.looseObject({ name: z.string(), size: z.number(), last_modified: z.string() })),
  directories: z.array(z.string()),
  usage: z.number(),
});
export type WireFileList = z.output<typeof wireFileList>;

export const wireDeletion = z.looseObject({
  deleted: z.array(z.string()),
  freed: z.number(),
  usage: z.number(),
});
export type WireDeletion = z.output<typeof wireDeletion>;
