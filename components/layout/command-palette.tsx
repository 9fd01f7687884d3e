"use client";

import { useQuery } from "@tanstack/react-query";
import { Command } from "cmdk";
import { Monitor, Moon, Search, Sun, Upload } from "lucide-react";
import { useRouter } from "next/navigation";
import { type ReactNode, useDeferredValue, useState } from "react";
import { Dialog, DialogContent, DialogTitle } from "#components/ui/dialog.tsx";
import { ProviderMonogram } from "#components/ui/provider-monogram.tsx";
import { openUploadDialog } from "#components/uploads/upload-desk.ts";
import { formatDuration } from "#lib/client/format.ts";
import { getJson } from "#lib/client/get-json.ts";
import { chooseTheme } from "#lib/client/theme.ts";
import { destinations, type Place } from "./navigation.ts";

export interface CommandPaletteProps {
  places: readonly Place[];
  open: boolean;
  onOpenChange(open: boolean): void;
}

/** Every place and command, and the first videos that a few letters find. */
export default function CommandPalette({ places, open, onOpenChange }: CommandPaletteProps) {
  const router = useRouter();
  const [text, setText] = useState("");
  const sought = useDeferredValue(text.trim());
  const found = useQuery({
    queryKey: ["palette", sought],
    queryFn: ({ signal }) =>
      getJson("/api/library", {
        query: { q: sought, limit: 6 },
        schema: async () => (await import("#lib/features/library/schema.ts")).assetPage,
        signal,
      }),
    enabled: open && sought.length > 1,
    placeholderData: (before) => before,
  });

  const run = (what: () => void) => {
    onOpenChange(false);
    setText("");
    what();
  };
  const go = (href: string) => run(() => router.push(href));

  return (
    <Dialog open={open} onOpenChange={onOpenChange}>
      <DialogContent
        hideClose
        aria-describedby={undefined}
        className="inset-x-3 top-3 bottom-auto max-h-[70dvh] gap-0 overflow-hidden rounded-lg p-0 sm:top-[14dvh] sm:max-w-xl"
      >
        <DialogTitle className="sr-only">Search and commands</DialogTitle>
        <Command label="Search and commands" loop className="flex min-h-0 flex-col">
          <div className="flex items-center gap-2 border-b px-3">
            <Search className="size-4 shrink-0 text-muted-foreground" aria-hidden="true" />
            <Command.Input
              value={text}
              onValueChange={setText}
              placeholder="Find a video, go to a page, do something"
              className="h-11 w-full bg-transparent text-base outline-none"
            />
          </div>
          <Command.List className="min-h-0 flex-1 overflow-y-auto p-1">
            <Command.Empty className="px-2 py-6 text-center text-sm text-muted-foreground">
              Nothing is called that.
            </Command.Empty>
            {sought.length > 1 && (found.data?.items.length ?? 0) > 0 && (
              <Group heading="Videos">
                {found.data?.items.map((asset) => (
                  <Item
                    key={asset.assetId}
                    value={`${asset.title} ${asset.assetId}`}
                    keywords={[sought]}
                    onSelect={() => go(`/assets/${encodeURIComponent(asset.assetId)}`)}
                    icon={<ProviderMonogram provider={asset.provider} />}
                    end={asset.durationMs === null ? undefined : formatDuration(asset.durationMs)}
                  >
                    {asset.title}
                  </Item>
                ))}
              </Group>
            )}
            <Group heading="Go to">
              {places.map((place) => {
                const { href, label, icon: Icon } = destinations[place];
                return (
                  <Item key={href} value={label} onSelect={() => go(href)} icon={<Icon aria-hidden="true" />}>
                    {label}
                  </Item>
                );
              })}
            </Group>
            <Group heading="Do">
              <Item
                value="Upload videos"
                onSelect={() => run(() => openUploadDialog())}
                icon={<Upload aria-hidden="true" />}
              >
                Upload videos
              </Item>
              {sought && (
                <Item
                  value={`Search the library for ${sought}`}
                  onSelect={() => go(`/library?q=${encodeURIComponent(sought)}`)}
                  icon={<Search aria-hidden="true" />}
                >
                  Search the library for “{sought}”
                </Item>
              )}
            </Group>
            <Group heading="Theme">
              <Item
                value="Theme light"
                onSelect={() => run(() => chooseTheme("light"))}
                icon={<Sun aria-hidden="true" />}
              >
                Light
              </Item>
              <Item
                value="Theme dark"
                onSelect={() => run(() => chooseTheme("dark"))}
                icon={<Moon aria-hidden="true" />}
              >
                Dark
              </Item>
              <Item
                value="Theme system"
                onSelect={() => run(() => chooseTheme("system"))}
                icon={<Monitor aria-hidden="true" />}
              >
                As the system
              </Item>
            </Group>
          </Command.List>
        </Command>
      </DialogContent>
    </Dialog>
  );
}

function Group({ heading, children }: { heading: string; children: ReactNode }) {
  return (
    <Command.Group
      heading={heading}
      className="[&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:py-1.5 [&_[cmdk-group-heading]]:text-xs [&_[cmdk-group-heading]]:text-muted-foreground"
    >
      {children}
    </Command.Group>
  );
}

interface ItemProps {
  value: string;
  keywords?: string[];
  onSelect(): void;
  icon: ReactNode;
  end?: ReactNode;
  children: ReactNode;
}

function Item({ icon, end, children, ...props }: ItemProps) {
  return (
    <Command.Item
      {...props}
      className="flex min-h-9 items-center gap-2.5 rounded-md px-2 text-sm data-[selected=true]:bg-gray-3 [&_svg]:size-4 [&_svg]:shrink-0 [&_svg]:text-muted-foreground"
    >
      {icon}
      <span className="clip-line min-w-0 flex-1">{children}</span>
      {end && <span className="tabular text-xs text-muted-foreground">{end}</span>}
    </Command.Item>
  );
}
