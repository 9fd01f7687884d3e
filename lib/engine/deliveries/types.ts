import type { Database } from "#lib/postgres/open-postgres.ts";
import type { EngineAccount } from "../library/types.ts";

/** A message to an address outside: a notification, a webhook call, a callback. */
export interface NewDelivery {
  readonly account: EngineAccount;
  /** Whose it is: "telestream-notification", "apivideo-webhook", … */
  readonly kind: string;
  /** The id that it speaks of, or the webhook it belongs to: the log is filtered by it. */
  readonly subject: string;
  readonly event: string;
  readonly url: string;
  readonly method?: "POST" | "PUT";
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  /** Milliseconds before each repetition, up to a tenth longer; empty sends once. */
  readonly retryDelaysMs: readonly number[];
  readonly notBefore?: Date;
}

export interface DeliveryAttempt {
  readonly at: Date;
  readonly durationMs: number;
  /** Null when there was no answer; `error` says why. */
  readonly status: number | null;
  readonly error: string | null;
  /** The answer's beginning, as text. */
  readonly responseExcerpt: string;
}

export interface Delivery {
  readonly deliveryId: string;
  readonly kind: string;
  readonly subject: string;
  readonly event: string;
  readonly url: string;
  readonly state: "pending" | "delivered" | "failed";
  /** Oldest first. */
  readonly attempts: readonly DeliveryAttempt[];
  /** Null once it has ended. */
  readonly nextAttemptAt: Date | null;
  readonly createdAt: Date;
}

export interface DeliveryQuery {
  readonly kind?: string;
  readonly subject?: string;
  /** What speaks of this container, or of an asset that is in it. */
  readonly containerId?: string;
  readonly offset: number;
  readonly limit: number;
}

/** How it went with one address lately. */
export interface Receiver {
  readonly url: string;
  readonly delivered: number;
  /** Given up. */
  readonly failed: number;
  /** Not sent yet, or to be sent again. */
  readonly pending: number;
  /** Undefined while nothing was sent. */
  readonly last: Pick<DeliveryAttempt, "at" | "status" | "error"> | undefined;
}

/**
 * What the engine tells others over HTTP, through the network guard, from a job lane of its own. A 2xx within
 * 15 s is delivered; redirects are not followed; anything else is repeated as the sender planned. An attempt whose
 * process is killed is made again, so a receiver can see a message twice, and never misses one.
 */
export interface Deliveries {
  /**
   * Stores it and answers; sending begins at once, or not before `notBefore`. Stored within a transaction of the
   * caller's it begins after the commit: within a second, or at the caller's `nudge`.
   */
  send(input: NewDelivery, within?: Pick<Database, "insert">): Promise<Delivery>;
  /** Looks at once for what is due. */
  nudge(): void;
  /** Newest first. */
  list(account: EngineAccount, query: DeliveryQuery): Promise<{ items: Delivery[]; total: number }>;
  find(account: EngineAccount, deliveryId: string): Promise<Delivery | undefined>;
  /** The addresses that were told something of this kind within a week, the latest first. */
  listReceivers(account: EngineAccount, kind: string): Promise<Receiver[]>;
  /** Sends it once more now, whatever became of it; false when it is not there. */
  resend(account: EngineAccount, deliveryId: string): Promise<boolean>;
}
