import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { AccountFrame } from "#components/account/account-frame.tsx";
import { SetupForm } from "#components/account/setup-form.tsx";
import { ownerExists } from "#lib/auth/owner.ts";

export const metadata: Metadata = { title: "Set up" };
export const dynamic = "force-dynamic";

export default async function SetupPage() {
  if (await ownerExists()) notFound();
  return (
    <AccountFrame
      title="Make it yours"
      lead="This Reelyard has no owner yet. The owner manages connections and people, and can do everything else."
      foot="The account lives in this Reelyard's own database and nowhere else."
    >
      <SetupForm />
    </AccountFrame>
  );
}
