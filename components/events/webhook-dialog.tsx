"use client";

import { useState, useTransition } from "react";
import { Button } from "#components/ui/button.tsx";
import { Checkbox } from "#components/ui/checkbox.tsx";
import {
  Dialog,
  DialogContent,
  DialogDescription,
  DialogFooter,
  DialogHeader,
  DialogTitle,
} from "#components/ui/dialog.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { Select, SelectContent, SelectItem, SelectTrigger, SelectValue } from "#components/ui/select.tsx";
import { toast } from "#components/ui/toast.ts";
import type { Failure } from "#lib/domain/result.ts";
import { createWebhook, replaceWebhook } from "#lib/features/inbox/actions.ts";
import type { ConnectionWebhooks, WebhookSummary } from "#lib/features/inbox/schema.ts";
import { meaningOf, usualEvents } from "./event-meanings.ts";

export interface WebhookDialogProps {
  connection: ConnectionWebhooks;
  /** The one to edit; absent to make one. */
  webhook?: WebhookSummary;
  onClose(): void;
  onSaved(): void;
}

/** Make or edit a webhook, each event explained. */
export function WebhookDialog({ connection, webhook, onClose, onSaved }: WebhookDialogProps) {
  const { connectionId, connectionName, provider, events, destinations, inboxUrl } = connection;
  const [url, setUrl] = useState(webhook?.url ?? "");
  const [chosen, setChosen] = useState<readonly string[]>(webhook?.events ?? usualEvents(provider, events));
  const [destinationId, setDestinationId] = useState(
    webhook?.destination?.destinationId ?? destinations[0]?.destinationId,
  );
  const [failure, setFailure] = useState<Failure>();
  const [isPending, startTransition] = useTransition();
  const replaced = webhook
    ? undefined
    : connection.webhooks.find(
        (each) => destinationId !== undefined && each.destination?.destinationId === destinationId,
      );

  const save = () =>
    startTransition(async () => {
      const input = {
        connectionId,
        url,
        events: [...chosen],
        ...(destinationId === undefined ? {} : { destinationId }),
      };
      const saved = webhook
        ? await replaceWebhook({
            ...input,
            providerWebhookId: webhook.providerWebhookId,
            currentUrl: webhook.url,
          })
        : await createWebhook(input);
      if (!saved.ok) return setFailure(saved.error);
      toast.success(webhook ? "The webhook is changed." : "The webhook is made.");
      onSaved();
      onClose();
    });

  return (
    <Dialog open onOpenChange={(isOpen) => !isOpen && onClose()}>
      <DialogContent>
        <form
          className="grid gap-4"
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            save();
          }}
        >
          <DialogHeader>
            <DialogTitle>{webhook ? "Edit the webhook" : `A webhook of ${connectionName}`}</DialogTitle>
            <DialogDescription>
              {webhook && provider !== "telestream"
                ? "The provider cannot change a webhook. A new one is made and looked for in its list before the old one is removed, so no event is missed."
                : "The provider sends these events to this address, until you remove it."}
            </DialogDescription>
          </DialogHeader>
          {destinations.length > 0 && (
            <Field label="Factory" help="A factory tells one address.">
              <Select
                value={destinationId ?? ""}
                onValueChange={setDestinationId}
                disabled={webhook !== undefined}
              >
                <SelectTrigger aria-label="Factory">
                  <SelectValue />
                </SelectTrigger>
                <SelectContent>
                  {destinations.map((each) => (
                    <SelectItem key={each.destinationId} value={each.destinationId}>
                      {each.name}
                    </SelectItem>
                  ))}
                </SelectContent>
              </Select>
            </Field>
          )}
          {replaced && (
            <p className="text-sm text-degraded-text">
              This factory tells {replaced.isOurs ? "this dashboard" : replaced.url} now, and will tell the
              new address instead.
            </p>
          )}
          <Field label="Address" error={failure?.fields.url}>
            <Input
              type="url"
              name="url"
              value={url}
              onChange={(event) => setUrl(event.target.value)}
              placeholder="https://example.com/hooks/video"
              autoComplete="off"
            />
          </Field>
          {inboxUrl !== null && url !== inboxUrl && (
            <Button
              type="button"
              variant="link"
              size="inline"
              className="justify-self-start"
              onClick={() => setUrl(inboxUrl)}
            >
              Use this dashboard’s inbox
            </Button>
          )}
          <fieldset className="grid gap-2">
            <legend className="mb-1.5 text-sm font-medium">Events</legend>
            {events.map((event) => (
              // biome-ignore lint/a11y/noLabelWithoutControl: the checkbox is inside; Radix makes it a button.
              <label key={event} className="flex items-start gap-2.5 text-sm">
                <Checkbox
                  checked={chosen.includes(event)}
                  onCheckedChange={(isOn) =>
                    setChosen(isOn === true ? [...chosen, event] : chosen.filter((each) => each !== event))
                  }
                  className="mt-0.5"
                />
                <span>
                  <code className="text-xs">{event}</code>
                  <span className="block text-xs text-muted-foreground">{meaningOf(provider, event)}</span>
                </span>
              </label>
            ))}
            {failure?.fields.events && (
              <p role="alert" className="text-sm text-failed-text">
                {failure.fields.events}
              </p>
            )}
          </fieldset>
          {failure && Object.keys(failure.fields).length === 0 && (
            <p role="alert" className="text-sm text-failed-text">
              {failure.message}
            </p>
          )}
          <DialogFooter>
            <Button type="button" variant="outline" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" pending={isPending}>
              {webhook ? "Save" : "Make the webhook"}
            </Button>
          </DialogFooter>
        </form>
      </DialogContent>
    </Dialog>
  );
}
