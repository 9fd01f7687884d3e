"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { DialogFooter } from "#components/ui/dialog.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { toast } from "#components/ui/toast.ts";
import { importUrl } from "#lib/features/library/actions.ts";
import { importUrlInput } from "#lib/features/library/schema.ts";
import type { TargetProps } from "./files-form.tsx";
import { rememberChoice } from "./remembered-choice.ts";
import { TargetFields } from "./target-fields.tsx";
import { closeUploadDialog } from "./upload-desk.ts";

/** The provider fetches the file itself; nothing passes through this browser. */
export function UrlForm({ targets, choice, onChoice }: TargetProps) {
  const router = useRouter();
  const [url, setUrl] = useState("");
  const [problem, setProblem] = useState<string>();
  const [isPending, setPending] = useState(false);

  const submit = async () => {
    const input = { url: url.trim(), ...choice };
    const parsed = importUrlInput.safeParse(input);
    if (!parsed.success) return setProblem(parsed.error.issues[0]?.message);
    setPending(true);
    try {
      const outcome = await importUrl(parsed.data);
      if (!outcome.ok) return setProblem(outcome.error.fields.url ?? outcome.error.message);
      rememberChoice(choice);
      toast.success("The provider is fetching it. It is in the library already.");
      closeUploadDialog();
      router.refresh();
    } finally {
      setPending(false);
    }
  };
  return (
    <form
      className="grid gap-5"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (!isPending) void submit();
      }}
    >
      <Field
        label="Address of the file"
        help="Of the video file itself. The provider fetches it; it must be reachable from there."
        error={problem}
      >
        <Input
          type="url"
          inputMode="url"
          autoComplete="off"
          placeholder="https://example.com/film.mp4"
          value={url}
          onChange={(event) => {
            setUrl(event.target.value);
            setProblem(undefined);
          }}
        />
      </Field>
      <TargetFields targets={targets} choice={choice} onChange={onChoice} />
      <DialogFooter>
        <Button variant="outline" onClick={closeUploadDialog}>
          Cancel
        </Button>
        <Button type="submit" pending={isPending}>
          Import
        </Button>
      </DialogFooter>
    </form>
  );
}
