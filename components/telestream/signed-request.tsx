"use client";

import { type ReactNode, useEffect, useState } from "react";
import { copyText } from "#components/assets/copy-text.ts";
import { Button } from "#components/ui/button.tsx";
import { StatusMark } from "#components/ui/status-mark.tsx";
import { toast } from "#components/ui/toast.ts";
import type { SignedRequestView } from "#lib/features/telestream/schema/signing.ts";

/** What makes the call, in the forms that people need it in, and how long it is good for. */
export function SignedRequest({ signed }: { signed: SignedRequestView }) {
  const parameters = Object.fromEntries(signed.parameters.map(({ name, value }) => [name, value]));
  return (
    <section aria-label="Signed request" className="grid gap-4 rounded-lg border bg-card p-4">
      <Expiry at={signed.expiresAt} />
      <Copyable title="URL" text={signed.url}>
        <code className="block text-xs break-all">{signed.url}</code>
      </Copyable>
      <Copyable title="Signed parameters" text={JSON.stringify(parameters, null, 2)}>
        <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1 font-mono text-xs">
          {signed.parameters.map(({ name, value }) => (
            <div key={name} className="contents">
              <dt className="text-muted-foreground">{name}</dt>
              <dd className="break-all">{value}</dd>
            </div>
          ))}
        </dl>
      </Copyable>
      <Copyable title="curl" text={signed.curl}>
        <pre className="text-xs break-all whitespace-pre-wrap">{signed.curl}</pre>
      </Copyable>
    </section>
  );
}

/** Counts down in the page's own clock; gone, it says so and what to do. */
function Expiry({ at }: { at: string }) {
  const [leftMs, setLeftMs] = useState<number>();
  useEffect(() => {
    const look = () => setLeftMs(Date.parse(at) - Date.now());
    look();
    const timer = setInterval(look, 1_000);
    return () => clearInterval(timer);
  }, [at]);
  const isOver = leftMs !== undefined && leftMs <= 0;
  const seconds = Math.max(0, Math.ceil((leftMs ?? 0) / 1000));
  return (
    <p role={isOver ? "status" : undefined} className="flex items-center gap-2 text-sm">
      <StatusMark status={isOver ? "off" : "ready"} />
      {isOver ? (
        "Expired: the service refuses it now. Sign again."
      ) : (
        <span>
          Good for{" "}
          <span className="tabular">
            {Math.floor(seconds / 60)}:{String(seconds % 60).padStart(2, "0")}
          </span>
          , a changing call once.
        </span>
      )}
    </p>
  );
}

function Copyable({ title, text, children }: { title: string; text: string; children: ReactNode }) {
  const copy = async () => {
    if (await copyText(text)) toast.success(`${title} copied`);
    else toast.error("The browser did not let this page copy.");
  };
  return (
    <div className="grid gap-1.5">
      <div className="flex items-center justify-between">
        <h2 className="text-sm font-semibold">{title}</h2>
        <Button variant="ghost" size="sm" aria-label={`Copy ${title}`} onClick={() => void copy()}>
          Copy
        </Button>
      </div>
      <div className="rounded-md border bg-gray-2 px-3 py-2">{children}</div>
    </div>
  );
}
