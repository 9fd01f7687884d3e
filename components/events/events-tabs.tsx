import { cn } from "#components/ui/class-names.ts";
import { Link } from "#components/ui/link.tsx";

const tabs = [
  { name: "inbox", href: "/events", label: "Inbox" },
  { name: "webhooks", href: "/events/webhooks", label: "Webhooks" },
] as const;

/** What came, and who is asked to send it. */
export function EventsTabs({ current }: { current: (typeof tabs)[number]["name"] }) {
  return (
    <nav aria-label="Events" className="mb-4 flex gap-5 border-b">
      {tabs.map(({ name, href, label }) => (
        <Link
          key={name}
          href={href}
          aria-current={name === current ? "page" : undefined}
          className={cn(
            "-mb-px flex h-9 items-center border-b-2 border-transparent text-sm font-medium text-muted-foreground hover:text-foreground focus-visible:-outline-offset-2",
            name === current && "border-foreground text-foreground",
          )}
        >
          {label}
        </Link>
      ))}
    </nav>
  );
}
