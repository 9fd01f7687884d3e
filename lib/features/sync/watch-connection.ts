import "server-only";
import { type OpenAccount, openAccount } from "#lib/accounts/accounts.ts";
import { checkHealth, recordHealth } from "#lib/accounts/health.ts";
import { DomainError } from "#lib/domain/errors.ts";
import type { Log } from "#lib/log.ts";
import { ProviderError } from "#lib/providers/errors.ts";
import { backOffMs } from "./back-off.ts";
import { createWake, pause } from "./pause.ts";
import { FeedEnded, runSession, UnhealthyConnection } from "./run-session.ts";

export interface ConnectionWatch {
  /** Ends a back-off: the account may work again. */
  wake(): void;
  /** Resolves when nothing of it runs any more. */
  stop(): Promise<void>;
}

const checkTimeoutMs = 5_000;
/** A session that held this long was healthy: the next failure starts counting anew. */
const steadyMs = 30_000;

/** Keeps one connection in step with its provider until stopped; a failure is recorded and tried again. */
export function watchConnection(connectionId: string, log: Log): ConnectionWatch {
  const stopping = new AbortController();
  const wake = createWake();
  const ended = watch(connectionId, stopping.signal, wake, log).catch((error: unknown) => {
    if (!stopping.signal.aborted) log.error({ err: error }, "a connection is no longer watched");
  });
  return {
    wake: wake.wake,
    async stop() {
      stopping.abort(new Error("The watch was stopped."));
      await ended;
    },
  };
}

async function watch(
  connectionId: string,
  signal: AbortSignal,
  wake: ReturnType<typeof createWake>,
  log: Log,
): Promise<void> {
  let lastTold = "";
  for (let failures = 0; ; ) {
    const startedMs = Date.now();
    let account: OpenAccount | undefined;
    let failure: unknown;
    try {
      account = await openAccount(connectionId);
      const report = await checkHealth(account, { signal, timeoutMs: checkTimeoutMs });
      if (report.cause !== "ok") throw new UnhealthyConnection(report);
      await runSession(account, { signal, wake, log });
    } catch (error) {
      if (signal.aborted || (error instanceof DomainError && error.code === "not_found")) return;
      failure = error;
    }
    lastTold = tell(log, failure, lastTold);
    failures = Date.now() - startedMs > steadyMs ? 1 : failures + 1;
    const cause = account ? await nameCause(account, failure, signal) : "unknown";
    const retryAfterMs = failure instanceof ProviderError ? failure.retryAfterMs : undefined;
    const isLocal = account?.connection.isLocal ?? false;
    await pause(backOffMs({ cause, failures, isLocal, retryAfterMs }), signal, wake);
  }
}

/**
 * Logs a failure once, however often it repeats. Expected ones without their cause chain and answer: those may
 * echo what was sent.
 */
function tell(log: Log, failure: unknown, lastTold: string): string {
  const isExpected =
    failure instanceof ProviderError ||
    failure instanceof UnhealthyConnection ||
    failure instanceof FeedEnded;
  if (!isExpected) {
    log.error({ err: failure }, "a connection fell out of step");
    return "";
  }
  const told = failure.message;
  if (told !== lastTold) log.info({ reason: told }, "a connection fell out of step");
  return told;
}

/** The exact cause of a failed session, kept for people to read; `ok` when the account works after all. */
async function nameCause(account: OpenAccount, failure: unknown, signal: AbortSignal) {
  if (failure instanceof UnhealthyConnection) return failure.healthCause;
  if (failure instanceof ProviderError && failure.kind === "rate_limited") {
    // Asking again is what it complains of.
    await recordHealth(account.connection.connectionId, {
      cause: "rate_limited",
      message: "The provider says it is being asked too often. It is left alone for a while.",
      checkedAt: new Date().toISOString(),
      latencyMs: null,
    });
    return "rate_limited";
  }
  return (await checkHealth(account, { signal, timeoutMs: checkTimeoutMs })).cause;
}
