"use client";

import { useQuery } from "@tanstack/react-query";
import { Copy } from "lucide-react";
import { Banner } from "#components/ui/banner.tsx";
import { Button } from "#components/ui/button.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import { toast } from "#components/ui/toast.ts";
import { assetRawQuery } from "#lib/features/library/client.ts";
import { copyText } from "./copy-text.ts";

/** What scrolls must be reachable by keyboard, although nothing in it may be focusable. */
const reachable = { tabIndex: 0 };

/** The provider's own JSON, asked for when this tab is opened. */
export function RawView({ assetId }: { assetId: string }) {
  const raw = useQuery(assetRawQuery(assetId));
  if (raw.error) {
    return (
      <Banner
        status="failed"
        action={
          <Button variant="link" size="inline" onClick={() => void raw.refetch()}>
            Retry now
          </Button>
        }
      >
        {raw.error.message}
      </Banner>
    );
  }
  if (raw.isPending) return <Skeleton className="h-64" />;
  const text = JSON.stringify(raw.data, null, 2);
  return (
    <div className="relative">
      <Button
        variant="outline"
        size="sm"
        className="absolute end-2 top-2"
        onClick={() => void copyText(text).then((isCopied) => isCopied && toast.success("Copied."))}
      >
        <Copy aria-hidden="true" /> Copy
      </Button>
      <section
        aria-label="The provider’s JSON"
        className="max-h-[32rem] overflow-auto rounded-md border bg-card p-3"
        {...reachable}
      >
        <pre className="text-xs leading-5">{text}</pre>
      </section>
    </div>
  );
}
