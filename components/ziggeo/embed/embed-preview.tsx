"use client";

import { Eye } from "lucide-react";
import { useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { StatusMark } from "#components/ui/status-mark.tsx";
import { buildMediaUrls } from "#lib/domain/embed-code.ts";
import { previewEmbed } from "#lib/features/ziggeo/actions/auth-tokens.ts";
import type { TokenChoice } from "./token-choice.ts";

interface Shown {
  readonly video: string;
  readonly image: string;
}

/**
 * The video as a page elsewhere fetches it: from the browser API, with the chosen token alone, never with the private
 * key. What plays here plays there.
 */
export function EmbedPreview({ assetId, choice }: { assetId: string; choice: TokenChoice }) {
  const [shown, setShown] = useState<Shown>();
  const [problem, setProblem] = useState<string>();
  const [isPending, setPending] = useState(false);
  const show = async () => {
    setPending(true);
    setProblem(undefined);
    setShown(undefined);
    try {
      const prepared = await previewEmbed({
        assetId,
        ...(choice.kind === "kept" && { authTokenId: choice.token.authTokenId }),
      });
      if (!prepared.ok) setProblem(prepared.error.message);
      else {
        const session = await openSession(prepared.value);
        if (session.problem === undefined) setShown(buildMediaUrls(prepared.value, session.token));
        else setProblem(session.problem);
      }
    } catch {
      setProblem("Reelyard did not answer. Try again in a moment.");
    }
    setPending(false);
  };
  if (choice.kind === "encrypt") return null;
  const { sessionLimit, usageSeconds } = choice.token?.rules ?? { sessionLimit: null, usageSeconds: null };
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-2">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <Button variant="outline" pending={isPending} onClick={() => void show()}>
          <Eye aria-hidden="true" />
          {shown ? "Play it anew" : "Try it as a page would"}
        </Button>
        {(sessionLimit !== null || usageSeconds !== null) && (
          <span className="text-xs text-muted-foreground">This uses one of the token’s sessions.</span>
        )}
      </div>
      {problem && (
        <p role="alert" className="flex items-start gap-2 text-sm text-failed-text">
          <StatusMark status="failed" className="mt-[3px]" />
          {problem}
        </p>
      )}
      {shown && (
        <figure className="grid max-w-xl gap-1.5">
          {/* biome-ignore lint/a11y/useMediaCaption: as a page without Ziggeo's script shows it. */}
          <video
            src={shown.video}
            poster={shown.image}
            controls
            playsInline
            preload="metadata"
            aria-label="The video as a page elsewhere plays it"
            onError={() => {
              setShown(undefined);
              setProblem(
                "It does not play: the token does not let anybody watch this video, or it is not ready.",
              );
            }}
            className="aspect-video w-full rounded-lg border bg-black"
          />
          <figcaption className="text-xs text-pretty text-muted-foreground">
            Fetched with the token alone, as on your page, in the browser’s own player. Ziggeo’s look and
            controls come with its script, which is not run here.
          </figcaption>
        </figure>
      )}
    </div>
  );
}

/** One session for all that the player fetches: outside any, every request would be a use of its own. */
async function openSession({
  sessionUrl,
  auth,
}: {
  sessionUrl: string;
  auth: { kind: string; token: string } | null;
}): Promise<{ token?: string; problem?: string }> {
  const query = auth ? `?${new URLSearchParams({ [`${auth.kind}_auth`]: auth.token })}` : "";
  let answer: Response;
  try {
    answer = await fetch(`${sessionUrl}${query}`, { method: "POST" });
  } catch {
    return { problem: "Ziggeo did not answer this browser." };
  }
  const body: unknown = await answer.json().catch(() => null);
  const token = memberOf(body, "token");
  if (answer.ok) return typeof token === "string" ? { token } : {};
  const message = memberOf(body, "message");
  return { problem: typeof message === "string" ? message : `Ziggeo answered ${answer.status}.` };
}

const memberOf = (value: unknown, name: string): unknown =>
  typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined;
