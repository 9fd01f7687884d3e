"use client";

import { Inbox } from "lucide-react";
import { Button } from "#components/ui/button.tsx";
import { Input } from "#components/ui/input.tsx";
import { inboxMark } from "#lib/features/stupeflix/schema/inbox-mark.ts";
import { ariaOf, type ControlProps, toTextValue } from "./control-props.ts";

/** Who hears of the end: an address, or the inbox of this dashboard, whose own address stays on the server. */
export function CallbackControl(props: ControlProps) {
  const isInbox = props.value === inboxMark;
  return (
    <span className="flex flex-wrap gap-2">
      <Input
        {...ariaOf(props)}
        type="url"
        className="min-w-48 flex-1"
        spellCheck={false}
        placeholder="https://"
        readOnly={isInbox}
        value={isInbox ? "This dashboard’s inbox" : toTextValue(props.value)}
        onChange={({ target }) => props.onChange(target.value || undefined)}
      />
      <Button
        variant={isInbox ? "secondary" : "outline"}
        className="h-9"
        aria-pressed={isInbox}
        onClick={() => props.onChange(isInbox ? undefined : inboxMark)}
      >
        <Inbox aria-hidden="true" /> This dashboard’s inbox
      </Button>
    </span>
  );
}
