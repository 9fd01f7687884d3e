import { describe, expect, test } from "vitest";
import { connectionForms, initialFields, visibleFields } from "#lib/domain/connection-form.ts";
import { providerIds } from "#lib/domain/provider-id.ts";
import { toHint } from "#lib/features/connections/store.ts";

describe("the form of a connection", () => {
  test.each(providerIds)("%s: every secret of it is marked as one", (provider) => {
    for (const { name, kind } of connectionForms[provider]) {
      expect([name, kind === "secret"]).toEqual([name, /key|secret|token/i.test(name) && kind !== "url"]);
    }
  });

  test("a choice shows the fields that go with it and hides the others", () => {
    const names = (values: Record<string, string>) =>
      visibleFields("telestream", { ...initialFields("telestream"), ...values }).map(({ name }) => name);
    expect(names({})).toEqual(["auth", "accessKey", "secretKey", "host", "factoryId"]);
    expect(names({ host: "custom" })).toContain("baseUrl");
    expect(names({ auth: "key" })).toEqual(["auth", "apiKey", "keyBaseUrl", "factoryId"]);
    // The host's own address belongs to a choice that is itself hidden.
    expect(names({ auth: "key", host: "custom" })).not.toContain("baseUrl");
  });

  test("four characters of a secret are shown, and none of a short one", () => {
    expect(toHint("planted-private-key-9876")).toBe("9876");
    expect(toHint("short")).toBe("");
  });
});
