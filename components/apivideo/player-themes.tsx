"use client";

import { Palette, Trash2 } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState, useTransition } from "react";
import { NewByName } from "#components/apivideo/new-by-name.tsx";
import { Button } from "#components/ui/button.tsx";
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { Link } from "#components/ui/link.tsx";
import { toast } from "#components/ui/toast.ts";
import { createTheme, removeTheme } from "#lib/features/apivideo/actions.ts";
import type { PlayerTheme } from "#lib/features/apivideo/schema/themes.ts";
import { ThemePreview } from "./theme-preview.tsx";

export interface PlayerThemesProps {
  connectionId: string;
  themes: readonly PlayerTheme[];
  canEdit: boolean;
}

const hrefOf = (connectionId: string, playerId: string) =>
  `/connections/${encodeURIComponent(connectionId)}/players/${encodeURIComponent(playerId)}`;

/** How the account's embedded players can look. */
export function PlayerThemes({ connectionId, themes, canEdit }: PlayerThemesProps) {
  const router = useRouter();
  const [leaving, setLeaving] = useState<PlayerTheme>();
  const [isPending, startTransition] = useTransition();
  const remove = ({ playerId }: PlayerTheme) =>
    startTransition(async () => {
      const removed = await removeTheme({ connectionId, playerId });
      if (removed.ok) router.refresh();
      else toast.error(removed.error.message);
      setLeaving(undefined);
    });
  return (
    <div className="grid gap-5">
      {canEdit && <NewTheme connectionId={connectionId} />}
      {themes.length === 0 ? (
        <EmptyState icon={<Palette />} title="No player theme yet">
          A theme gives the embedded player your colours, your logo and its manners. A video’s details say
          which one it is shown with.
        </EmptyState>
      ) : (
        <ul className="grid grid-cols-[repeat(auto-fill,minmax(15rem,1fr))] gap-3">
          {themes.map((theme) => (
            <li
              key={theme.playerId}
              className="grid grid-cols-[minmax(0,1fr)] content-start overflow-hidden rounded-lg border bg-card"
            >
              <ThemePreview theme={theme} title={theme.name} />
              <div className="flex items-center gap-2 border-t px-3 py-2">
                <Link
                  href={hrefOf(connectionId, theme.playerId)}
                  className="clip-line min-w-0 flex-1 text-sm font-medium underline-offset-4 hover:underline"
                >
                  {theme.name || theme.playerId}
                </Link>
                {canEdit && (
                  <Button
                    variant="ghost"
                    size="icon-sm"
                    aria-label={`Delete ${theme.name || theme.playerId}`}
                    title="Delete"
                    onClick={() => setLeaving(theme)}
                  >
                    <Trash2 aria-hidden="true" />
                  </Button>
                )}
              </div>
            </li>
          ))}
        </ul>
      )}
      <ConfirmDialog
        open={leaving !== undefined}
        onOpenChange={(isOpen) => !isOpen && setLeaving(undefined)}
        title={`Delete the theme ${leaving?.name ?? ""}?`}
        confirmLabel="Delete theme"
        pending={isPending}
        onConfirm={() => leaving && remove(leaving)}
      >
        <p>Videos that are shown with it get the plain player.</p>
      </ConfirmDialog>
    </div>
  );
}

function NewTheme({ connectionId }: { connectionId: string }) {
  const router = useRouter();
  const [name, setName] = useState("");
  const [error, setError] = useState<string>();
  const [isPending, startTransition] = useTransition();
  const create = () =>
    startTransition(async () => {
      const made = await createTheme({ connectionId, name });
      if (!made.ok) return setError(made.error.fields.name ?? made.error.message);
      router.push(hrefOf(connectionId, made.value.playerId));
    });
  return (
    <NewByName
      label="New player theme"
      placeholder="Our colours"
      name={name}
      error={error}
      pending={isPending}
      onName={setName}
      onCreate={create}
    />
  );
}
