import { Cable, Inbox, ListTodo, type LucideIcon, Settings, SquarePlay, Upload } from "lucide-react";
import { canViewEvents } from "#lib/auth/permissions.ts";
import type { Viewer } from "#lib/domain/user.ts";

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

export type Place = keyof typeof destinations;

/** Where somebody may go: what is closed to them is not offered. */
export function placesFor(viewer: Viewer): Place[] {
  const all = Object.keys(destinations) as Place[];
  return all.filter((place) => place !== "events" || canViewEvents(viewer));
}

/** True on the place itself and on everything under it. An asset is part of the library. */
export function isAt(pathname: string, href: string): boolean {
  if (href === "/library" && pathname.startsWith("/assets/")) return true;
  return pathname === href || pathname.startsWith(`${href}/`);
}
