export const signableMethods = ["GET", "POST", "PUT", "DELETE"] as const;
export type SignableMethod = (typeof signableMethods)[number];
