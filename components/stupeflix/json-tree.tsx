const listedAtOnce = 200;

export interface JsonTreeProps {
  value: unknown;
  name?: string;
  isOpen?: boolean;
}

/** JSON as a tree of what can be folded. */
export function JsonTree({ value, name, isOpen = true }: JsonTreeProps) {
  const label = name !== undefined && <span className="text-soft-foreground">{name}: </span>;
  if (typeof value !== "object" || value === null) {
    return (
      <div className="font-mono text-xs leading-5 break-all" dir="ltr">
        {label}
        <Leaf value={value} />
      </div>
    );
  }
  const members = Array.isArray(value)
    ? value.map((each, index) => [String(index), each] as const)
    : Object.entries(value);
  return (
    <details open={isOpen} className="font-mono text-xs leading-5" dir="ltr">
      <summary className="cursor-pointer text-muted-foreground">
        {label}
        {Array.isArray(value) ? `[${members.length}]` : `{${members.length}}`}
      </summary>
      <div className="border-s ps-4">
        {members.slice(0, listedAtOnce).map(([key, member]) => (
          <JsonTree key={key} name={key} value={member} isOpen={members.length <= 20} />
        ))}
        {members.length > listedAtOnce && (
          <p className="text-muted-foreground">
            and {members.length - listedAtOnce} more: copy it to see all
          </p>
        )}
      </div>
    </details>
  );
}

function Leaf({ value }: { value: unknown }) {
  if (typeof value === "string" && /^(https?:\/\/|\/engine\/)/.test(value)) {
    return (
      <a className="underline underline-offset-2" href={value} target="_blank" rel="noreferrer">
        {value}
      </a>
    );
  }
  return <span>{JSON.stringify(value)}</span>;
}
