export const metadata = { title: "Not found" };

/** Every page loads this one's code with its own: a plain link needs none. */
export default function NotFoundPage() {
  return (
    <main className="mx-auto grid max-w-md justify-items-center gap-3 px-4 py-24 text-center">
      <h1 className="text-lg font-semibold">There is nothing at this address.</h1>
      <p className="text-sm text-soft-foreground">
        The video may have been deleted here or at its provider, or the link was cut short.
      </p>
      <a
        href="/library"
        className="mt-2 inline-flex h-8 items-center rounded-md bg-primary px-3 text-sm font-medium text-primary-foreground"
      >
        Go to the library
      </a>
    </main>
  );
}
