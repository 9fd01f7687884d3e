import type { EventDetail } from "#lib/features/inbox/schema.ts";

/** Headers that belong to the journey, not to the event. */
const ofJourney = new Set([
  "host",
  "connection",
  "content-length",
  "transfer-encoding",
  "accept-encoding",
  "x-forwarded-for",
  "x-forwarded-host",
  "x-forwarded-proto",
]);

const quote = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`;

/**
 * The event as a command that sends it again. The inbox's address is a secret and stays out: `$INBOX_URL` stands for it
 * (Events → Webhooks shows it to the owner). Bytes that are no text go through base64.
 */
export function toCurl({ headers, body, bodyIsText }: EventDetail): string {
  const kept = headers.filter(
    ([name, value]) => !ofJourney.has(name.toLowerCase()) && value !== "(not kept)",
  );
  const lines = [
    `curl -X POST "$INBOX_URL"`,
    ...kept.map(([name, value]) => `-H ${quote(`${name}: ${value}`)}`),
    bodyIsText ? `--data-binary ${quote(body)}` : "--data-binary @-",
  ];
  const command = lines.join(" \\\n  ");
  return bodyIsText ? command : `printf %s ${quote(body)} | base64 -d | ${command}`;
}
