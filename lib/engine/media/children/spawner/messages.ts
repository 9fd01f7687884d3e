import type { ChildEnd, ChildRequest } from "../started-child.ts";

/** What the engine asks of the spawner. */
export interface StartOrder extends ChildRequest {
  readonly id: number;
}

/**
 * What the spawner tells: that it is there, then of each child that it runs and how it ended, or why it does not run;
 * `cutOff` when no child's pipes can be brought to the engine any more.
 */
export type SpawnerWord =
  | { readonly ready: true }
  | { readonly id: number; readonly pid: number }
  | { readonly id: number; readonly problem: string }
  | { readonly id: number; readonly cutOff: true }
  | { readonly id: number; readonly end: ChildEnd };

/** Every pipe begins with whose it is. */
export const labelBytes = 5;

export function writeLabel(id: number, descriptor: number): Buffer {
  const label = Buffer.alloc(labelBytes);
  label.writeUInt32BE(id);
  label.writeUInt8(descriptor, 4);
  return label;
}

export function readLabel(label: Buffer): { id: number; descriptor: number } {
  return { id: label.readUInt32BE(), descriptor: label.readUInt8(4) };
}
