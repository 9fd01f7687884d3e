type Scalar = string | number | boolean;

/** Undefined values are left out; a list repeats its name. */
export type Query = Readonly<Record<string, Scalar | readonly Scalar[] | undefined>>;
export type Form = Query;

/** RFC 3986 percent-encoding with `%20` for a space, in the order given. */
export function toQueryString(query: Query): string {
  return Object.entries(query)
    .flatMap(([name, value]) => toList(value).map((one) => `${encode(name)}=${encode(String(one))}`))
    .join("&");
}

function toList(value: Query[string]): readonly Scalar[] {
  if (value === undefined) return [];
  return typeof value === "object" ? value : [value];
}

const encode = (text: string) =>
  encodeURIComponent(text).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
