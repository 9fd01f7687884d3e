/** Where things are in the list, by arithmetic: nothing is measured but the list's own width. All in CSS pixels. */
export interface ListLayout {
  readonly columns: number;
  readonly rowHeight: number;
  /** Of one poster; zero in the table. */
  readonly posterWidth: number;
  readonly posterHeight: number;
  readonly gap: number;
}

/** Under a poster: 8 above, a line of 20, a line of 16, 20 below. */
const metaHeight = 64;
export const tableRowHeight = 52;

/** As `grid-template-columns: repeat(auto-fill, minmax(minWidth, 1fr))` divides the same width. */
export function layoutGrid(width: number, isNarrow: boolean): ListLayout {
  const { minWidth, gap } = isNarrow ? { minWidth: 150, gap: 12 } : { minWidth: 208, gap: 16 };
  const columns = Math.max(1, Math.floor((width + gap) / (minWidth + gap)));
  const posterWidth = (width - gap * (columns - 1)) / columns;
  const posterHeight = (posterWidth * 9) / 16;
  return { columns, rowHeight: posterHeight + metaHeight, posterWidth, posterHeight, gap };
}

export const tableLayout: ListLayout = {
  columns: 1,
  rowHeight: tableRowHeight,
  posterWidth: 64,
  posterHeight: 36,
  gap: 0,
};

export interface ItemRange {
  /** The first item drawn. */
  readonly first: number;
  /** One past the last item drawn. */
  readonly end: number;
}

/** The items of the rows to draw when `top` pixels of the list are above the window's edge. */
export function itemsInView(
  top: number,
  viewHeight: number,
  itemCount: number,
  rows: { readonly rowHeight: number; readonly columns: number; readonly spare: number },
): ItemRange {
  const { rowHeight, columns, spare } = rows;
  const first = Math.floor(top / rowHeight) - spare;
  const end = Math.ceil((top + viewHeight) / rowHeight) + spare;
  const clamp = (row: number) => Math.min(Math.max(0, row * columns), itemCount);
  return { first: clamp(first), end: Math.max(clamp(end), clamp(first)) };
}

/**
 * One step from the items that are drawn to those that should be, at most `step` more: drawing a whole window at once
 * is one long task on a slow machine, a few a frame is none. Items out of view are dropped at once.
 */
export function stepTowards(now: ItemRange, target: ItemRange, step: number): ItemRange {
  const first = Math.max(now.first, target.first);
  const end = Math.min(now.end, target.end);
  if (first >= end) return { first: target.first, end: Math.min(target.end, target.first + step) };
  if (end < target.end) return { first, end: Math.min(target.end, end + step) };
  return { first: Math.max(target.first, first - step), end };
}

/** Where the list was seen last, and whether it was going too fast to be read. */
export interface Motion {
  readonly top: number;
  readonly atMs: number;
  readonly isFast: boolean;
}

/** Not seen to move for this long, it stands still. */
export const restMs = 100;
/** Beyond this a row is gone before anyone has seen what is in it. */
const readableWindowsPerSecond = 4;

/** A single jump after a rest (Page Down, End) is no fast motion: it is measured from the move before it. */
export function followMotion(
  before: Motion | undefined,
  top: number,
  atMs: number,
  viewHeight: number,
): Motion {
  if (!before) return { top, atMs, isFast: false };
  const elapsedMs = atMs - before.atMs;
  if (top === before.top) return { ...before, isFast: before.isFast && elapsedMs < restMs };
  const readable = (readableWindowsPerSecond / 1_000) * viewHeight * elapsedMs;
  return { top, atMs, isFast: Math.abs(top - before.top) > readable };
}

/** Where the highlight goes from `index` on a key, or undefined for keys that do not move it. */
export function moveIndex(
  key: string,
  index: number,
  count: number,
  columns: number,
  rowsPerPage: number,
  isRightToLeft: boolean,
): number | undefined {
  const clamp = (to: number) => Math.min(Math.max(0, to), count - 1);
  const forwards = isRightToLeft ? -1 : 1;
  switch (key) {
    case "ArrowRight":
      return clamp(index + forwards);
    case "ArrowLeft":
      return clamp(index - forwards);
    case "ArrowDown":
      // From the last full row into a shorter one: its last item, rather than nothing.
      return Math.floor(index / columns) < Math.floor((count - 1) / columns) ? clamp(index + columns) : index;
    case "ArrowUp":
      return index - columns >= 0 ? index - columns : index;
    case "PageDown":
      return clamp(index + columns * rowsPerPage);
    case "PageUp":
      return index < columns * rowsPerPage ? index % columns : index - columns * rowsPerPage;
    case "Home":
      return 0;
    case "End":
      return clamp(count - 1);
    default:
      return undefined;
  }
}
