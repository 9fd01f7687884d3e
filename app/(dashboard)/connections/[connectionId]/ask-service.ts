import { notFound } from "next/navigation";
import { DomainError } from "#lib/domain/errors.ts";

/** What a provider answered, or why it could not be asked now: a page shows either. */
export type Asked<T> =
  | { readonly answer: T; readonly reason?: never }
  | { readonly answer?: never; readonly reason: string };

/** Reads for a page. What the provider does not have is not found; any other expected failure becomes its reason. */
export async function askService<T>(read: () => Promise<T>): Promise<Asked<T>> {
  try {
    return { answer: await read() };
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    if (error.code === "not_found") notFound();
    return { reason: error.message };
  }
}
