"use client";

import { Trash2 } from "lucide-react";
import { Page } from "#components/layout/page.tsx";
import { Button } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { Link } from "#components/ui/link.tsx";

/** It went while it was being looked at, or before. */
export function RemovedAsset({ title }: { title?: string }) {
  return (
    <Page title={title ?? "Not found"} back={{ href: "/library", label: "Library" }} search={false}>
      <EmptyState
        icon={<Trash2 />}
        title="This video no longer exists"
        actions={
          <Button asChild>
            <Link href="/library">Back to the library</Link>
          </Button>
        }
      >
        It was deleted here or at its provider, or the link is not complete.
      </EmptyState>
    </Page>
  );
}
