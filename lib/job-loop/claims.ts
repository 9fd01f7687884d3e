import type { PostgresHandle } from "#lib/postgres/open-postgres.ts";

/** One try of one job: pg-boss counts `retryCount` up at every claim, which makes the pair a fencing token. */
export interface Attempt {
  readonly id: string;
  readonly retryCount: number;
}

/** Who runs what, so that a process that died gets its own jobs back at its next start, and only those. */
export interface Claims {
  /** Notes that this process runs the attempt. A lost note only means that the lease has to run out. */
  note(attempt: Attempt): Promise<void>;
  forget(attempt: Attempt): Promise<void>;
  holds(attempt: Attempt): Promise<boolean>;
  /** Back into the queue without counting as a failed try; false when the attempt is no longer ours. */
  putBack(attempt: Attempt): Promise<boolean>;
  /** Puts back everything that this worker's predecessor had active. */
  requeueOwn(): Promise<number>;
}

/**
 * Works on pg-boss's own table: its API can fail a job (which uses up a try) but not hand it back.
 * `schema` is ours, never input.
 */
export async function openClaims(
  postgres: PostgresHandle,
  schema: string,
  workerId: string | undefined,
): Promise<Claims> {
  const putBackSql = `UPDATE ${schema}.job SET state = 'retry', start_after = now(), heartbeat_on = NULL`;
  const heldSql = "id = $1 AND retry_count = $2 AND state = 'active'";

  const attemptClaims = {
    async holds({ id, retryCount }: Attempt) {
      const rows = await postgres.query(`SELECT 1 FROM ${schema}.job WHERE ${heldSql}`, [id, retryCount]);
      return rows.length > 0;
    },
    async putBack({ id, retryCount }: Attempt) {
      const rows = await postgres.query(`${putBackSql} WHERE ${heldSql} RETURNING id`, [id, retryCount]);
      return rows.length > 0;
    },
  };

  // One process, one database: whatever is active at boot was ours. No notes needed, nothing on the hot path.
  if (postgres.backend === "pglite") {
    return {
      ...attemptClaims,
      note: async () => {},
      forget: async () => {},
      requeueOwn: async () =>
        (await postgres.query(`${putBackSql} WHERE state = 'active' RETURNING id`)).length,
    };
  }

  await postgres.query(`CREATE TABLE IF NOT EXISTS ${schema}.claim
    (job_id uuid PRIMARY KEY, retry_count integer NOT NULL, worker_id text NOT NULL)`);
  const worker = workerId ?? "";
  return {
    ...attemptClaims,
    async note({ id, retryCount }) {
      await postgres.query(
        `INSERT INTO ${schema}.claim VALUES ($1, $2, $3)
          ON CONFLICT (job_id) DO UPDATE SET retry_count = excluded.retry_count, worker_id = excluded.worker_id`,
        [id, retryCount, worker],
      );
    },
    async forget({ id, retryCount }) {
      await postgres.query(`DELETE FROM ${schema}.claim WHERE job_id = $1 AND retry_count = $2`, [
        id,
        retryCount,
      ]);
    },
    async requeueOwn() {
      if (!workerId) return 0;
      const rows = await postgres.query(
        `${putBackSql} FROM ${schema}.claim c
          WHERE job.id = c.job_id AND job.retry_count = c.retry_count AND job.state = 'active' AND c.worker_id = $1
          RETURNING job.id`,
        [workerId],
      );
      await postgres.query(`DELETE FROM ${schema}.claim WHERE worker_id = $1`, [workerId]);
      return rows.length;
    },
  };
}
