"use client";

import { Button } from "#components/ui/button.tsx";
import {
  Dialog,
  DialogContent,
  DialogDescription,
  DialogFooter,
  DialogHeader,
  DialogTitle,
} from "#components/ui/dialog.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { toast } from "#components/ui/toast.ts";
import type { ConnectionSummary } from "#lib/domain/connection.ts";
import { visibleFields } from "#lib/domain/connection-form.ts";
import { providerNames } from "#lib/domain/provider-id.ts";
import { ConnectionField } from "./connection-field.tsx";
import { ProviderChoice } from "./provider-choice.tsx";
import { TestReport } from "./test-report.tsx";
import { useConnectionForm } from "./use-connection-form.ts";

export interface ConnectionDialogProps {
  open: boolean;
  onOpenChange(open: boolean): void;
  /** The one to edit; absent to add one. */
  connection?: ConnectionSummary | undefined;
}

/** Add or edit a connection, with each provider's own fields. */
export default function ConnectionDialog({ open, onOpenChange, connection }: ConnectionDialogProps) {
  return (
    <Dialog open={open} onOpenChange={onOpenChange}>
      <DialogContent>
        <DialogHeader>
          <DialogTitle>{connection ? `Edit ${connection.name}` : "Add a connection"}</DialogTitle>
          <DialogDescription>
            {connection?.isLocal
              ? "This is Reelyard's own engine. Its address and keys are set by the engine itself."
              : "Keys are encrypted on this server, sent only to the provider, and never shown again."}
          </DialogDescription>
        </DialogHeader>
        <ConnectionForm connection={connection} onClose={() => onOpenChange(false)} />
      </DialogContent>
    </Dialog>
  );
}

function ConnectionForm({
  connection,
  onClose,
}: {
  connection: ConnectionSummary | undefined;
  onClose(): void;
}) {
  const form = useConnectionForm(connection, (name) => {
    toast.success(connection ? `${name} is saved` : `${name} is added; its videos are being listed`);
    onClose();
  });
  const hints = connection?.provider === form.provider ? connection.secretHints : {};
  const fields = connection?.isLocal ? [] : visibleFields(form.provider, form.values);
  return (
    <form
      className="grid gap-4"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void form.save();
      }}
    >
      {!connection && <ProviderChoice value={form.provider} onChange={form.setProvider} />}
      <Field label="Name" error={form.failure.fields.name}>
        <Input
          name="name"
          value={form.name}
          onChange={(event) => form.setName(event.target.value)}
          placeholder={`${providerNames[form.provider].name}, marketing`}
          autoComplete="off"
          maxLength={80}
        />
      </Field>
      {fields.map((field) => (
        <ConnectionField
          key={`${form.provider} ${field.name}`}
          field={field}
          value={form.values[field.name] ?? ""}
          hint={hints[field.name]}
          error={form.failure.fields[`fields.${field.name}`]}
          onChange={(value) => form.setValue(field.name, value)}
        />
      ))}
      <TestReport report={form.report} />
      <div role="alert" className="text-sm text-failed-text empty:hidden">
        {form.failure.message}
      </div>
      <DialogFooter className="sm:justify-between">
        {connection?.isLocal ? (
          <span />
        ) : (
          <Button variant="outline" pending={form.busy === "test"} onClick={() => void form.test()}>
            Test these settings
          </Button>
        )}
        <div className="flex flex-col-reverse gap-2 sm:flex-row">
          <Button variant="ghost" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" pending={form.busy === "save"}>
            {connection ? "Save changes" : "Add connection"}
          </Button>
        </div>
      </DialogFooter>
    </form>
  );
}
