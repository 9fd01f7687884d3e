/** What is wrong with a form as a whole, read out when it appears. */
export function FormMessage({ message }: { message: string | null }) {
  return (
    <div role="alert" className="empty:hidden">
      {message && (
        <p className="rounded-md border border-failed bg-failed-soft px-3 py-2 text-sm text-pretty text-failed-text">
          {message}
        </p>
      )}
    </div>
  );
}
