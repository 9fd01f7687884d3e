import { describe, expect, test } from "vitest";
import {
  type Pair,
  parseTimestamp,
  signatureFits,
  signText,
  stringToSign,
  toPairs,
} from "#lib/providers/telestream/signature.ts";
import { capturedRequests } from "./captured-requests.ts";

const factory = "f00dfeedf00dfeedf00dfeedf00dfeed";
const ours = (parameters: Parameters<typeof toPairs>[0], timestamp: string): Pair[] =>
  toPairs({ ...parameters, access_key: "test_access_key", factory_id: factory, timestamp });
const vendors = (parameters: Parameters<typeof toPairs>[0], timestamp: string): Pair[] =>
  toPairs({ ...parameters, access_key: "my_access_key", factory_id: "my_cloud_id", timestamp });

describe("the vectors of telestream.md §3.7 come out of our signer", () => {
  const key = "test_secret_key";

  test("a listing with a filter and paging", () => {
    const text = stringToSign(
      "GET",
      "127.0.0.1",
      "/videos.json",
      ours({ status: "success", page: "2", per_page: "20" }, "2026-01-02T03:04:05.678901+00:00"),
    );
    expect(text).toBe(
      `GET\n127.0.0.1\n/videos.json\naccess_key=test_access_key&factory_id=${factory}&page=2&per_page=20&status=success&timestamp=2026-01-02T03%3A04%3A05.678901%2B00%3A00`,
    );
    expect(signText(key, text)).toBe("ARDE0EqKilnm9Kr5PdgHvYDys2v40YHJ1WCmew79+A8=");
  });

  test("text with spaces, accents and reserved characters; the file is left out", () => {
    const text = stringToSign(
      "POST",
      "127.0.0.1",
      "/videos.json",
      ours(
        {
          source_url: "http://files.example.com/my video (1).mp4?a=1&b=2",
          profiles: "h264,webm",
          payload: "é~*'!/+",
          file: "ignored",
        },
        "2026-01-02T03:04:05+00:00",
      ),
    );
    expect(text).toBe(
      `POST\n127.0.0.1\n/videos.json\naccess_key=test_access_key&factory_id=${factory}&payload=%C3%A9~%2A%27%21%2F%2B&profiles=h264%2Cwebm&source_url=http%3A%2F%2Ffiles.example.com%2Fmy%20video%20%281%29.mp4%3Fa%3D1%26b%3D2&timestamp=2026-01-02T03%3A04%3A05%2B00%3A00`,
    );
    expect(signText(key, text)).toBe("+SMlOQdk7wbrfsUq/rF+FxLHlY51ZqHoHFovzDedcQo=");
  });

  test("nested settings keep their brackets raw", () => {
    const text = stringToSign(
      "PUT",
      "127.0.0.1",
      "/notifications.json",
      ours(
        {
          delay: "13",
          url: "http://127.0.0.1:9000/hook?x=1",
          send_video_payload: "true",
          events: {
            video_created: "false",
            video_encoded: "true",
            encoding_progress: "false",
            encoding_completed: "true",
          },
        },
        "2026-01-02T03:04:05.000001+00:00",
      ),
    );
    expect(text).toBe(
      `PUT\n127.0.0.1\n/notifications.json\naccess_key=test_access_key&delay=13&events[encoding_completed]=true&events[encoding_progress]=false&events[video_created]=false&events[video_encoded]=true&factory_id=${factory}&send_video_payload=true&timestamp=2026-01-02T03%3A04%3A05.000001%2B00%3A00&url=http%3A%2F%2F127.0.0.1%3A9000%2Fhook%3Fx%3D1`,
    );
    expect(signText(key, text)).toBe("Ht3OBjB18g/MTAF3OUzqu7Z2Ki9x2YWkfTps56pLW6o=");
  });
});

describe("the vendor's published vectors come out of our signer", () => {
  const at = "2009-11-04T17:54:11+00:00";
  test.each([
    [
      "GET",
      "/factories.json",
      vendors({}, "2015-12-30T20:21:00+00:00"),
      "6tgl7r/9knHL5AhXqN3p3KXX74ofMrr7tBy6A7LL79s=",
    ],
    ["POST", "/videos.json", vendors({}, at), "NoqEko/YOPhSfxvltZNd6AbStBvnMwptaEsFUmfXWPw="],
    [
      "POST",
      "/videos.json",
      vendors({ param1: "one", param2: "two", file: "x" }, at),
      "0xryIngb+aZNfTcwl/91lU6nAKouyvUq+fZJ84+KXbo=",
    ],
    [
      "POST",
      "/videos.json",
      vendors({ tilde: "~", space: " ", slash: "/" }, at),
      "/pahnvDahQqhfg8WcW7fu7SUGowWsQ7+kzq9vQ0/yvY=",
    ],
    [
      "POST",
      "/videos/upload.json",
      vendors({ file_name: "original♥.mp4" }, "2014-12-22T17:54:11+00:00"),
      "3UFfzALe0OEMNGi7S8O/ZiNp4+vMVE8Kaw1Ab31ZvqE=",
    ],
  ])("%s %s → %s", (method, path, pairs, signature) => {
    expect(signText("my_secret_key", stringToSign(method, "myapihost", path, pairs))).toBe(signature);
  });

  test("v2, with a cloud in place of a factory", () => {
    const pairs = toPairs({
      access_key: "abcdefgh",
      cloud_id: "123456789",
      timestamp: "2011-03-01T15:39:10.260762Z",
    });
    expect(signText("ijklmnop", stringToSign("GET", "api.pandastream.com", "/videos.json", pairs))).toBe(
      "kVnZs/NX13ldKPdhFYoVnoclr8075DwiZF0TGgIbMsc=",
    );
  });
});

describe("requests captured from unmodified clients verify", () => {
  test.each(capturedRequests)("$client: $method $path", ({ method, path, pairs }) => {
    const signature = pairs.find(([name]) => name === "signature")?.[1] ?? "";
    const request = { method, host: "127.0.0.1:8099", path };
    expect(signatureFits("seck", request, pairs, signature)).toBe(true);
  });

  test.each(capturedRequests)(
    "$client: $method $path with one bit of its signature changed is refused",
    ({ method, path, pairs }) => {
      const signature = pairs.find(([name]) => name === "signature")?.[1] ?? "";
      const flipped = `${signature[0] === "A" ? "B" : "A"}${signature.slice(1)}`;
      expect(signatureFits("seck", { method, host: "127.0.0.1:8099", path }, pairs, flipped)).toBe(false);
    },
  );

  test("a request is bound to its method, path, host, tenant and parameters", () => {
    const [captured] = capturedRequests;
    if (!captured) throw new Error("There is no captured request.");
    const { method, path, pairs } = captured;
    const signature = pairs.find(([name]) => name === "signature")?.[1] ?? "";
    const request = { method, host: "127.0.0.1", path };
    const reordered = [...pairs].reverse();
    expect(signatureFits("seck", request, reordered, signature)).toBe(true);
    expect(signatureFits("seck", { ...request, method: "DELETE" }, pairs, signature)).toBe(false);
    expect(signatureFits("seck", { ...request, path: "/profiles.json" }, pairs, signature)).toBe(false);
    expect(signatureFits("seck", { ...request, host: "10.0.0.1" }, pairs, signature)).toBe(false);
    expect(signatureFits("another secret", request, pairs, signature)).toBe(false);
    expect(signatureFits("seck", request, [...pairs, ["page", "9"]], signature)).toBe(false);
    const duplicated = [
      ...pairs,
      pairs.find(([name]) => name === "access_key") ?? ["access_key", "acck"],
    ] as const;
    expect(signatureFits("seck", request, duplicated, signature)).toBe(false);
  });
});

describe("every client's timestamp is read", () => {
  test.each([
    ["Python", "2026-11-21T00:20:18.572213+00:00", "2026-11-21T00:20:18.572Z"],
    ["Python on a whole second", "2026-11-21T00:20:18+00:00", "2026-11-21T00:20:18.000Z"],
    ["Ruby", "2026-11-21T00:22:14.819965Z", "2026-11-21T00:22:14.819Z"],
    ["Node", "2026-11-21T00:22:14.123Z", "2026-11-21T00:22:14.123Z"],
    ["Java", "2026-11-21T00:22:14.123+0000", "2026-11-21T00:22:14.123Z"],
    ["Go", "2026-11-21T00:22:14.123456789Z", "2026-11-21T00:22:14.123Z"],
    ["a zone east", "2026-11-21T02:22:14+02:00", "2026-11-21T00:22:14.000Z"],
    ["the reference's sample", "2010-02-26T15:01:46.221513", "2010-02-26T15:01:46.221Z"],
  ])("%s: %s", (_client, text, expected) => {
    expect(parseTimestamp(text)?.toISOString()).toBe(expected);
  });

  test.each(["", "yesterday", "1700000000", "2026-13-40T00:00:00Z", "2026-11-21"])(
    "%j is refused",
    (text) => {
      expect(parseTimestamp(text)).toBeUndefined();
    },
  );
});
