"use client";

import { useState, useTransition } from "react";
import { Badge } from "#components/ui/badge.tsx";
import { Button } from "#components/ui/button.tsx";
import { Choice } from "#components/ui/choice.tsx";
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx";
import { toast } from "#components/ui/toast.ts";
import { changeRole, removePerson } from "#lib/features/account/actions.ts";
import type { PersonSummary } from "#lib/features/account/schema.ts";
import { LocalTime } from "./local-time.tsx";

const roles = [
  { value: "editor", label: "Editor" },
  { value: "viewer", label: "Viewer" },
];

/** Everyone who may sign in, with what they may do. */
export function PeopleList({ people }: { people: readonly PersonSummary[] }) {
  const [leaving, setLeaving] = useState<PersonSummary | null>(null);
  const [isPending, startTransition] = useTransition();

  const setRole = (person: PersonSummary, role: string) =>
    startTransition(async () => {
      const changed = await changeRole({ userId: person.userId, role });
      if (changed.ok) toast.success(`${person.name} is now ${role === "editor" ? "an editor" : "a viewer"}`);
      else toast.error(changed.error.message);
    });
  const remove = (person: PersonSummary) =>
    startTransition(async () => {
      const removed = await removePerson({ userId: person.userId });
      setLeaving(null);
      if (removed.ok) toast.success(`${person.name} is removed`);
      else toast.error(removed.error.message);
    });

  return (
    <>
      <ul className="divide-y rounded-lg border bg-card">
        {people.map((person) => (
          <li key={person.userId} className="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 py-3">
            <div className="min-w-0 flex-1 basis-48">
              <p className="clip-line font-medium">{person.name}</p>
              <p className="clip-line text-xs text-muted-foreground">
                {person.email} ·{" "}
                {person.lastSignedInAt ? <LastSeen at={person.lastSignedInAt} /> : "never signed in"}
              </p>
            </div>
            {person.role === "owner" ? (
              <Badge>owner</Badge>
            ) : (
              <div className="flex items-center gap-2">
                <Choice
                  className="w-28"
                  aria-label={`Role of ${person.name}`}
                  value={person.role}
                  options={roles}
                  onChange={(role) => setRole(person, role)}
                  disabled={isPending}
                />
                <Button
                  variant="ghost"
                  aria-label={`Remove ${person.name}`}
                  disabled={isPending}
                  onClick={() => setLeaving(person)}
                >
                  Remove
                </Button>
              </div>
            )}
          </li>
        ))}
      </ul>
      <ConfirmDialog
        open={leaving !== null}
        onOpenChange={(open) => !open && setLeaving(null)}
        title={`Remove ${leaving?.name ?? ""}?`}
        confirmLabel="Remove this person"
        pending={isPending}
        onConfirm={() => leaving && remove(leaving)}
      >
        They are signed out everywhere at once and cannot sign in again. What they did stays in the audit log,
        and no video is touched.
      </ConfirmDialog>
    </>
  );
}

function LastSeen({ at }: { at: string }) {
  return (
    <>
      signed in <LocalTime at={at} />
    </>
  );
}
