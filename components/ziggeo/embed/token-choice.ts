import type { AuthTokenView } from "#lib/features/ziggeo/schema/auth-tokens.ts";

/** What the page's code carries. */
export type TokenChoice =
  | { readonly kind: "none"; readonly token?: undefined }
  | { readonly kind: "kept"; readonly token: AuthTokenView }
  | { readonly kind: "encrypt"; readonly days: number; readonly span: string; readonly token?: undefined };

export const noToken = "none";

export const encryptChoices = [
  { value: "encrypt-1", days: 1, span: "a day", label: "Encrypted for this page, a day" },
  { value: "encrypt-30", days: 30, span: "30 days", label: "Encrypted for this page, 30 days" },
  { value: "encrypt-365", days: 365, span: "a year", label: "Encrypted for this page, a year" },
] as const;

export function choiceOf(value: string, tokens: readonly AuthTokenView[]): TokenChoice {
  const token = tokens.find(({ authTokenId }) => authTokenId === value);
  if (token) return { kind: "kept", token };
  const encrypt = encryptChoices.find((each) => each.value === value);
  return encrypt ? { kind: "encrypt", days: encrypt.days, span: encrypt.span } : { kind: "none" };
}
