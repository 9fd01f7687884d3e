import type { EngineAccounts } from "../../accounts.ts";
import { isSameSecret, parseAuthorization, parseBasic } from "../../authorization.ts";
import type { EngineAccount } from "../../library/types.ts";
import { ZiggeoProblem } from "./problems.ts";

/** HTTP Basic on every call: application token as user, private key as password. Throws 401. */
export function authenticate(
  accounts: Pick<EngineAccounts, "credentials" | "ziggeo">,
  header: string | undefined,
): EngineAccount {
  const authorization = parseAuthorization(header);
  const given = authorization?.scheme === "basic" ? parseBasic(authorization.value) : undefined;
  const { applicationToken, privateKey } = accounts.credentials.ziggeo;
  const isToken = isSameSecret(given?.user ?? "", applicationToken);
  const isKey = isSameSecret(given?.password ?? "", privateKey);
  if (!isToken || !isKey) throw new ZiggeoProblem(401);
  return accounts.ziggeo;
}
