import { z } from "zod";
import { connectionStates, healthCauses } from "#lib/domain/connection.ts";
import { connectionForms, visibleFields } from "#lib/domain/connection-form.ts";
import { type ProviderId, providerIds } from "#lib/domain/provider-id.ts";

const name = z
  .string()
  .trim()
  .min(1, "Give it a name you will recognise.")
  .max(80, "Use at most 80 characters.");
const fieldValues = z.record(z.string().max(60), z.string().trim().max(500, "That is too long to be right."));

/** Complains per field: what is missing, what has the wrong form. */
function checkFields(
  provider: ProviderId,
  fields: Readonly<Record<string, string>>,
  isEdit: boolean,
  complain: (field: string, message: string) => void,
): void {
  const visible = visibleFields(provider, fields);
  for (const { name, label, kind, optional, options } of visible) {
    const value = fields[name] ?? "";
    if (value === "") {
      // An empty secret of a connection that exists means: keep the one it has.
      if (!optional && !(isEdit && kind === "secret")) complain(name, `${label} is needed.`);
    } else if (kind === "url" && !isHttpUrl(value)) {
      complain(name, "Enter a web address that starts with https:// (or http:// on your own network).");
    } else if (kind === "secret" && /\s|[^\x20-\x7e]/.test(value)) {
      complain(name, "There is a space or an odd character in it. Paste it again.");
    } else if (kind === "choice" && !options?.some((option) => option.value === value)) {
      complain(name, "Choose one of the list.");
    }
  }
  const known = new Set(connectionForms[provider].map((field) => field.name));
  for (const field of Object.keys(fields)) {
    if (!known.has(field)) complain(field, "This provider has no such field.");
  }
}

function isHttpUrl(text: string): boolean {
  const url = URL.parse(text);
  return url !== null && /^https?:$/.test(url.protocol) && url.username === "" && url.password === "";
}

export const addConnectionInput = z
  .object({ provider: z.enum(providerIds), name, fields: fieldValues })
  .superRefine(({ provider, fields }, context) => {
    checkFields(provider, fields, false, (field, message) =>
      context.addIssue({ code: "custom", path: ["fields", field], message }),
    );
  });
export type AddConnectionInput = z.output<typeof addConnectionInput>;

export const editConnectionInput = z
  .object({ connectionId: z.string(), provider: z.enum(providerIds), name, fields: fieldValues })
  .superRefine(({ provider, fields }, context) => {
    checkFields(provider, fields, true, (field, message) =>
      context.addIssue({ code: "custom", path: ["fields", field], message }),
    );
  });
export type EditConnectionInput = z.output<typeof editConnectionInput>;

/** A form as it stands, before it is saved; with an id its empty secrets are those of that connection. */
export const testDraftInput = z
  .object({ connectionId: z.string().optional(), provider: z.enum(providerIds), fields: fieldValues })
  .superRefine(({ connectionId, provider, fields }, context) => {
    checkFields(provider, fields, connectionId !== undefined, (field, message) =>
      context.addIssue({ code: "custom", path: ["fields", field], message }),
    );
  });
export type TestDraftInput = z.output<typeof testDraftInput>;

export const connectionIdInput = z.object({ connectionId: z.string() });

export const healthReport = z.object({
  cause: z.enum(healthCauses),
  message: z.string(),
  checkedAt: z.string(),
  latencyMs: z.number().nullable(),
});

export const connectionSummary = z.object({
  connectionId: z.string(),
  provider: z.enum(providerIds),
  name: z.string(),
  isLocal: z.boolean(),
  baseUrl: z.string(),
  state: z.enum(connectionStates),
  health: healthReport,
  lastSyncedAt: z.string().nullable(),
  assetCount: z.number(),
  settings: z.record(z.string(), z.string()),
  secretHints: z.record(z.string(), z.string()),
});
export const connectionList = z.array(connectionSummary);

/** Why a connection could not even be tried. */
export const testProblem = z.object({
  error: z.object({ message: z.string(), fields: z.record(z.string(), z.string()).default({}) }),
});
