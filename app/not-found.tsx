import { SearchX } from "lucide-react";
import Link from "next/link";
import { Button } from "#components/ui/button.tsx";

export const metadata = { title: "Not found" };

export default function NotFoundPage() {
  return (
    <main className="mx-auto grid max-w-md justify-items-center gap-3 px-4 py-24 text-center">
      <SearchX className="size-6 text-muted-foreground" aria-hidden="true" />
      <h1 className="text-lg font-semibold">There is nothing at this address.</h1>
      <p className="text-sm text-soft-foreground">
        The video may have been deleted here or at its provider, or the link was cut short.
      </p>
      <Button asChild className="mt-2">
        <Link href="/library">Go to the library</Link>
      </Button>
    </main>
  );
}
