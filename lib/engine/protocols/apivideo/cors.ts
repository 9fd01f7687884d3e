/** Pages of any origin may call: what protects an account is its key, an upload its token. */
export const corsHeaders: Readonly<Record<string, string>> = {
  "access-control-allow-origin": "*",
  "access-control-allow-methods": "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS",
  "access-control-allow-headers":
    "Authorization, Content-Type, Content-Range, Range, AV-Origin-Client, AV-Origin-App, AV-Origin-Sdk",
  "access-control-expose-headers":
    "X-RateLimit-Limit, X-RateLimit-Remaining, X-RateLimit-Retry-After, Content-Length, Content-Range",
  "access-control-max-age": "86400",
};
