/**
 * What a delivery to this address may reach although it is private: what the configuration lists, and the
 * dashboard that runs beside the engine, at its door for webhooks alone.
 */
export function allowedFor(
  url: string,
  settings: { readonly allowPrivateUrls: readonly string[]; readonly dashboardUrls: readonly string[] },
): readonly string[] {
  // As the network will see it: `..` and odd escapes resolved.
  const target = URL.parse(url);
  const isHook = (base: string) => target?.href.startsWith(`${base}/hooks/`) ?? false;
  if (!target || !settings.dashboardUrls.some(isHook)) return settings.allowPrivateUrls;
  const port = target.port || (target.protocol === "https:" ? "443" : "80");
  return [...settings.allowPrivateUrls, `${target.hostname}:${port}`];
}
