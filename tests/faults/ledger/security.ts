import { at, type Fault, files } from "./fault.ts";

const doors = "integration/faults/closed-doors.test.ts";

/** Security: faults 61 to 70 of the list. */
export const securityFaults: readonly Fault[] = [
  {
    number: 61,
    what: "every action and route without session, as viewer, from outside; spoofed headers; truth table of roles",
    state: "shown",
    note: "strangers, other sites and viewers over HTTP; all roles on every action and route by the permission that each door asks; other tenants are the engine's, under 14",
    tests: [
      at(
        doors,
        "no action does anything for someone without a session, and none outlives its public moment",
        "a viewer changes nothing but their own account",
        "no route answers without a session, nor writes for another site",
        "lead a stranger with %s to sign in",
      ),
      at(
        "unit/auth/permissions.test.ts",
        "says to the %s what the table says",
        "every permission is in the table",
      ),
      at(
        "unit/auth/doors.test.ts",
        "what a %s may do is what the list says, of every action and route",
        "nothing on the lists is gone, and every write is on one of them",
      ),
    ],
  },
  {
    number: 62,
    what: "cross-origin forms, null and missing origin, sibling port, text/plain",
    state: "shown",
    tests: [
      at(files.dashboard, "%s does not reach Next"),
      at(doors, "no action does anything for another site, however signed in"),
    ],
  },
  {
    number: 63,
    what: "cookies after sign-out, password change, role change, removal; made-up and planted ones",
    state: "shown",
    tests: [
      at(
        "integration/auth/session.test.ts",
        "two tabs of one browser share a session: what one signs out of, the other is out of, also in the middle",
      ),
      at(
        "integration/auth/session.test.ts",
        "a stolen cookie is worth nothing",
        "after its owner signed out",
        "after the password was changed, in any of the person's browsers",
        "another role holds from the very next request",
        "a token %s is nobody's",
      ),
      at(doors, "that somebody else put into the browser is worth nothing once its person has signed in"),
    ],
  },
  {
    number: 64,
    what: "the table of addresses, rebinding, redirect chains, schemes and ports",
    state: "shown",
    note: "imports, connections, every address a task or its storage is given; others come with their issues",
    tests: [
      at("unit/network/public-url.test.ts", "may not lead to %s: %s"),
      at(
        "integration/network/guarded-fetch.test.ts",
        "follows no chain of redirects whose last one leads inside",
        "is resolved once, and the socket goes to the address that was checked",
        "is refused when it turns private between two redirects",
      ),
      at("integration/engine/library/import-url.test.ts", "a redirect to a private address is refused"),
      at("conformance/stupeflix/video-info.test.ts", "never asks %s"),
      at(
        files.badAddresses,
        "are reached by no parameter of any task, nor by its storage",
        "%s is no address",
      ),
    ],
  },
  {
    number: 65,
    what: "moved, altered and old ciphertexts, wrong keys, rotation; no secret in HTML, RSC, .next/static, logs",
    state: "shown",
    note: "50,000 nonces in npm test, a million by npm run test:faults",
    tests: [
      at(
        "faults-full/secrets.test.ts",
        "fault 65: of a million secrets sealed with one key no two have the same nonce",
      ),
      at(
        "integration/secrets/seal.test.ts",
        "rotated under load, no secret is lost and none opens as an older one",
      ),
      at(
        "integration/secrets/seal.test.ts",
        "a sealed secret that was changed does not open",
        "no nonce is used twice",
        "after the data key is rotated, old secrets open, new ones use the new key, and old ones can be moved",
        "the wrong master key opens nothing and says so",
      ),
      at(
        "integration/faults/planted-secrets.test.ts",
        "no page says one of them as %s",
        "no API answer says one of them",
        "no file that browsers are given contains one, or the name of a variable that holds one",
        "no line on the console or in a log file says one of them",
      ),
      at("e2e/journey.spec.ts", "from an empty data directory to a playing video, and away again"),
    ],
  },
  {
    number: 67,
    what: "crafted action bodies of React2Shell's shape, deep, cyclic, large: 4xx, the same process",
    state: "shown",
    tests: [
      at(
        doors,
        "%s is refused, and the process goes on",
        "an action's body of 100 MB %s is cut off, for less than a second of the processor",
      ),
      at(files.dashboard, "%s does not reach Next"),
      at("unit/server/action-body.test.ts", "a megabyte of nonsense is refused without being parsed"),
    ],
  },
  {
    number: 68,
    what: "guessing ends, unknown people answered alike, nobody can lock the owner out",
    state: "shown",
    tests: [
      at(
        "integration/auth/sign-in.test.ts",
        "a wrong password and an unknown person are answered alike",
        "an unknown person costs the processor a hash as well, so that time tells nothing",
        "guessing at an account from one address ends after the limit, even when the last guess is right",
        "an unknown account runs into the same limit, so that the limit tells nothing",
        "its owner signs in from the browser they have used before, on any network",
      ),
    ],
  },
  {
    number: 69,
    what: "ranges reversed, 1,000 of them, beyond the end, negative",
    state: "shown",
    note: "the engine's files lie under names nobody can guess; where there are tokens (api.video), another video's opens nothing",
    tests: [
      at(
        "integration/engine/storage/serve-file.test.ts",
        "%s is answered with that part",
        "a part beyond the end is 416 and says how long the file is",
        "a range that is malformed or one of many (%#) is answered with the whole file",
      ),
      at("unit/engine/byte-range.test.ts", "%s lies outside the file", "%s is answered with the whole file"),
      at("integration/server/downloads.test.ts", "beyond the end is refused with the length"),
      at(
        "conformance/apivideo/resources.test.ts",
        "a private video opens for the first who comes with its token, and for nobody else",
      ),
    ],
  },
];
