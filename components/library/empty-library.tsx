"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Link2, Sparkles, Upload } from "lucide-react";
import { type FormEvent, useState } from "react";
import { useEarlySubmit } from "#components/layout/use-early-submit.ts";
import { Button } from "#components/ui/button.tsx";
import { Input } from "#components/ui/input.tsx";
import { toast } from "#components/ui/toast.ts";
import { pickFiles } from "#components/uploads/pick-files.ts";
import { openUploadDialog } from "#components/uploads/upload-desk.ts";
import { countOf } from "#lib/client/format.ts";
import { connectionsQuery } from "#lib/features/connections/client.ts";
import { addSampleVideos, importUrl } from "#lib/features/library/actions.ts";

/** The first minute: drop a file, paste an address, or have some videos made. */
export default function EmptyLibrary({ canUpload }: { canUpload: boolean }) {
  if (!canUpload) {
    return (
      <div className="mx-auto max-w-md py-20 text-center">
        <h2 className="text-lg font-semibold">There are no videos yet.</h2>
        <p className="mt-2 text-soft-foreground">They appear here as soon as an editor uploads one.</p>
      </div>
    );
  }
  return (
    <div className="mx-auto grid max-w-2xl gap-4 py-8 sm:py-16">
      <section className="grid justify-items-center gap-3 rounded-lg border border-dashed border-gray-8 bg-card px-6 py-14 text-center">
        <Upload className="size-6 text-muted-foreground" strokeWidth={1.5} aria-hidden="true" />
        <h2 className="text-xl font-semibold text-balance">Drop your first video here</h2>
        <p className="max-w-sm text-soft-foreground">
          Anywhere in this window will do. It is sent straight to its provider, and plays as soon as its last
          byte is there.
        </p>
        <Button size="lg" className="mt-2" onClick={() => void choose()}>
          Choose files
        </Button>
      </section>
      <div className="grid gap-4 sm:grid-cols-2">
        <PasteAddress />
        <Samples />
      </div>
    </div>
  );
}

async function choose(): Promise<void> {
  const picked = await pickFiles();
  if (picked.length > 0) openUploadDialog({ picked });
}

/** The connection that new things go to here: the local engine's, else the first that is there. */
function useFirstTarget() {
  const { data = [] } = useQuery(connectionsQuery());
  const able = data.filter(({ provider, state }) => provider === "telestream" && state === "active");
  return able.find(({ isLocal }) => isLocal) ?? able[0];
}

function PasteAddress() {
  const target = useFirstTarget();
  const queryClient = useQueryClient();
  const early = useEarlySubmit();
  const [problem, setProblem] = useState<string>();
  const [isPending, setPending] = useState(false);

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = event.currentTarget;
    if (!target) return openUploadDialog({ from: "url" });
    setPending(true);
    setProblem(undefined);
    try {
      const url = new FormData(form).get("url");
      const result = await importUrl({ url, connectionId: target.connectionId });
      if (!result.ok) return setProblem(result.error.fields.url ?? result.error.message);
      form.reset();
      await queryClient.invalidateQueries({ queryKey: ["library"] });
    } catch {
      setProblem("Reelyard did not answer. Try again.");
    } finally {
      setPending(false);
    }
  }

  return (
    <form
      {...early}
      onSubmit={(event) => void submit(event)}
      className="grid content-start gap-2 rounded-lg border bg-card p-4"
    >
      <h3 className="flex items-center gap-2 text-sm font-semibold">
        <Link2 className="size-4 text-muted-foreground" aria-hidden="true" />
        <label htmlFor="first-address">From a web address</label>
      </h3>
      <p id="first-address-note" className="text-sm text-soft-foreground">
        {problem ? (
          <span role="alert" className="text-failed-text">
            {problem}
          </span>
        ) : (
          "The provider fetches the file itself."
        )}
      </p>
      <div className="mt-1 flex gap-2">
        <Input
          id="first-address"
          name="url"
          type="url"
          required
          placeholder="https://"
          aria-describedby="first-address-note"
          aria-invalid={problem !== undefined}
          className="h-8"
        />
        <Button type="submit" variant="outline" pending={isPending}>
          Fetch
        </Button>
      </div>
    </form>
  );
}

function Samples() {
  const target = useFirstTarget();
  const queryClient = useQueryClient();
  const [isPending, setPending] = useState(false);

  async function add() {
    if (!target) return;
    setPending(true);
    try {
      const result = await addSampleVideos({ connectionId: target.connectionId });
      if (result.ok) toast.success(`${countOf(result.value.count, "sample video")} on the way`);
      else toast.error(result.error.message);
      await queryClient.invalidateQueries({ queryKey: ["library"] });
    } catch {
      toast.error("Reelyard did not answer. Try again.");
    } finally {
      setPending(false);
    }
  }

  return (
    <section className="grid content-start gap-2 rounded-lg border bg-card p-4">
      <h3 className="flex items-center gap-2 text-sm font-semibold">
        <Sparkles className="size-4 text-muted-foreground" aria-hidden="true" />
        Just looking
      </h3>
      <p className="text-sm text-soft-foreground">
        The engine makes a handful of clips with sound, of different shapes and lengths.
      </p>
      <Button
        variant="outline"
        className="mt-1 justify-self-start"
        pending={isPending}
        disabled={!target?.isLocal}
        onClick={() => void add()}
      >
        Add sample videos
      </Button>
    </section>
  );
}
