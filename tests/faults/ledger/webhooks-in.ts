import { at, type Fault } from "./fault.ts";

const inbox = "integration/features/inbox/inbox.test.ts";
const addresses = "integration/features/inbox/inbox-address.test.ts";
const replays = "integration/features/inbox/inbox-replay.test.ts";

/** Webhooks that come in: faults 37 to 45 of the list. */
export const webhooksInFaults: readonly Fault[] = [
  {
    number: 37,
    what: "a burst of events with kill -9 twice: answered ones kept, each processed once",
    state: "shown",
    tests: [
      at(
        "integration/faults/inbox-killed.test.ts",
        "a burst of events with two kill -9 in it: all that were answered are kept, each processed once",
      ),
      at(
        "faults-full/inbox.test.ts",
        "fault 37: fifty thousand events, the dashboard killed twice, embedded",
        "fault 37: fifty thousand events, the dashboard killed twice, on PostgreSQL",
      ),
    ],
  },
  {
    number: 38,
    what: "each event three times, shuffled: the index says what the provider says",
    state: "shown",
    tests: [
      at(
        inbox,
        "three of each, shuffled: the index says what the provider says",
        "sent again it is a duplicate that names the first, and changes nothing",
      ),
    ],
  },
  {
    number: 39,
    what: "signatures wrong, missing, empty, not hex, of another length, over other bytes; two keys, and a new one",
    state: "shown",
    tests: [
      at(
        "unit/features/inbox/normalise.test.ts",
        "the document's vector fits",
        "one of several keys is enough, in any place",
        "nor does the same JSON written again",
      ),
      at(
        inbox,
        "with a new key beside the old one",
        "with %s it is refused, kept as evidence, and changes nothing",
      ),
    ],
  },
  {
    number: 40,
    what: "an event's own time 301 s off either way, ten minutes off, in milliseconds, none at all: decides nothing",
    state: "shown",
    note: "none of the four providers signs a time: what is sent again later is a duplicate, and the provider's own answer decides",
    tests: [
      at(
        inbox,
        "decides nothing: the signature and a read of the provider do, and the list keeps when it came",
      ),
    ],
  },
  {
    number: 41,
    what: "bodies empty, over 10 MB, no UTF-8, 100,000 deep, doubled keys, prototypes, bombs: kept or 4xx, never 500",
    state: "shown",
    tests: [
      at(
        inbox,
        "is stored as it came, unreadable in words, and never a 500",
        "empty or over 10 MB it is refused in words",
      ),
      at(
        "unit/features/inbox/normalise.test.ts",
        "%s is unreadable, not a crash",
        "doubled keys, prototypes and huge numbers change nothing about what is read",
      ),
    ],
  },
  {
    number: 42,
    what: "database stopped: 503, nothing acknowledged; back: taken again",
    state: "shown",
    tests: [at(inbox, "while the database is away it is 503, and nothing is said to be kept")],
  },
  {
    number: 43,
    what: "unknown types, unknown videos, deleted videos: kept, shown, can be processed again",
    state: "shown",
    tests: [
      at(
        inbox,
        "about a video the provider does not have it is kept, and changes nothing",
        "about a video that was deleted it takes it out of the index",
        "of a type nobody knows it is kept and can be processed again",
      ),
    ],
  },
  {
    number: 44,
    what: "guessing an address: answered alike, limited; a forged event changes nothing",
    state: "shown",
    tests: [
      at(addresses, "a wrong secret, another's secret and an unknown connection are answered alike"),
      at(
        "unit/server/miss-limit.test.ts",
        "sixty wrong guesses a minute from one address, and no more; others are not held up",
      ),
    ],
  },
  {
    number: 45,
    what: "processed again a hundred times: nothing more changes, each in the audit log",
    state: "shown",
    tests: [at(replays, "a hundred times changes nothing more, and each is in the audit log")],
  },
];
