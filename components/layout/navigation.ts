import { Cable, Inbox, ListTodo, type LucideIcon, Settings, SquarePlay, Upload } from "lucide-react";

export interface Destination {
  readonly href: string;
  readonly label: string;
  readonly icon: LucideIcon;
}

/** The product's places, in the order of the rail, the bottom bar and the palette. */
export const destinations = {
  library: { href: "/library", label: "Library", icon: SquarePlay },
  uploads: { href: "/uploads", label: "Uploads", icon: Upload },
  tasks: { href: "/tasks", label: "Tasks", icon: ListTodo },
  events: { href: "/events", label: "Events", icon: Inbox },
  connections: { href: "/connections", label: "Connections", icon: Cable },
  settings: { href: "/settings", label: "Settings", icon: Settings },
} as const satisfies Record<string, Destination>;

/** True on the place itself and on everything under it. An asset is part of the library. */
export function isAt(pathname: string, href: string): boolean {
  if (href === "/library" && pathname.startsWith("/assets/")) return true;
  return pathname === href || pathname.startsWith(`${href}/`);
}
