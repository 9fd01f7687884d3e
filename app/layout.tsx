import type { Metadata, Viewport } from "next";
import { headers } from "next/headers";
import type { ReactNode } from "react";
import { EarlyClicks } from "#components/layout/early-clicks.tsx";
import { ThemeScript } from "#components/layout/theme-script.tsx";
import { ToasterHost } from "#components/layout/toaster-host.tsx";
import "./globals.css";

export const metadata: Metadata = {
  title: { default: "Reelyard", template: "%s · Reelyard" },
  description: "Your videos on Ziggeo, Telestream, Stupeflix and api.video, in one place.",
};

export const viewport: Viewport = {
  themeColor: [
    { media: "(prefers-color-scheme: light)", color: "#f9fafb" },
    { media: "(prefers-color-scheme: dark)", color: "#0d0f12" },
  ],
};

export default async function RootLayout({ children }: { children: ReactNode }) {
  const nonce = (await headers()).get("x-reelyard-nonce") ?? undefined;
  return (
    <html lang="en" suppressHydrationWarning>
      <body className="font-sans">
        <EarlyClicks nonce={nonce} />
        <ThemeScript nonce={nonce} />
        {children}
        <ToasterHost />
      </body>
    </html>
  );
}
