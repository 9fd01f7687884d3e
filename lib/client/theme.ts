export const themes = ["system", "light", "dark"] as const;
export type Theme = (typeof themes)[number];

const storageKey = "theme";
/** Heard by the page's own script (`components/layout/theme-script.tsx`), which sets the classes. */
const changed = "reelyard:theme";

export function readTheme(): Theme {
  try {
    return themes.find((theme) => theme === localStorage.getItem(storageKey)) ?? "system";
  } catch {
    // Storage is forbidden here: the theme is the system's.
    return "system";
  }
}

/** Keeps the choice and changes to it at once: without this, everything with a transition would fade on its own. */
export function chooseTheme(theme: Theme): void {
  try {
    localStorage.setItem(storageKey, theme);
  } catch {
    return;
  }
  const root = document.documentElement;
  root.dataset.still = "";
  dispatchEvent(new Event(changed));
  // Styles are computed under the attribute, or it would have been there for nothing.
  void getComputedStyle(root).opacity;
  requestAnimationFrame(() => delete root.dataset.still);
}

/** Calls back when the choice changed, here or in another tab; answers the way to stop. */
export function watchTheme(onChange: () => void): () => void {
  addEventListener(changed, onChange);
  addEventListener("storage", onChange);
  return () => {
    removeEventListener(changed, onChange);
    removeEventListener("storage", onChange);
  };
}
