import { Monitor, Moon, Sun } from "lucide-react";
import type { ReactNode } from "react";
import { BrandMark } from "./brand.tsx";
import { destinations, type Place } from "./navigation.ts";
import { PaletteHint } from "./palette-hint.tsx";
import { RailLink } from "./rail-link.tsx";
import { ThemeToggle } from "./theme-toggle.tsx";

export interface RailProps {
  places: readonly Place[];
  /** Counts at the end of an entry. */
  counts?: Partial<Record<Place, ReactNode>>;
  /** The links of the accounts, under "Connections". */
  connections?: ReactNode;
}

/** Where one can go. Names from 1024 px, icons from 768 px, a bottom bar below. */
export function Rail({ places, counts = {}, connections }: RailProps) {
  const entries = (...names: Place[]) =>
    names
      .filter((name) => places.includes(name))
      .map((name) => <Entry key={name} name={name} count={counts[name]} />);
  return (
    <nav
      aria-label="Main"
      className="sticky top-0 flex h-dvh w-14 shrink-0 flex-col border-e p-2 max-md:hidden lg:w-52"
    >
      <div className="mb-1 flex h-8 items-center gap-2 px-2 max-lg:justify-center">
        <BrandMark />
        <span className="text-base font-semibold max-lg:sr-only">Reelyard</span>
      </div>
      <div className="scroll-quiet flex min-h-0 flex-1 flex-col overflow-y-auto pt-1">
        <ul className="grid gap-0.5">{entries("library", "uploads", "tasks", "events")}</ul>
        <ul className="mt-4 grid gap-0.5">
          {entries("connections")}
          {connections}
        </ul>
        <ul className="mt-auto grid gap-0.5 pt-4">{entries("settings")}</ul>
      </div>
      <div className="mt-1 flex items-center gap-1 max-lg:flex-col lg:justify-between">
        <PaletteHint />
        <ThemeToggle
          icons={{
            system: <Monitor aria-hidden="true" />,
            light: <Sun aria-hidden="true" />,
            dark: <Moon aria-hidden="true" />,
          }}
        />
      </div>
    </nav>
  );
}

function Entry({ name, count }: { name: Place; count: ReactNode }) {
  const { href, label, icon: Icon } = destinations[name];
  return (
    <li>
      <RailLink href={href} label={label} icon={<Icon aria-hidden="true" />} end={count} />
    </li>
  );
}
