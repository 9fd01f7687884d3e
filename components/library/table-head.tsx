import { cn } from "#components/ui/class-names.ts";
import { tableColumns } from "./table-columns.ts";

const heads = [
  ["select", "Selected"],
  ["title", "Title"],
  ["status", "State"],
  ["duration", "Length"],
  ["picture", "Picture"],
  ["codec", "Codec"],
  ["size", "Size"],
  ["created", "Created"],
  ["tags", "Tags"],
] as const;

export function TableHead() {
  return (
    <thead>
      <tr aria-rowindex={1} className="h-8 border-b text-start text-xs text-muted-foreground">
        {heads.map(([name, label]) => (
          <th scope="col" key={name} className={cn("text-start font-medium", tableColumns[name])}>
            <span className={cn(name === "select" && "sr-only", name === "status" && "@max-xl:sr-only")}>
              {label}
            </span>
          </th>
        ))}
      </tr>
    </thead>
  );
}
