import { Check, Minus } from "lucide-react";
import { type AuthGrants, type AuthOperation, authOperations } from "#lib/domain/auth-token.ts";

export const operationWords: Readonly<Record<AuthOperation, string>> = {
  create: "Make",
  read: "Watch",
  update: "Change",
  destroy: "Delete",
};

export interface GrantsMatrixProps {
  readonly grants: AuthGrants;
  /** Of videos, by the name that the grants use. */
  readonly titles: Readonly<Record<string, string>>;
  /** Whose: "Grants of Homepage player". */
  readonly label: string;
}

/** Who may do what with which videos, as one looks it up. */
export function GrantsMatrix({ grants, titles, label }: GrantsMatrixProps) {
  return (
    <table className="w-full max-w-2xl table-fixed border-collapse text-sm" aria-label={label}>
      <thead>
        <tr className="border-b text-xs text-muted-foreground">
          <td className="w-16 sm:w-20" />
          <th scope="col" className="h-8 w-20 pe-3 text-start font-medium sm:w-28">
            Every video
          </th>
          <th scope="col" className="h-8 w-20 pe-3 text-start font-medium sm:w-32">
            Its session’s
          </th>
          <th scope="col" className="h-8 text-start font-medium">
            Named videos
          </th>
        </tr>
      </thead>
      <tbody>
        {authOperations.map((operation) => {
          const { all, sessionOwned, resources } = grants[operation];
          return (
            <tr key={operation} className="border-b last:border-b-0">
              <th scope="row" className="h-8 text-start font-medium">
                {operationWords[operation]}
              </th>
              <td className="pe-3">
                <Mark isOn={all} />
              </td>
              <td className="pe-3">
                <Mark isOn={sessionOwned} />
              </td>
              <td className="py-1">
                {operation === "create" || resources.length === 0 ? (
                  <Mark isOn={false} />
                ) : (
                  <ul className="scroll-quiet grid max-h-32 gap-0.5 overflow-y-auto">
                    {resources.map((resource) => (
                      <li key={resource} className="clip-line" title={resource} dir="auto">
                        {titles[resource] ?? <code className="text-xs">{resource}</code>}
                      </li>
                    ))}
                  </ul>
                )}
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

function Mark({ isOn }: { isOn: boolean }) {
  const Icon = isOn ? Check : Minus;
  return (
    <>
      <Icon className={isOn ? "size-4" : "size-4 text-gray-8"} aria-hidden="true" />
      <span className="sr-only">{isOn ? "yes" : "no"}</span>
    </>
  );
}
