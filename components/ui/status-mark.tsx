import type { AssetStatus } from "#lib/domain/asset.ts";
import type { RenditionStatus } from "#lib/domain/rendition.ts";
import { cn } from "./class-names.ts";

export const statusKinds = ["queued", "working", "ready", "failed", "degraded", "draft", "off"] as const;
export type StatusKind = (typeof statusKinds)[number];

/** Of an asset's status or a rendition's, the mark that stands for it. */
export function toStatusKind(status: AssetStatus | RenditionStatus): StatusKind {
  switch (status) {
    case "queued":
      return "queued";
    case "importing":
    case "encoding":
      return "working";
    case "ready":
      return "ready";
    case "failed":
      return "failed";
    case "draft":
      return "draft";
    case "cancelled":
      return "off";
  }
}

const colours: Record<StatusKind, string> = {
  queued: "text-queued",
  working: "text-working",
  ready: "text-ready",
  failed: "text-failed",
  degraded: "text-degraded",
  draft: "text-queued",
  off: "text-queued",
};

export interface StatusMarkProps {
  status: StatusKind;
  /** 0–100: how much of the working arc is filled. */
  percent?: number | null;
  className?: string;
}

/** A shape per state, so that colour is never the only sign. Always beside its word. */
export function StatusMark({ status, percent, className }: StatusMarkProps) {
  return (
    <svg
      viewBox="0 0 14 14"
      aria-hidden="true"
      className={cn("size-3.5 shrink-0", colours[status], className)}
    >
      <Shape status={status} percent={percent ?? null} />
    </svg>
  );
}

const circumference = 2 * Math.PI * 5;

function Shape({ status, percent }: { status: StatusKind; percent: number | null }) {
  switch (status) {
    case "queued":
      return <circle cx="7" cy="7" r="4" fill="none" stroke="currentColor" strokeWidth="1.75" />;
    case "draft":
      return (
        <circle
          cx="7"
          cy="7"
          r="4.25"
          fill="none"
          stroke="currentColor"
          strokeWidth="1.5"
          strokeDasharray="2.2 2.2"
        />
      );
    case "ready":
      return <circle cx="7" cy="7" r="3.75" fill="currentColor" />;
    case "failed":
      return (
        <rect
          x="3.2"
          y="3.2"
          width="7.6"
          height="7.6"
          rx="1.2"
          fill="currentColor"
          transform="rotate(45 7 7)"
        />
      );
    case "degraded":
      return <path d="M7 2.2 12.4 11.6a.6.6 0 0 1-.5.9H2.1a.6.6 0 0 1-.5-.9Z" fill="currentColor" />;
    case "off":
      return <path d="M3.5 7h7" stroke="currentColor" strokeWidth="2" strokeLinecap="round" />;
    case "working":
      return (
        <g fill="none" strokeWidth="2" transform="rotate(-90 7 7)">
          <circle cx="7" cy="7" r="5" stroke="currentColor" opacity="0.28" />
          <circle
            cx="7"
            cy="7"
            r="5"
            stroke="currentColor"
            strokeDasharray={circumference}
            strokeDashoffset={circumference * (1 - (percent ?? 12) / 100)}
            className="transition-[stroke-dashoffset] duration-500 ease-linear"
          />
        </g>
      );
  }
}
