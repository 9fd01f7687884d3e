/** What the first script of a page keeps of files that were dropped before anything else of it ran. */
export interface EarlyDrop {
  readonly file: File | null;
  readonly entry: FileSystemEntry | null;
}

export const earlyDropsName = "reelyardEarlyDrops";

/** What was dropped so far; from now on the first script leaves drops to whoever called this. */
export function takeEarlyDrops(): readonly EarlyDrop[] {
  const page = window as Window & { [earlyDropsName]?: EarlyDrop[] | undefined };
  const drops = page[earlyDropsName] ?? [];
  page[earlyDropsName] = undefined;
  return drops;
}
