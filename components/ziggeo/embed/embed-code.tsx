"use client";

import { Copy } from "lucide-react";
import { useState, useSyncExternalStore } from "react";
import { copyText } from "#components/assets/copy-text.ts";
import { Button } from "#components/ui/button.tsx";
import { toast } from "#components/ui/toast.ts";
import { buildEmbedCode, type EmbedFacts, type EmbedKind } from "#lib/domain/embed-code.ts";
import { buildEmbed } from "#lib/features/ziggeo/actions/auth-tokens.ts";
import type { EmbedOptions } from "#lib/features/ziggeo/schema/auth-tokens.ts";
import type { TokenChoice } from "./token-choice.ts";

export interface EmbedCodeProps {
  readonly assetId: string;
  readonly kind: EmbedKind;
  readonly choice: TokenChoice;
  readonly options: EmbedOptions;
}

const never = () => () => {};
const useOrigin = () =>
  useSyncExternalStore(
    never,
    () => window.location.origin,
    () => "",
  );

/** The code as it looks, its tokens by their last letters; whole only on the clipboard. */
export function EmbedCode({ assetId, kind, choice, options }: EmbedCodeProps) {
  const origin = useOrigin();
  const [whole, setWhole] = useState<{ of: string; code: string }>();
  const [isPending, setPending] = useState(false);
  const shown = buildEmbedCode(kind, toShown(choice, options, origin));
  const copy = async () => {
    setPending(true);
    try {
      const built = await buildEmbed({
        assetId,
        kind,
        origin,
        ...(choice.kind === "kept" && { authTokenId: choice.token.authTokenId }),
        ...(choice.kind === "encrypt" && { encryptDays: choice.days }),
      });
      if (!built.ok) toast.error(built.error.message);
      else if (await copyText(built.value.code)) toast.success("The code is copied, with its tokens.");
      else {
        setWhole({ of: shown, code: built.value.code });
        toast.error("The browser did not let us copy: the whole code is shown, select it.");
      }
    } catch {
      toast.error("Reelyard did not answer. Try again in a moment.");
    }
    setPending(false);
  };
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] justify-items-start gap-2">
      <pre className="w-full rounded-md border bg-card p-3 text-xs leading-5 [overflow-wrap:anywhere] whitespace-pre-wrap">
        {whole?.of === shown ? whole.code : shown}
      </pre>
      <p className="text-xs text-pretty text-muted-foreground">{noteOn(kind, options)}</p>
      <Button variant="outline" pending={isPending} onClick={() => void copy()}>
        <Copy aria-hidden="true" />
        Copy the code
      </Button>
    </div>
  );
}

function toShown(choice: TokenChoice, options: EmbedOptions, origin: string): EmbedFacts {
  const { applicationHint, videoToken, mediaBase } = options;
  const auth = {
    none: null,
    kept: { kind: "server", token: `…${choice.token?.hint ?? ""}` },
    encrypt: { kind: "client", token: "…" },
  } as const;
  return {
    applicationToken: `…${applicationHint}`,
    videoToken,
    mediaBase: mediaBase.startsWith("/") ? `${origin}${mediaBase}` : mediaBase,
    auth: auth[choice.kind],
  };
}

function noteOn(kind: EmbedKind, { isLocal }: EmbedOptions): string {
  if (kind === "video") {
    return "The browser’s own player, straight from the address that Ziggeo’s player would fetch: no script, no themes, no counting of views beyond the plays.";
  }
  return isLocal
    ? "Ziggeo’s script comes from assets.ziggeo.com and talks to Ziggeo. It plays and records for applications there; a video of this computer’s own engine is embedded by plain HTML."
    : "Ziggeo’s script comes from assets.ziggeo.com, and plays and records in your page.";
}
