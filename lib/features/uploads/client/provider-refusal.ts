import { z } from "zod";
import type { TransportAnswer } from "./ports.ts";

/** Telestream's words, or the title of a problem (RFC 9457) as api.video writes it. */
const wireProblem = z.object({ message: z.string().max(500) }).or(z.object({ title: z.string().max(500) }));

/** The provider answered, and not with what was asked for. */
export class ProviderRefusal extends Error {
  override readonly name = "ProviderRefusal";
  readonly status: number;
  readonly retryAfterMs: number | null;

  constructor(answer: TransportAnswer) {
    const problem = parseAnswer(wireProblem, answer.text);
    const words = problem && ("message" in problem ? problem.message : problem.title);
    super(words ?? `The provider answered with status ${answer.status}.`);
    this.status = answer.status;
    this.retryAfterMs = answer.retryAfterMs;
  }

  /** The signature was too old, already used, or made before the keys changed: worth one new one. */
  get isSignature(): boolean {
    return this.status === 401 || this.status === 403;
  }

  get isGone(): boolean {
    return this.status === 404 || this.status === 410;
  }

  get isWorthRepeating(): boolean {
    // 409: another request for the same part was faster, or an offset is out of date. Asking anew tells.
    const isPassing = [408, 409, 425, 429].includes(this.status);
    return isPassing || this.status >= 500;
  }
}

export function isSuccess(answer: TransportAnswer): boolean {
  return answer.status >= 200 && answer.status < 300;
}

/** What an answer says; undefined for anything else. */
export function parseAnswer<T>(schema: z.ZodType<T>, text: string): T | undefined {
  try {
    return schema.safeParse(JSON.parse(text)).data;
  } catch (error) {
    // Not JSON: an empty body of an intermediate part, or a page of some gateway.
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
