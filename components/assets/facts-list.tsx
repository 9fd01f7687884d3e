import type { ReactNode } from "react";

/** Labels and values, one a line. */
export function FactsList({ children }: { children: ReactNode }) {
  return (
    <dl className="grid grid-cols-[6.5rem_minmax(0,1fr)] gap-x-3 gap-y-2 text-sm [&>div]:contents">
      {children}
    </dl>
  );
}

/** One line; left out when there is no value. */
export function Fact({ label, children }: { label: string; children: ReactNode }) {
  if (children === null || children === undefined || children === "") return null;
  return (
    <div>
      <dt className="text-muted-foreground">{label}</dt>
      <dd className="min-w-0 break-words tabular">{children}</dd>
    </div>
  );
}
