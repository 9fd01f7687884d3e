import "server-only";
import { type OpenAccount, openAccount } from "#lib/accounts/accounts.ts";
import { ensureInboxPath, inboxOrigin } from "#lib/accounts/inbox-addresses.ts";
import { recordAudit } from "#lib/auth/audit.ts";
import { DomainError } from "#lib/domain/errors.ts";
import type { Viewer } from "#lib/domain/user.ts";
import { publishLive } from "#lib/live/publish.ts";
import { ProviderError } from "#lib/providers/errors.ts";
import type { ProviderWebhook, WebhookRegistry } from "#lib/providers/provider.ts";
import { noPublicUrl } from "./commands.ts";
import { forgetRegistration, rememberRegistration } from "./registrations.ts";
import { rememberSigningKey } from "./signing-keys.ts";

const options = { timeoutMs: 15_000 };

export interface NewWebhook {
  readonly connectionId: string;
  readonly destinationId?: string | undefined;
  readonly url: string;
  readonly events: readonly string[];
}

/** The provider tells this dashboard's own inbox. Throws `DomainError`. */
export async function connectInbox(viewer: Viewer, input: Omit<NewWebhook, "url">): Promise<string> {
  const { connection } = await openAccount(input.connectionId);
  const origin = inboxOrigin(connection);
  if (!origin) throw noPublicUrl();
  const url = `${origin}${await ensureInboxPath(input.connectionId)}`;
  return createWebhook(viewer, { ...input, url });
}

/** The provider tells any address. Answers the webhook's id. Throws `DomainError`. */
export async function createWebhook(viewer: Viewer, input: NewWebhook): Promise<string> {
  const account = await openAccount(input.connectionId);
  const registry = requireRegistry(account);
  const made = await asked(() =>
    registry.create(
      {
        url: input.url,
        events: input.events,
        ...(input.destinationId === undefined ? {} : { destinationId: input.destinationId }),
      },
      options,
    ),
  );
  await keep(account, registry, made);
  await recordAudit(viewer, {
    action: "webhook.create",
    // The inbox's own address is a secret: only where it leads is told.
    subject: new URL(made.url).host,
    connectionId: input.connectionId,
    detail: { events: input.events.join(", ") },
  });
  publishLive({ type: "connection", connectionId: input.connectionId });
  return made.providerWebhookId;
}

/**
 * Where a provider cannot edit a webhook: the new one is made and seen in the provider's own list before the old one is
 * removed, so that no event falls between them. Answers the new one's id. Throws `DomainError`.
 */
export async function replaceWebhook(
  viewer: Viewer,
  input: NewWebhook & { readonly providerWebhookId: string; readonly currentUrl: string },
): Promise<string> {
  const account = await openAccount(input.connectionId);
  const registry = requireRegistry(account);
  const madeId = await createWebhook(viewer, input);
  if (madeId === input.providerWebhookId) return madeId;
  const list = registry.list;
  if (list) {
    const listed = await asked(() => list(options));
    if (!listed.some(({ providerWebhookId }) => providerWebhookId === madeId)) {
      throw new DomainError(
        "provider_refused",
        "The provider took the new webhook but does not list it. The old one was left as it is.",
      );
    }
  }
  await removeWebhook(viewer, {
    connectionId: input.connectionId,
    providerWebhookId: input.providerWebhookId,
    url: input.currentUrl,
  });
  return madeId;
}

/** The provider tells this address no more. Throws `DomainError`. */
export async function removeWebhook(
  viewer: Viewer,
  { connectionId, providerWebhookId, url }: { connectionId: string; providerWebhookId: string; url: string },
): Promise<void> {
  const registry = requireRegistry(await openAccount(connectionId));
  await asked(async () => {
    try {
      await registry.remove({ providerWebhookId, url }, options);
    } catch (error) {
      // Gone already is what was wanted.
      if (!(error instanceof ProviderError && error.kind === "not_found")) throw error;
    }
  });
  await forgetRegistration(connectionId, providerWebhookId);
  await recordAudit(viewer, {
    action: "webhook.remove",
    subject: URL.parse(url)?.host ?? providerWebhookId,
    connectionId,
  });
  publishLive({ type: "connection", connectionId });
}

function requireRegistry({ connection, provider }: OpenAccount): WebhookRegistry {
  if (provider.webhooks) return provider.webhooks;
  throw new DomainError("invalid", `${connection.name} has no webhooks of its own.`);
}

async function keep(
  { connection: { connectionId } }: OpenAccount,
  registry: WebhookRegistry,
  made: ProviderWebhook,
): Promise<void> {
  if (made.signingKey !== null)
    await rememberSigningKey(connectionId, made.providerWebhookId, made.signingKey);
  // With a handshake it is not active before the provider has asked and was answered.
  if (!registry.list) await rememberRegistration(connectionId, made, registry.confirm ? "pending" : "active");
}

/** A provider's refusal in words a person can act on. */
async function asked<Answer>(call: () => Promise<Answer>): Promise<Answer> {
  try {
    return await call();
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error;
    const isRefusal = error.kind === "invalid" || error.kind === "forbidden" || error.kind === "conflict";
    throw new DomainError(isRefusal ? "provider_refused" : "provider_unavailable", error.message, {
      cause: error,
    });
  }
}
