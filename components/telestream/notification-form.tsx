"use client";

import dynamic from "next/dynamic";
import { DraftForm } from "#components/forms/draft-form.tsx";
import { SaveBar } from "#components/forms/save-bar.tsx";
import { SwitchRow } from "#components/forms/switch-row.tsx";
import { useDraft } from "#components/forms/use-draft.ts";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { saveNotifications } from "#lib/features/telestream/actions.ts";
import type { Notifications } from "#lib/features/telestream/schema/factory.ts";
import { notificationEventNames } from "#lib/features/telestream/schema/notification-events.ts";
import { eventWords } from "./notification-words.ts";

export interface NotificationFormProps {
  connectionId: string;
  factoryId: string;
  notifications: Notifications;
  canEdit: boolean;
}

const TestNotification = dynamic(
  () => import("./test-notification.tsx").then((file) => file.TestNotification),
  { ssr: false },
);
const loadSchema = async () =>
  (await import("#lib/features/telestream/schema/factory.ts")).saveNotificationsInput;

/** Who hears of a factory's work, of what, and how soon; with a test that needs no video. */
export function NotificationForm({ connectionId, factoryId, notifications, canEdit }: NotificationFormProps) {
  const draft = useDraft(
    { ...notifications, delay: String(notifications.delaySeconds) },
    {
      schema: loadSchema,
      toInput: ({ delay, ...values }) => ({ connectionId, factoryId, ...values, delaySeconds: delay }),
      save: saveNotifications,
      done: "Notifications saved",
    },
  );
  const { values, set, errors } = draft;
  return (
    <DraftForm draft={draft} className="grid max-w-lg gap-4">
      <fieldset disabled={!canEdit} className="grid gap-4">
        <legend className="sr-only">Notifications</legend>
        <Field
          label="Address"
          optional
          error={errors.url}
          help="Gets a POST for each event below. Empty: nobody is told."
        >
          <Input
            type="url"
            value={values.url}
            placeholder="https://example.com/notifications"
            spellCheck={false}
            onChange={(event) => set({ url: event.target.value })}
          />
        </Field>
        <Field
          label="Seconds before the first try"
          error={errors.delaySeconds}
          help="What is not answered with 200 is tried again after longer and longer waits, for a day."
        >
          <Input
            inputMode="numeric"
            className="w-28 tabular"
            value={values.delay}
            onChange={(event) => set({ delay: event.target.value })}
          />
        </Field>
        {notificationEventNames.map((event) => (
          <SwitchRow
            key={event}
            {...eventWords[event]}
            checked={values.events[event]}
            disabled={!canEdit}
            onChange={(checked) => set({ events: { ...values.events, [event]: checked } })}
          />
        ))}
        <SwitchRow
          label="Send the payload along"
          help="The text that a video was uploaded with."
          checked={values.sendsPayload}
          disabled={!canEdit}
          onChange={(checked) => set({ sendsPayload: checked })}
        />
      </fieldset>
      {canEdit && (
        <>
          <SaveBar
            label="Save notifications"
            isChanged={draft.isChanged}
            isPending={draft.isPending}
            message={draft.message}
            onReset={draft.reset}
          />
          <TestNotification
            connectionId={connectionId}
            factoryId={factoryId}
            url={values.url}
            sendsPayload={values.sendsPayload}
          />
        </>
      )}
    </DraftForm>
  );
}
