import { Age } from "#components/ui/age.tsx";
import { formatCount } from "#lib/client/format.ts";
import type { DeliveryHealth } from "#lib/features/inbox/schema.ts";

/** What was told last did not arrive. */
export const isUnwell = (health: DeliveryHealth | null): boolean =>
  health !== null && health.last !== null && health.last.problem !== null;

/** The last delivery to an address, and how the week went. */
export function DeliveryLine({ health }: { health: DeliveryHealth | null }) {
  if (health === null) {
    return <p className="text-xs text-muted-foreground">Told nothing within a week.</p>;
  }
  const { last, delivered, failed, pending } = health;
  return (
    <p className="text-xs text-muted-foreground tabular">
      {last === null ? (
        "Not told yet"
      ) : (
        <>
          Last told <Age since={last.at} />
          {last.problem === null ? (
            `, answered ${last.status}`
          ) : (
            <span className="text-degraded-text">: {last.problem}</span>
          )}
        </>
      )}
      {` · ${formatCount(delivered)} arrived within a week`}
      {pending > 0 && ` · ${formatCount(pending)} under way`}
      {failed > 0 && <span className="text-degraded-text"> · {formatCount(failed)} given up</span>}
    </p>
  );
}
