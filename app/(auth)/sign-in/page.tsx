import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { AccountFrame } from "#components/account/account-frame.tsx";
import { SignInForm } from "#components/account/sign-in-form.tsx";
import { findViewer } from "#lib/auth/current-user.ts";
import { ownerExists } from "#lib/auth/owner.ts";
import { env } from "#lib/env.ts";
import { returnPath } from "#lib/features/account/return-path.ts";

export const metadata: Metadata = { title: "Sign in" };

interface SignInPageProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function SignInPage({ searchParams }: SignInPageProps) {
  const { next, callbackUrl, error } = await searchParams;
  const target = returnPath(next ?? callbackUrl);
  if (await findViewer()) redirect(target);
  if (!(await ownerExists())) redirect("/setup");
  return (
    <AccountFrame title="Sign in" lead="Your videos, wherever they live.">
      <SignInForm next={target} singleSignOnName={env().oidc?.name} notice={toNotice(error)} />
    </AccountFrame>
  );
}

/** What next-auth and our own callbacks leave in the address when single sign-on failed. */
const notices = new Map([
  ["not_invited", "Nobody here goes by that account. Ask the owner to add your e-mail address first."],
  [
    "unverified_email",
    "Your e-mail address is not verified there. Verify it with that provider, then try again.",
  ],
  [
    "OAuthSignin",
    "The sign-in provider did not answer. Sign in with your password, or try again in a moment.",
  ],
]);

/** Anybody could write the code into an address, so only known ones speak. */
function toNotice(error: string | string[] | undefined): string | null {
  if (error === undefined) return null;
  return notices.get(String(error)) ?? "Signing in did not work. Try again.";
}
