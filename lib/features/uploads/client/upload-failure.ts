import { FileUnreadable } from "./patience.ts";
import { BackendError, LineError } from "./ports.ts";
import { ProviderRefusal } from "./provider-refusal.ts";
import type { UploadFailure } from "./upload-model.ts";

/** What a person reads and can do when a file stops; `file-needed` when picking it again is the cure. */
export function toUploadFailure(error: unknown): UploadFailure | "file-needed" {
  if (error instanceof FileUnreadable) return "file-needed";
  if (error instanceof BackendError) return { message: error.message, canRetry: error.canRetry };
  if (error instanceof LineError) {
    return {
      message: "The provider cannot be reached. Check the network, then retry: nothing sent is lost.",
      canRetry: true,
    };
  }
  if (error instanceof ProviderRefusal) return toRefusal(error);
  queueMicrotask(() => {
    throw error; // A bug: told to the page's error reporting, not only to the person.
  });
  return { message: "Something unexpected stopped this upload.", canRetry: true };
}

function toRefusal(refusal: ProviderRefusal): UploadFailure {
  if (refusal.isSignature) {
    return {
      message: `The provider refused the signature (${refusal.message}). Test the connection, then retry.`,
      canRetry: true,
    };
  }
  if (refusal.status === 413) return { message: `Too large: ${refusal.message}`, canRetry: false };
  if (refusal.status === 422) return { message: refusal.message, canRetry: false };
  if (refusal.status === 507) {
    return { message: "The provider's disk is full. Free some space there, then retry.", canRetry: true };
  }
  return { message: refusal.message, canRetry: true };
}
