import type { WireTaskKinds } from "#lib/providers/stupeflix/wire.ts";
import { address, integer, type Parameters, type ParameterValues, text, texts } from "../tasks/parameters.ts";
import { describe, parameterFault, parseParameters } from "../tasks/task-kind.ts";

/** Storage systems (A6): where a task's files go, and what each place has to be told. */
const stores = {
  persistent: {
    description: "Kept until the account's lifetime of files ends it. The only one that storage calls list.",
    parameters: {},
  },
  volatile: { description: "Deleted after one week.", parameters: {} },
  s3_signed: {
    description: "Sent with PUT to an address that somebody signed.",
    parameters: { url: address({ required: true, description: "The signed address." }) },
  },
  youtube: {
    description: "Published on YouTube.",
    parameters: {
      access_token: text({
        required: true,
        control: "secret",
        description: "The target user's access token, with the right to upload.",
      }),
      developer_key: text({
        required: true,
        control: "secret",
        description: "The YouTube developer key of a registered app.",
      }),
      title: text({ required: true, description: "Title of the video." }),
      description: text({ control: "multiline", description: "Description of the video." }),
      tags: texts({ default: [], maximumItems: 500, description: "Tags of the video." }),
      category_id: integer({ minimum: 1, default: 22, description: "Number of the video's category." }),
      privacy_status: text({
        choices: ["public", "private", "unlisted"],
        default: "public",
        description: "Who may see the video.",
      }),
    },
  },
} satisfies Record<string, { description: string; parameters: Parameters }>;

type Stores = typeof stores;
type StoreType = keyof Stores;

/** A `task_store` that was read: its type, and what that type was told. */
export type TaskStoreChoice = {
  readonly [Type in StoreType]: { readonly type: Type } & ParameterValues<Stores[Type]["parameters"]>;
}[StoreType];

/** Reads a `task_store`; absent it is `persistent`. Throws `TaskFault` with faults under `task_store.…`. */
export function parseTaskStore(given: unknown): TaskStoreChoice {
  if (given === undefined || given === null) return { type: "persistent" };
  if (typeof given !== "object" || Array.isArray(given))
    throw parameterFault("task_store", "must be an object");
  const type = "type" in given && given.type !== undefined ? given.type : "persistent";
  if (typeof type !== "string" || !Object.hasOwn(stores, type)) {
    throw parameterFault("task_store.type", "invalid choice");
  }
  const { parameters } = stores[type as StoreType];
  return { type, ...parseParameters(parameters, given, "task_store.") } as TaskStoreChoice;
}

export const storeDescriptions = (): WireTaskKinds["stores"] =>
  Object.fromEntries(
    Object.entries(stores).map(([type, { description, parameters }]) => [
      type,
      { description, parameters: describe(parameters) },
    ]),
  );
