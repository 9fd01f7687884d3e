import { Play } from "lucide-react";
import { cn } from "#components/ui/class-names.ts";
import type { PlayerTheme } from "#lib/features/apivideo/schema/themes.ts";

/** A player drawn with a theme's colours: where each of them is seen. */
export function ThemePreview({
  theme: { colours, switches, logoUrl },
  title,
}: {
  theme: Pick<PlayerTheme, "colours" | "switches" | "logoUrl">;
  title: string;
}) {
  return (
    <div aria-hidden="true" className="relative grid aspect-video overflow-hidden bg-black text-sm">
      <div className="absolute inset-0 bg-linear-to-br from-gray-8 to-gray-11" />
      {!switches.hideTitle && (
        <p
          dir="auto"
          className={cn(
            "clip-line absolute inset-x-0 top-0 px-3 pt-2 pb-5 font-medium",
            logoUrl !== null && "pe-24",
          )}
          style={{
            color: colours.text,
            backgroundImage: `linear-gradient(to bottom, ${colours.backgroundTop}, transparent)`,
          }}
        >
          {title}
        </p>
      )}
      {logoUrl !== null && (
        <img src={logoUrl} alt="" className="absolute end-2 top-2 max-h-6 max-w-20 object-contain" />
      )}
      <span
        className="absolute top-1/2 left-1/2 grid size-10 -translate-1/2 place-content-center rounded-full"
        style={{ color: colours.link, backgroundColor: colours.backgroundText }}
      >
        <Play className="size-5" />
      </span>
      {switches.enableControls && (
        <div
          className="absolute inset-x-0 bottom-0 px-3 pt-5 pb-3"
          style={{ backgroundImage: `linear-gradient(to top, ${colours.backgroundBottom}, transparent)` }}
        >
          <div className="h-1 rounded-full" style={{ backgroundColor: colours.trackBackground }}>
            <div className="h-1 w-2/3 rounded-full" style={{ backgroundColor: colours.trackUnplayed }}>
              <div className="h-1 w-1/2 rounded-full" style={{ backgroundColor: colours.trackPlayed }} />
            </div>
          </div>
        </div>
      )}
    </div>
  );
}
