import type { Result } from "#lib/domain/result.ts";
import type { SignedIn } from "./dashboard-people.ts";
import { asRequest } from "./next-headers.ts";

/** Calls an action as a page of this person's would. */
export const as = <T>(person: SignedIn, run: () => Promise<T>): Promise<T> => asRequest(person.headers, run);

export function answerOf<T>(answer: Result<T>): T {
  if (!answer.ok) throw new Error(`Refused: ${JSON.stringify(answer.error)}`);
  return answer.value;
}
