import { type ComponentProps, type RefObject, useLayoutEffect } from "react";
import type { AssetItemProps } from "./asset-card.tsx";
import { AssetRow } from "./asset-row.tsx";
import { TableHead } from "./table-head.tsx";

export interface AssetTableProps {
  rows: readonly AssetItemProps[];
  total: number | undefined;
  /** Pixels of rows that are not drawn. */
  above: number;
  below: number;
  body: RefObject<HTMLTableSectionElement | null>;
  /** The list's handlers of keys and clicks. */
  hear: ComponentProps<"tbody">;
  /** The table is in the page: there is something to measure. */
  onDrawn(): void;
}

/** The library's list as a table. */
export default function AssetTable({ rows, total, above, below, body, hear, onDrawn }: AssetTableProps) {
  useLayoutEffect(onDrawn, [onDrawn]);
  return (
    <table
      aria-label="Videos"
      aria-rowcount={total === undefined ? -1 : total + 1}
      className="w-full table-fixed border-collapse"
    >
      <TableHead />
      <tbody ref={body} {...hear}>
        <Spacer height={above} />
        {rows.map((row) => (
          <AssetRow key={row.asset.assetId} {...row} />
        ))}
        <Spacer height={below} />
      </tbody>
    </table>
  );
}

/** The shapes of rows that are not drawn. */
function Spacer({ height }: { height: number }) {
  if (height <= 0) return null;
  return (
    // biome-ignore lint/a11y/noAriaHiddenOnFocusable: nothing in it can have the focus.
    <tr aria-hidden="true" style={{ height }}>
      {/* One column: to span more makes those that left the table take their widths again. */}
      <td className="relative p-0">
        <span className="ghost-rows absolute inset-y-0 start-0 block w-[100cqi]" />
      </td>
    </tr>
  );
}
