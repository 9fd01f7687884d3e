"use client";

import { Copy } from "lucide-react";
import { useId } from "react";
import { copyText } from "#components/assets/copy-text.ts";
import { Button } from "#components/ui/button.tsx";
import { toast } from "#components/ui/toast.ts";

export interface RevealedTokenProps {
  readonly token: string;
  /** What its being seen means: that it is not shown again, that somebody kept it. */
  readonly note: string;
}

/** A token's value, to be taken now. */
export function RevealedToken({ token, note }: RevealedTokenProps) {
  const id = useId();
  const copy = async () => {
    if (await copyText(token)) toast.success("Copied. Whoever has it can do what it allows.");
    else toast.error("The browser did not let us copy: select the value and copy it.");
  };
  return (
    <div className="grid gap-1.5">
      <label htmlFor={id} className="text-sm font-medium">
        Value
      </label>
      <div className="flex items-start gap-2">
        <textarea
          id={id}
          readOnly
          value={token}
          rows={token.length > 60 ? 4 : 1}
          spellCheck={false}
          aria-describedby={`${id}-note`}
          onFocus={({ target }) => target.select()}
          className="min-w-0 flex-1 resize-none rounded-md border border-gray-8 bg-card px-3 py-1.5 font-mono text-xs leading-5 break-all"
        />
        <Button autoFocus onClick={() => void copy()}>
          <Copy aria-hidden="true" />
          Copy
        </Button>
      </div>
      <p id={`${id}-note`} className="text-xs text-pretty text-muted-foreground">
        {note}
      </p>
    </div>
  );
}
