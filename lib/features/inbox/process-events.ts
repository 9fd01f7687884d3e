import "server-only";
import { type OpenAccount, openAccount } from "#lib/accounts/accounts.ts";
import { repairAsset } from "#lib/asset-index/repair-asset.ts";
import { DomainError } from "#lib/domain/errors.ts";
import type { EventTrust } from "#lib/domain/inbox.ts";
import { publishLive } from "#lib/live/publish.ts";
import type { Log } from "#lib/log.ts";
import { ProviderError } from "#lib/providers/errors.ts";
import { type ClaimedEvent, type EventOutcome, findOriginals, settleEvents } from "./claim.ts";
import { answerHandshake } from "./handshake.ts";
import { findOwnerOfRendition, listChanges, readIndexState } from "./index-state.ts";
import { headerOf, type NormalEvent, UnreadableEvent } from "./normalise/normal-event.ts";
import { normalise } from "./normalise/normalise.ts";
import { outcome, putOff } from "./outcome.ts";
import { learnSigningKeys, openSigningKeys } from "./signing-keys.ts";
import { isSignedByOneOf } from "./verify-signature.ts";

const callTimeoutMs = 15_000;

export interface ProcessContext {
  readonly signal: AbortSignal;
  readonly log: Log;
}

interface ReadEvent {
  readonly event: ClaimedEvent;
  readonly normal: NormalEvent;
  readonly trust: EventTrust;
}

/**
 * Makes of claimed events what they mean: duplicates are dropped, signatures checked, and what remains is answered by
 * one read of the provider for each thing spoken of, which alone changes the index. So an event can come twice, late,
 * in any order or forged, and the index still says what the provider says. Every event gets its outcome.
 */
export async function processEvents(events: readonly ClaimedEvent[], context: ProcessContext): Promise<void> {
  const originals = await findOriginals(events.filter(({ attempts }) => attempts === 1));
  const settled: { event: ClaimedEvent; outcome: EventOutcome }[] = [];
  const byConnection = Map.groupBy(
    events.filter((event) => {
      const original = originals.get(event.eventId);
      if (original === undefined) return true;
      settled.push({ event, outcome: outcome("duplicate", undefined, original) });
      return false;
    }),
    ({ connectionId }) => connectionId,
  );
  await Promise.all(
    [...byConnection].map(async ([connectionId, own]) => {
      settled.push(...(await processOfConnection(connectionId, own, context)));
    }),
  );
  await settleEvents(settled);
  publishLive({ type: "inbox" });
}

async function processOfConnection(
  connectionId: string,
  events: readonly ClaimedEvent[],
  context: ProcessContext,
): Promise<{ event: ClaimedEvent; outcome: EventOutcome }[]> {
  let account: OpenAccount;
  try {
    account = await openAccount(connectionId);
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return events.map((event) => ({
      event,
      outcome: outcome("ignored", undefined, { reason: error.message }),
    }));
  }
  const settled: { event: ClaimedEvent; outcome: EventOutcome }[] = [];
  const read: ReadEvent[] = [];
  for (const event of events) {
    const result = await readEvent(account, event, context);
    if ("state" in result) settled.push({ event, outcome: result });
    else read.push(result);
  }
  // Fifty reports of one encode's progress are one question.
  for (const group of Map.groupBy(read, ({ normal }) => JSON.stringify(normal.subject)).values()) {
    const outcomes = await applyGroup(account, group, context);
    settled.push(
      ...group.map(({ event }, index) => ({
        event,
        outcome: outcomes[index] ?? outcome("failed", undefined),
      })),
    );
  }
  return settled;
}

/** What an event says and whether its signature is right; an outcome when that ends it. */
async function readEvent(
  account: OpenAccount,
  event: ClaimedEvent,
  { signal, log }: ProcessContext,
): Promise<ReadEvent | EventOutcome> {
  let trust: EventTrust = "claimed";
  if (account.connection.provider === "apivideo") {
    try {
      trust = (await isSigned(account, event, signal)) ? "signed" : "refused";
    } catch (error) {
      if (signal.aborted || !(error instanceof ProviderError)) throw error;
      const unread: NormalEvent = { eventType: "", subject: { kind: "none" } };
      return {
        ...putOff(event, unread, `The signing key could not be read. ${error.message}`, new Date()),
        eventType: null,
      };
    }
  }
  try {
    const normal = normalise(account.connection.provider, event.origin, event);
    if (trust !== "refused") return { event, normal, trust };
    return outcome("refused", normal, {
      trust,
      reason: "Its signature fits none of this account's webhooks. Nothing was changed.",
    });
  } catch (error) {
    if (!(error instanceof UnreadableEvent)) throw error;
    log.info({ eventId: event.eventId, reason: error.message }, "an event could not be read");
    const state = trust === "refused" ? "refused" : "failed";
    return outcome(state, undefined, { trust, reason: error.message });
  }
}

/** By a key we know, else by one the provider names now: webhooks are made elsewhere, too. */
async function isSigned(account: OpenAccount, event: ClaimedEvent, signal: AbortSignal): Promise<boolean> {
  const signature = headerOf(event, "x-api-video-signature");
  const { connectionId } = account.connection;
  if (signature === undefined) return false;
  if (isSignedByOneOf(await openSigningKeys(connectionId), event.body, signature)) return true;
  if (event.origin === "test") return false;
  await learnSigningKeys(account, { signal, timeoutMs: callTimeoutMs });
  return isSignedByOneOf(await openSigningKeys(connectionId), event.body, signature);
}

async function applyGroup(
  account: OpenAccount,
  group: readonly ReadEvent[],
  context: ProcessContext,
): Promise<EventOutcome[]> {
  try {
    return await askProvider(account, group, context);
  } catch (error) {
    if (context.signal.aborted) throw error;
    if (!(error instanceof ProviderError)) {
      context.log.error({ err: error, eventId: group[0]?.event.eventId }, "an event could not be processed");
    }
    const reason =
      error instanceof ProviderError ? error.message : "Something failed on this server. Its log says what.";
    return group.map(({ event, normal, trust }) => ({ ...putOff(event, normal, reason, new Date()), trust }));
  }
}

async function askProvider(
  account: OpenAccount,
  group: readonly ReadEvent[],
  { signal }: ProcessContext,
): Promise<EventOutcome[]> {
  const options = { signal, timeoutMs: callTimeoutMs };
  const [first] = group;
  if (!first) return [];
  const { subject } = first.normal;
  switch (subject.kind) {
    case "asset":
      return applyAsset(account, subject.providerAssetId, group, options);
    case "rendition": {
      const owner = await findOwnerOfRendition(account.connection.connectionId, subject.renditionId);
      if (owner !== undefined) return applyAsset(account, owner, group, options);
      return same(
        group,
        "ignored",
        "No video here has this rendition. The next sync finds it if there is one.",
      );
    }
    case "task":
      return applyTask(account, subject.taskKey, group, options);
    case "handshake":
      return Promise.all(
        group.map(({ event: { attempts }, normal }) =>
          answerHandshake(account, normal, { ...options, attempts }),
        ),
      );
    case "none":
      return group.map(({ event, normal, trust }) =>
        event.origin === "test"
          ? outcome("processed", normal, { trust, reason: "This dashboard can be reached at this address." })
          : outcome("ignored", normal, { trust, reason: "It speaks of nothing that is kept here." }),
      );
  }
}

const same = (group: readonly ReadEvent[], state: EventOutcome["state"], reason: string): EventOutcome[] =>
  group.map(({ normal, trust }) => outcome(state, normal, { trust, reason }));

async function applyAsset(
  account: OpenAccount,
  providerAssetId: string,
  group: readonly ReadEvent[],
  options: { signal: AbortSignal; timeoutMs: number },
): Promise<EventOutcome[]> {
  const { connectionId } = account.connection;
  const before = await readIndexState(connectionId, providerAssetId);
  await repairAsset(account, providerAssetId, options);
  const after = await readIndexState(connectionId, providerAssetId);
  const changes = listChanges(before, after);
  if (!before && !after) {
    return same(group, "ignored", "The provider has no such video, so nothing was changed.");
  }
  return group.map(({ normal, trust }, index) =>
    outcome("processed", normal, {
      trust: trust === "signed" ? "signed" : "confirmed",
      subject: providerAssetId,
      assetId: (after ?? before)?.assetId ?? null,
      // The first of the group brought them; the others found them done.
      changes: index === 0 ? changes : [],
    }),
  );
}

async function applyTask(
  account: OpenAccount,
  taskKey: string,
  group: readonly ReadEvent[],
  options: { signal: AbortSignal; timeoutMs: number },
): Promise<EventOutcome[]> {
  const state = await account.provider.tasks?.findState(taskKey, options);
  if (state === undefined) return same(group, "ignored", "The provider knows no such task.");
  publishLive({ type: "task", connectionId: account.connection.connectionId, taskKey });
  return group.map(({ normal }) =>
    outcome("processed", normal, { trust: "confirmed", reason: `The provider says: ${state}.` }),
  );
}
