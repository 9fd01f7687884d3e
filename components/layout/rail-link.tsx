"use client";

import { usePathname } from "next/navigation";
import type { ReactNode } from "react";
import { cn } from "#components/ui/class-names.ts";
import { Link } from "#components/ui/link.tsx";
import { isAt } from "./navigation.ts";

export interface RailLinkProps {
  href: string;
  label: string;
  icon: ReactNode;
  /** A count or a mark at the far end; hidden while the rail shows icons only. */
  end?: ReactNode;
}

export function RailLink({ href, label, icon, end }: RailLinkProps) {
  const isCurrent = isAt(usePathname(), href);
  return (
    <Link
      href={href}
      aria-current={isCurrent ? "page" : undefined}
      title={label}
      className={cn(
        "flex h-8 items-center gap-2.5 rounded-md px-2 text-sm font-medium text-soft-foreground transition-colors hover:bg-gray-3 hover:text-foreground max-lg:justify-center [&_svg]:shrink-0 [&_svg:not([class*='size-'])]:size-4",
        isCurrent && "bg-gray-3 text-foreground",
      )}
    >
      {icon}
      <span className="clip-line min-w-0 flex-1 max-lg:sr-only">{label}</span>
      {end && <span className="tabular text-xs font-normal text-muted-foreground max-lg:sr-only">{end}</span>}
    </Link>
  );
}
