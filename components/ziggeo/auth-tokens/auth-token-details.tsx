import { LocalTime } from "#components/ui/local-time.tsx";
import { countOf } from "#lib/client/format.ts";
import { formatSpan } from "#lib/domain/auth-token.ts";
import type { AuthTokenView } from "#lib/features/ziggeo/schema/auth-tokens.ts";
import { GrantsMatrix } from "./grants-matrix.tsx";

export interface AuthTokenDetailsProps {
  readonly token: AuthTokenView;
  readonly titles: Readonly<Record<string, string>>;
}

/** All of a token: its grants as a matrix, its limits one by one. */
export function AuthTokenDetails({ token, titles }: AuthTokenDetailsProps) {
  return (
    <>
      <GrantsMatrix grants={token.rules.grants} titles={titles} label={`Grants of ${token.name}`} />
      <Facts token={token} />
    </>
  );
}

function Facts({ token: { rules, createdAt } }: { token: AuthTokenView }) {
  const { sessionLimit, usageSeconds, expiresAt, hidden, volatile } = rules;
  const facts = [
    ["Sessions", sessionLimit === null ? "any number" : countOf(sessionLimit, "session")],
    ["In each session", usageSeconds === null ? "no limit" : formatSpan(usageSeconds)],
    ["Ends", expiresAt === null ? "never" : <LocalTime key="ends" at={expiresAt} />],
    ["Hidden", hidden ? "yes: it cannot be used directly" : "no"],
    ["Volatile", volatile ? "yes: removed by itself while it grants nothing" : "no"],
    ["In this registry since", <LocalTime key="since" at={createdAt} />],
  ] as const;
  return (
    <dl className="grid max-w-xl gap-x-4 gap-y-1 text-sm sm:grid-cols-[auto_1fr]">
      {facts.map(([term, value]) => (
        <div key={term} className="grid grid-cols-[10rem_1fr] gap-4 sm:contents">
          <dt className="text-muted-foreground">{term}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
