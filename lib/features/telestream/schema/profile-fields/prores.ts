import type { ProfileFieldGroup } from "./field.ts";

const formatWords: Readonly<Record<string, string>> = {
  proxy: "For editing on slow machines, to be replaced at the end.",
  lt: "For editing where space is short.",
  standard: "What editors mean by ProRes 422.",
  hq: "The most that 422 keeps; half again as large.",
};

export const prores: ProfileFieldGroup = {
  title: "ProRes",
  fields: [
    {
      name: "prores_format",
      label: "Kind",
      kind: "choice",
      options: [
        { value: "proxy", label: "422 Proxy" },
        { value: "lt", label: "422 LT" },
        { value: "standard", label: "422" },
        { value: "hq", label: "422 HQ" },
      ],
      effect: (value) => formatWords[value || "standard"] ?? "",
    },
  ],
};
