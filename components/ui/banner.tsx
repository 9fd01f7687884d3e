import type { ReactNode } from "react";
import { cn } from "./class-names.ts";
import { type StatusKind, StatusMark } from "./status-mark.tsx";

export interface BannerProps {
  status?: StatusKind;
  children: ReactNode;
  /** One action: usually "Retry now". */
  action?: ReactNode;
  className?: string;
}

/** One line across the page about a part that is not well. It never stands in for the rest. */
export function Banner({ status = "degraded", children, action, className }: BannerProps) {
  return (
    <div
      role="status"
      className={cn(
        "flex min-h-9 items-center gap-3 rounded-md border border-border-strong bg-card px-3 py-1.5 text-sm",
        className,
      )}
    >
      <StatusMark status={status} />
      <p className="min-w-0 flex-1 text-soft-foreground [&_strong]:font-semibold [&_strong]:text-foreground">
        {children}
      </p>
      {action}
    </div>
  );
}
