import { canEditAssets, canSignRequests, canUpload, canUseAuthTokens } from "#lib/auth/permissions.ts";
import type { ProviderId } from "#lib/domain/provider-id.ts";
import type { Viewer } from "#lib/domain/user.ts";
import { connectionHref } from "./connection-href.ts";

/** One of a connection's own pages: `app/(dashboard)/connections/[connectionId]/<segment>/page.tsx`. */
export interface ConnectionPage {
  readonly segment: string;
  readonly label: string;
  /** What one does there, for the account's overview. */
  readonly about: string;
  /** Who is led to it; everyone when absent. The page itself refuses all the same. */
  readonly permit?: (viewer: Viewer) => boolean;
}

/** What each provider's accounts have pages for, in the order of the tabs. A page that does not exist has no line. */
export const connectionPages: Readonly<Record<ProviderId, readonly ConnectionPage[]>> = {
  ziggeo: [
    {
      segment: "auth-tokens",
      label: "Auth tokens",
      about: "What pages may do with the application's videos: make, change and revoke what opens them.",
      permit: canUseAuthTokens,
    },
  ],
  telestream: [
    {
      segment: "factories",
      label: "Factories",
      about: "Where videos go, what is kept of them, and the address that hears of it.",
    },
    {
      segment: "profiles",
      label: "Profiles",
      about: "What a video can become: presets, guided settings, and the command they come to.",
    },
    {
      segment: "encodings",
      label: "Encodings",
      about: "What runs, waits, failed and is done, over all factories; retry, cancel, and why.",
    },
    {
      segment: "upload-sessions",
      label: "Upload sessions",
      about: "What this browser sends, part by part: pause, go on, give up, and how many parts at once.",
      permit: canUpload,
    },
    {
      segment: "sign-request",
      label: "Sign a request",
      about: "A call for a page or a script of yours to make, without the secret.",
      permit: canSignRequests,
    },
  ],
  stupeflix: [
    {
      segment: "compose",
      label: "Compose",
      about: "Tasks written as a form or as JSON, kept as presets, run, and shown as they go on.",
      permit: canUpload,
    },
    {
      segment: "tasks",
      label: "Tasks",
      about: "What the account was asked to do: how far it is, what came of it, and what was wrong.",
    },
    {
      segment: "storage",
      label: "Storage",
      about: "What tasks have made and kept, how much it is, and for how long.",
    },
  ],
  apivideo: [
    {
      segment: "live",
      label: "Live",
      about: "Where a broadcast is sent, who is on air, and the videos that broadcasts became.",
    },
    {
      segment: "upload-tokens",
      label: "Upload tokens",
      about: "What lets a page or a guest upload without the account's key.",
      permit: canEditAssets,
    },
    {
      segment: "players",
      label: "Player themes",
      about: "Colours, logo and manners of the embedded player.",
    },
    {
      segment: "watermarks",
      label: "Watermarks",
      about: "Pictures that can be laid over a video when it is made.",
      permit: canEditAssets,
    },
    {
      segment: "discarded",
      label: "Discarded",
      about: "Deleted videos that can still be brought back.",
    },
  ],
};

export interface ConnectionLink {
  readonly href: string;
  readonly label: string;
  readonly about: string;
}

/** The pages of a connection that this person is led to, after its overview. */
export function linksOfConnection(
  { connectionId, provider }: { connectionId: string; provider: ProviderId },
  viewer: Viewer,
): readonly ConnectionLink[] {
  return connectionPages[provider]
    .filter(({ permit }) => permit?.(viewer) ?? true)
    .map(({ segment, label, about }) => ({ href: connectionHref(connectionId, segment), label, about }));
}
