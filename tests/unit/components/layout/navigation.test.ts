import { expect, test } from "vitest";
import { placesFor } from "#components/layout/navigation.ts";
import { type Role, roles } from "#lib/domain/user.ts";

test("what is closed to somebody is not offered", () => {
  const places = (role: Role) => placesFor({ userId: "u", email: "u@example.com", name: "U", role });
  for (const role of roles) expect(places(role)).toContain("library");
  expect(roles.filter((role) => places(role).includes("events"))).toEqual(["owner", "editor"]);
});
