/** Owner: everything. Editor: assets, uploads, tasks, tokens. Viewer: look and download. */
export const roles = ["owner", "editor", "viewer"] as const;
export type Role = (typeof roles)[number];

/** The signed-in person, as commands and queries receive them. Always the first argument. */
export interface Viewer {
  readonly userId: string;
  readonly name: string;
  readonly email: string;
  readonly role: Role;
}
