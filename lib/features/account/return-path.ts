/** Where to go after signing in: a path of ours, never another site, whatever the address bar was made to say. */
export function returnPath(given: string | string[] | undefined): string {
  const path = Array.isArray(given) ? given[0] : given;
  if (!path || !/^\/(?![/\\])[^\\\p{Cc}]*$/u.test(path) || /^\/(sign-in|setup|api)\b/.test(path))
    return "/library";
  return path;
}
