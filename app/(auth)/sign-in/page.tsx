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

/** next-auth and our own callbacks leave a code in the address; anybody could, so only known ones speak. */
function toNotice(error: string | string[] | undefined): string | null {
  if (error === undefined) return null;
  if (error === "not_invited") {
    return "Nobody here goes by that account. Ask the owner to add your e-mail address first.";
  }
  return "Signing in did not work. Try again.";
}
