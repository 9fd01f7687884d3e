import type { z } from "zod";
import type { JobContext } from "#lib/job-loop/job-loop.ts";

export type JobHandler<Payload> = (payload: Payload, context: JobContext) => Promise<void>;

/** An order that any server code may enqueue; only the worker loads what carries it out. */
export interface JobDefinition<Schema extends z.ZodObject = z.ZodObject> {
  readonly name: string;
  readonly lane: Lane;
  /** Stored as parsed, and parsed again before it is carried out: a job may be older than the code. */
  readonly payload: Schema;
  /** While a job with this key waits, asking again is the same job. */
  readonly key?: (payload: z.output<Schema>) => string;
  /** Tries after the first. */
  readonly retryLimit?: number;
  readonly handler: () => Promise<JobHandler<z.output<Schema>>>;
}

/** What waits for providers, and what only works on our own database: neither holds the other up. */
export const lanes = { provider: 8, database: 1 } as const;
export type Lane = keyof typeof lanes;

export function defineJob<Schema extends z.ZodObject>(job: JobDefinition<Schema>): JobDefinition<Schema> {
  return job;
}
