"use client";

import { Search, X } from "lucide-react";
import { usePathname, useRouter, useSearchParams } from "next/navigation";
import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { cn } from "#components/ui/class-names.ts";
import { Kbd } from "#components/ui/kbd.tsx";

/** Fast enough to feel at once, slow enough not to ask for every letter. */
const pauseMs = 140;

/** On the library it narrows the list while one types; elsewhere Enter goes there. "/" reaches it from anywhere. */
export function SearchBox({ className }: { className?: string }) {
  const pathname = usePathname();
  const router = useRouter();
  const parameters = useSearchParams();
  const isLibrary = pathname === "/library";
  const inAddress = isLibrary ? (parameters.get("q") ?? "") : "";
  const [text, setText] = useState(inAddress);
  const input = useRef<HTMLInputElement>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);

  // Back, forward and "clear filters" change the address under us; what is being typed wins.
  useEffect(() => {
    if (document.activeElement !== input.current) setText(inAddress);
  }, [inAddress]);

  useEffect(() => {
    const onKey = (event: globalThis.KeyboardEvent) => {
      if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target))
        return;
      const box = input.current;
      if (!box?.offsetParent) return;
      event.preventDefault();
      box.focus();
      box.select();
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, []);

  function search(value: string) {
    clearTimeout(timer.current);
    const next = new URLSearchParams(window.location.search);
    if (value.trim()) next.set("q", value.trim());
    else next.delete("q");
    const query = next.toString();
    window.history.replaceState(null, "", query ? `/library?${query}` : "/library");
    window.scrollTo({ top: 0 });
  }

  function change(value: string) {
    setText(value);
    if (!isLibrary) return;
    clearTimeout(timer.current);
    timer.current = setTimeout(() => search(value), pauseMs);
  }

  function onKeyDown(event: KeyboardEvent<HTMLInputElement>) {
    if (event.key === "Enter") {
      if (isLibrary) search(text);
      else if (text.trim()) router.push(`/library?q=${encodeURIComponent(text.trim())}`);
    }
    if (event.key === "Escape") {
      if (text) change("");
      else input.current?.blur();
      event.stopPropagation();
    }
    if (event.key === "ArrowDown" && isLibrary) {
      event.preventDefault();
      document.querySelector<HTMLElement>('[data-open][tabindex="0"]')?.focus();
    }
  }

  return (
    <search className={cn("relative block", className)}>
      <Search
        className="pointer-events-none absolute start-2.5 top-1/2 size-4 -translate-y-1/2 text-muted-foreground"
        aria-hidden="true"
      />
      <input
        ref={input}
        type="search"
        value={text}
        onChange={(event) => change(event.target.value)}
        onKeyDown={onKeyDown}
        aria-label="Search videos"
        aria-keyshortcuts="/"
        placeholder="Search titles and tags"
        maxLength={200}
        autoComplete="off"
        spellCheck={false}
        className="peer h-8 w-full min-w-0 rounded-md border border-border-strong bg-card ps-8 pe-8 text-sm transition-colors hover:border-gray-8 focus-visible:border-selected focus-visible:outline-1 focus-visible:-outline-offset-1 [&::-webkit-search-cancel-button]:hidden"
      />
      {text ? (
        <button
          type="button"
          aria-label="Clear the search"
          onClick={() => {
            change("");
            input.current?.focus();
          }}
          className="absolute end-1 top-1/2 grid size-6 -translate-y-1/2 place-items-center rounded-md text-muted-foreground hover:bg-gray-3 hover:text-foreground"
        >
          <X className="size-3.5" aria-hidden="true" />
        </button>
      ) : (
        <Kbd
          aria-hidden="true"
          className="pointer-events-none absolute end-1.5 top-1/2 -translate-y-1/2 peer-focus:hidden max-md:hidden"
        >
          /
        </Kbd>
      )}
    </search>
  );
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || ["INPUT", "TEXTAREA", "SELECT"].includes(target.tagName))
  );
}
