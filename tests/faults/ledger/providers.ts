import { at, type Fault } from "./fault.ts";

const http = "integration/providers/http.test.ts";
const repeats = "integration/providers/http-repeats.test.ts";

/** Providers that are asked: faults 46 to 52 of the list. */
export const providersFaults: readonly Fault[] = [
  {
    number: 46,
    what: "429 with every kind of Retry-After, flaps: back-off with jitter, bounded",
    state: "shown",
    tests: [
      at(
        repeats,
        "is asked again after the seconds it names",
        "is asked again after the date it names",
        "is asked again with growing, jittered pauses when it names none",
        "is not waited for when it asks for more time than the call has: %s",
        "is asked four times at most",
      ),
    ],
  },
  {
    number: 47,
    what: "hang, dribble, reset, TLS and certificate, name not resolved: each by its name, in time",
    state: "shown",
    tests: [
      at(
        http,
        "%s costs no more than the time limit",
        "but resets the connection %s is read again, then reported",
        "because nothing listens is told from one whose name does not exist",
        "with a certificate that nobody vouches for is not spoken to",
      ),
      at("integration/providers/check.test.ts", "names a host whose name does not resolve"),
    ],
  },
  {
    number: 48,
    what: "half JSON, HTML, nothing, broken gzip, a gigabyte, redirects inside, nulls and missing fields",
    state: "shown",
    tests: [
      at(
        http,
        "is reported for %s, not believed",
        "takes no memory for %s",
        "and redirects is not followed, so no secret leaves and nothing inside is reached",
      ),
    ],
  },
];
