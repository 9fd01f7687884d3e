import type { ComponentProps } from "react";
import { cn } from "./class-names.ts";

/** What scrolls must be reachable by keyboard, although nothing in it may be focusable. */
const reachable = { tabIndex: 0 };

export interface TableProps extends ComponentProps<"table"> {
  /** The region's name while it scrolls sideways. */
  label?: string;
}

/** 13 px rows on hairlines; scrolls sideways by itself where it does not fit. */
export function Table({ className, label, ...props }: TableProps) {
  return (
    <section className="w-full overflow-x-auto" aria-label={label ?? "Table"} {...reachable}>
      <table className={cn("w-full border-collapse text-sm", className)} {...props} />
    </section>
  );
}

export function TableHeader({ className, ...props }: ComponentProps<"thead">) {
  return <thead className={className} {...props} />;
}

export function TableBody({ className, ...props }: ComponentProps<"tbody">) {
  return <tbody className={className} {...props} />;
}

export function TableRow({ className, ...props }: ComponentProps<"tr">) {
  return (
    <tr
      className={cn("border-b transition-colors data-[state=selected]:bg-selected-soft", className)}
      {...props}
    />
  );
}

export function TableHead({ className, ...props }: ComponentProps<"th">) {
  return (
    <th
      scope="col"
      className={cn(
        "h-8 pe-4 text-start align-middle text-xs font-medium whitespace-nowrap text-muted-foreground",
        className,
      )}
      {...props}
    />
  );
}

export function TableCell({ className, ...props }: ComponentProps<"td">) {
  return <td className={cn("h-9 py-1.5 pe-4 align-middle tabular", className)} {...props} />;
}

export function TableCaption({ className, ...props }: ComponentProps<"caption">) {
  return <caption className={cn("sr-only", className)} {...props} />;
}
