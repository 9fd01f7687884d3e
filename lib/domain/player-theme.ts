/** Colours of a player theme, each `rgba(r, g, b, a)`. */
export const playerColours = [
  "text",
  "link",
  "linkHover",
  "linkActive",
  "trackPlayed",
  "trackUnplayed",
  "trackBackground",
  "backgroundTop",
  "backgroundBottom",
  "backgroundText",
] as const;

export const playerSwitches = [
  "enableApi",
  "enableControls",
  "forceAutoplay",
  "hideTitle",
  "forceLoop",
] as const;
