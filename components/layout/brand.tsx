import { cn } from "#components/ui/class-names.ts";

/** A reel seen from the side: the mark beside the name, and alone where the rail is narrow. */
export function BrandMark({ className }: { className?: string }) {
  return (
    <svg viewBox="0 0 20 20" aria-hidden="true" className={cn("size-5", className)}>
      <rect width="20" height="20" rx="6" className="fill-foreground" />
      <circle cx="10" cy="10" r="3.6" className="fill-none stroke-background" strokeWidth="2.6" />
    </svg>
  );
}
