"use client";

import { useState } from "react";
import type { z } from "zod";
import type { ConnectionSummary, HealthReport } from "#lib/domain/connection.ts";
import { initialFields, visibleFields } from "#lib/domain/connection-form.ts";
import type { ProviderId } from "#lib/domain/provider-id.ts";
import { addConnection, editConnection } from "#lib/features/connections/actions.ts";
import { addConnectionInput, editConnectionInput, testDraftInput } from "#lib/features/connections/schema.ts";
import { postTest } from "./test-connection.ts";

export interface FormFailure {
  readonly message: string;
  /** By input name: `name`, `fields.apiKey`. */
  readonly fields: Readonly<Record<string, string>>;
}

const clean: FormFailure = { message: "", fields: {} };

/**
 * What is typed into the form of a connection. Each provider keeps its own values, so that looking at another
 * provider loses nothing; a test or a refusal changes none of them.
 */
export function useConnectionForm(
  connection: ConnectionSummary | undefined,
  onSaved: (name: string) => void,
) {
  const [provider, setProvider] = useState<ProviderId>(connection?.provider ?? "ziggeo");
  const [name, setName] = useState(connection?.name ?? "");
  const [valuesOf, setValuesOf] = useState<Partial<Record<ProviderId, Record<string, string>>>>(
    connection
      ? { [connection.provider]: { ...initialFields(connection.provider), ...connection.settings } }
      : {},
  );
  const [failure, setFailure] = useState<FormFailure>(clean);
  const [report, setReport] = useState<HealthReport>();
  const [busy, setBusy] = useState<"test" | "save">();
  const values = valuesOf[provider] ?? initialFields(provider);

  const setValue = (field: string, value: string) => {
    setValuesOf({ ...valuesOf, [provider]: { ...values, [field]: value } });
    setReport(undefined);
  };
  /** Only what is seen is sent: a field of a choice not taken keeps its text here. */
  const fields = () =>
    Object.fromEntries(
      visibleFields(provider, values).map((field) => [field.name, values[field.name] ?? ""]),
    );

  const check = (schema: z.ZodType, input: unknown): boolean => {
    const parsed = schema.safeParse(input);
    if (parsed.success) {
      setFailure(clean);
      return true;
    }
    const found: Record<string, string> = {};
    for (const { path, message } of parsed.error.issues) found[path.join(".")] ??= message;
    setFailure({ message: "", fields: found });
    return false;
  };

  async function test() {
    const input = {
      provider,
      fields: fields(),
      ...(connection ? { connectionId: connection.connectionId } : {}),
    };
    if (busy || !check(testDraftInput, input)) return;
    setBusy("test");
    setReport(undefined);
    const outcome = await postTest("/api/connections/test", input);
    setBusy(undefined);
    if ("report" in outcome) setReport(outcome.report);
    else setFailure(outcome.failure);
  }

  async function save() {
    const input = { provider, name, fields: connection?.isLocal ? {} : fields() };
    const existing = connection && { ...input, connectionId: connection.connectionId };
    if (busy) return;
    if (
      !connection?.isLocal &&
      !check(existing ? editConnectionInput : addConnectionInput, existing ?? input)
    )
      return;
    setBusy("save");
    try {
      const saved = await (existing ? editConnection(existing) : addConnection(input));
      if (saved.ok) onSaved(name);
      else setFailure(saved.error);
    } catch {
      setFailure({
        message: "The server did not answer. What you typed is still here: try again.",
        fields: {},
      });
    }
    setBusy(undefined);
  }

  return { provider, setProvider, name, setName, values, setValue, failure, report, busy, test, save };
}
