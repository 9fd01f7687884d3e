export const connectionHref = (connectionId: string, segment?: string): string =>
  `/connections/${encodeURIComponent(connectionId)}${segment ? `/${segment}` : ""}`;
