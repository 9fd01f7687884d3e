import { type ProviderId, providerNames } from "#lib/domain/provider-id.ts";
import { cn } from "./class-names.ts";

export interface ProviderMonogramProps {
  provider: ProviderId;
  /** Says the provider's name to screen readers; leave out where it stands beside the mark. */
  named?: boolean;
  className?: string;
}

/** Two letters in a small square: providers are told apart by this, never by colour. */
export function ProviderMonogram({ provider, named, className }: ProviderMonogramProps) {
  const { name, monogram } = providerNames[provider];
  return (
    <span
      className={cn(
        "inline-grid size-5 shrink-0 place-items-center rounded-sm border border-border-strong bg-card text-[0.625rem] leading-none font-semibold text-soft-foreground select-none",
        className,
      )}
      {...(named ? { role: "img", "aria-label": name, title: name } : { "aria-hidden": true })}
    >
      {monogram}
    </span>
  );
}
