import { z } from "zod";
import { type NormalEvent, type RawEvent, UnreadableEvent } from "./normal-event.ts";
import { isForm, readForm, readJson } from "./read-body.ts";

const text = z.union([z.string(), z.number()]).transform(String);
const flag = z.union([z.boolean(), z.string(), z.number()]);
const wireEvent = z.object({
  ziggeo_validation: flag.optional(),
  validation_code: text.optional(),
  webhook_id: text.optional(),
  event_type: z.string().max(200).optional(),
  data: z
    .object({
      video: z
        .object({ token: z.string().max(200) })
        .optional()
        .catch(undefined),
    })
    .optional()
    .catch(undefined),
});

/** shared/protocols/ziggeo.md, section 11: JSON, or the same as a form with brackets. */
export function normaliseZiggeo(event: RawEvent): NormalEvent {
  const parsed = wireEvent.safeParse(isForm(event) ? fromForm(readForm(event)) : readJson(event));
  if (!parsed.success) throw new UnreadableEvent("The body is no event of Ziggeo's.");
  const { ziggeo_validation, validation_code, webhook_id, event_type, data } = parsed.data;
  if (isTrue(ziggeo_validation)) {
    return {
      eventType: "ziggeo_validation",
      subject: { kind: "handshake", webhookId: webhook_id ?? null, code: validation_code ?? null },
    };
  }
  if (!event_type) throw new UnreadableEvent("The body names no event type.");
  const token = data?.video?.token;
  return {
    eventType: event_type,
    subject: token ? { kind: "asset", providerAssetId: token } : { kind: "none" },
  };
}

const isTrue = (value: z.output<typeof flag> | undefined) =>
  value === true || value === 1 || ["true", "True", "1"].includes(String(value));

/** The few fields we look at, from `data[video][token]=…`. */
function fromForm(form: URLSearchParams): unknown {
  const token = form.get("data[video][token]");
  return {
    ...Object.fromEntries(
      ["ziggeo_validation", "validation_code", "webhook_id", "event_type"].flatMap((name) => {
        const value = form.get(name);
        return value === null ? [] : [[name, value]];
      }),
    ),
    ...(token === null ? {} : { data: { video: { token } } }),
  };
}
