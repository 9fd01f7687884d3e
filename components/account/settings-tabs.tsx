"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import { cn } from "#components/ui/class-names.ts";

export interface SettingsTab {
  readonly href: string;
  readonly label: string;
}

export function SettingsTabs({ tabs }: { tabs: readonly SettingsTab[] }) {
  const pathname = usePathname();
  return (
    <nav aria-label="Settings" className="scroll-quiet flex gap-5 overflow-x-auto border-b">
      {tabs.map(({ href, label }) => {
        const isCurrent = pathname === href;
        return (
          <Link
            key={href}
            href={href}
            aria-current={isCurrent ? "page" : undefined}
            className={cn(
              "-mb-px flex h-9 items-center border-b-2 text-sm font-medium whitespace-nowrap focus-visible:-outline-offset-2",
              isCurrent
                ? "border-foreground text-foreground"
                : "border-transparent text-muted-foreground hover:text-foreground",
            )}
          >
            {label}
          </Link>
        );
      })}
    </nav>
  );
}
