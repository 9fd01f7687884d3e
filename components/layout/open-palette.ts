const eventName = "reelyard:palette";

/** Opens the command palette from anywhere in the page. */
export function openPalette(): void {
  window.dispatchEvent(new Event(eventName));
}

/** Answers the way to stop listening. */
export function onOpenPalette(open: () => void): () => void {
  window.addEventListener(eventName, open);
  return () => window.removeEventListener(eventName, open);
}
