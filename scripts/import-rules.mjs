// Which part of the tree may import which: `shared/examples-to-follow.md` ("Arrows point one way") as a table.
// Paths are relative to the repository, with forward slashes.

/** Code with no runtime of its own that everything stands on. */
const ground = ["lib/domain", "lib/env", "lib/log", "lib/data-lock"];
const infrastructure = ["lib/postgres", "lib/job-loop", "lib/network"];
const services = [
  "lib/auth",
  "lib/db",
  "lib/queue",
  "lib/providers",
  "lib/accounts",
  "lib/asset-index",
  "lib/live",
  "lib/secrets",
];

/** The area a file belongs to: the unit that arrows run between. */
export function areaOf(file) {
  const [first = "", second = "", third = ""] = file.split("/");
  if (first === "lib") {
    if (second === "features") return `lib/features/${third}`;
    return `lib/${second.replace(/\.tsx?$/, "")}`;
  }
  if (first === "components") return `components/${second}`;
  if (file === "proxy.ts") return "app";
  return first;
}

const isFeature = (area) => area.startsWith("lib/features/");
const isComponent = (area) => area.startsWith("components/");

/**
 * Why `from` must not import `to`, in words; undefined when it may.
 * @param {string} from
 * @param {string} to
 */
export function whyForbidden(from, to) {
  const source = areaOf(from);
  const target = areaOf(to);
  if (source === "tests" || source === "scripts") return undefined;
  if (target === "tests" || target === "scripts") return "the product does not import its tests or scripts";
  if (source === target) return withinArea(from, to);

  if (source === "lib/engine") return fromEngine(target, to);
  if (target === "lib/engine") return "the engine is a provider: it is reached over HTTP alone";

  if (source === "lib/server") {
    return target.startsWith("lib/") ? undefined : "lib/server imports lib alone";
  }
  if (target === "lib/server") return "lib/server is a process; nothing imports it";

  if (source === "lib/domain") return "lib/domain imports nothing of ours";
  if (ground.includes(source)) return allow(["lib/domain"], target, "the ground imports lib/domain alone");
  if (infrastructure.includes(source)) {
    return allow([...ground, ...infrastructure], target, "infrastructure knows nothing of the product");
  }
  if (source === "lib/providers") {
    return allow(
      [...ground, "lib/network"],
      target,
      "a client knows the wire, the guard and the domain alone",
    );
  }
  if (services.includes(source)) {
    return allow(
      [...ground, ...infrastructure, ...services],
      target,
      "arrows go features → services → domain",
    );
  }
  if (source === "lib/client") {
    return allow(["lib/domain"], target, "browser code imports lib/domain alone");
  }
  if (isFeature(source)) {
    if (isFeature(target)) return "features do not import each other; a page puts them together";
    return allow(
      [...ground, ...infrastructure, ...services, "lib/client"],
      target,
      "arrows go components → features → services",
    );
  }
  if (isComponent(source)) return fromComponent(target, to);
  if (source === "app") return undefined;
  return undefined;
}

/** Packages that have something of ours in front of them: what to import instead. */
const packagesOfAreas = [
  {
    specifier: "next/link",
    areas: (area) => area === "app" || isComponent(area),
    reason: "#components/ui/link.tsx does it for 3 kB less on every page",
  },
];

/**
 * Why `from` must not import the package `specifier`, in words; undefined when it may.
 * @param {string} from
 * @param {string} specifier
 */
export function whyPackageForbidden(from, specifier) {
  const source = areaOf(from);
  return packagesOfAreas.find((rule) => rule.specifier === specifier && rule.areas(source))?.reason;
}

function withinArea(from, to) {
  const [, , provider, ...inside] = to.split("/");
  const [, , importer] = from.split("/");
  if (areaOf(from) === "lib/providers" && inside.length > 0 && from.split("/").length > 3) {
    return provider === importer ? undefined : "one provider does not import another";
  }
  if (from.startsWith("lib/engine/protocols/") && to.startsWith("lib/engine/protocols/")) {
    return from.split("/")[3] === to.split("/")[3] ? undefined : "one protocol does not import another";
  }
  return undefined;
}

function fromEngine(target, to) {
  if ([...ground, ...infrastructure].includes(target)) return undefined;
  if (/^lib\/providers\/[^/]+\/(wire|signature)(\.ts|\/)/.test(to)) return undefined;
  return target === "lib/providers"
    ? "of a client the engine shares only wire.ts and signature.ts"
    : "the engine knows nothing of the dashboard";
}

function fromComponent(target, to) {
  if (isComponent(target) || target === "lib/domain" || target === "lib/client") return undefined;
  // Pure functions over (viewer, thing): what may not be done is not offered.
  if (to === "lib/auth/permissions.ts") return undefined;
  if (!isFeature(target)) return "components reach the server through a feature's client and actions";
  return /^lib\/features\/[^/]+\/(schema|client|actions)(\.tsx?$|\/)/.test(to)
    ? undefined
    : "components import a feature's schema, client and actions, never its queries or commands";
}

const allow = (areas, target, reason) => (areas.includes(target) ? undefined : reason);
