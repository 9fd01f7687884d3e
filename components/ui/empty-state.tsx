import type { ReactNode } from "react";
import { cn } from "./class-names.ts";

export interface EmptyStateProps {
  icon?: ReactNode;
  title: ReactNode;
  children?: ReactNode;
  /** Buttons that do the work. */
  actions?: ReactNode;
  className?: string;
}

export function EmptyState({ icon, title, children, actions, className }: EmptyStateProps) {
  return (
    <div className={cn("mx-auto grid max-w-md justify-items-center gap-3 py-16 text-center", className)}>
      {icon && (
        <div className="grid size-10 place-items-center rounded-lg border bg-card text-muted-foreground [&_svg]:size-5">
          {icon}
        </div>
      )}
      <h2 className="text-lg font-semibold text-balance">{title}</h2>
      {children && <div className="text-sm text-pretty text-soft-foreground">{children}</div>}
      {actions && <div className="mt-1 flex flex-wrap justify-center gap-2">{actions}</div>}
    </div>
  );
}
