import { AsyncLocalStorage } from "node:async_hooks";

const current = new AsyncLocalStorage<Headers>();

/** What vitest puts in the place of `next/headers`: there is no Next around an action that a test calls. */
export async function headers(): Promise<Headers> {
  const found = current.getStore();
  if (!found) throw new Error("No request is under way: call the action within asRequest().");
  return found;
}

/** Runs an action as if this request had called it. */
export function asRequest<T>(given: Record<string, string>, run: () => Promise<T>): Promise<T> {
  return current.run(new Headers(given), run);
}
