import type { Pair } from "#lib/providers/telestream/signature.ts";

/**
 * Requests captured on the wire from unmodified clients in November 2026 (`shared/protocols/telestream.md` §8):
 * access key `acck`, secret `seck`, `Host: 127.0.0.1:8099`. Their signatures are genuine.
 */
export interface CapturedRequest {
  readonly client: string;
  readonly method: string;
  readonly path: string;
  readonly pairs: readonly Pair[];
}

const factory = "abcdeb2cc233daaa26da6e7dd77eabcd";

function captured(client: string, method: string, target: string): CapturedRequest {
  const url = new URL(target, "http://127.0.0.1:8099");
  return {
    client,
    method,
    path: url.pathname.replace(/^\/v3\.0/, ""),
    pairs: [...url.searchParams.entries()],
  };
}

export const capturedRequests: readonly CapturedRequest[] = [
  captured(
    "Python 1.1.2 factories.all()",
    "GET",
    "/v3.0/factories.json?access_key=acck&signature=rOvvA4TDJkAhhMgVrsxkGs5e0XJ%2FUxNGsi9WYlwfOT4%3D&timestamp=2026-11-21T00%3A20%3A18.572213%2B00%3A00",
  ),
  captured(
    "Python 1.1.2 videos.all(page, per_page, status)",
    "GET",
    `/v3.0/videos.json?access_key=acck&factory_id=${factory}&page=2&per_page=20&signature=tjLvmk2dTle9iRYF8R8Fp73hK2mB6BDpC%2B24iJQvb98%3D&status=success&timestamp=2026-11-21T00%3A20%3A18.579438%2B00%3A00`,
  ),
  captured(
    "Python 1.1.2 videos.create(source_url)",
    "POST",
    `/v3.0/videos.json?access_key=acck&factory_id=${factory}&payload=a%2Bb%26c%3Dd%2F%C3%A9~&profiles=h264%2Cwebm&signature=iWSDJbNckd3Ad68VbNh6idvIbu%2F5IjiE34tPxSyq2X8%3D&source_url=http%3A%2F%2Ffiles.com%2Fmy%20video.mp4&timestamp=2026-11-21T00%3A20%3A18.581194%2B00%3A00`,
  ),
  captured(
    "Python 1.1.2 videos.create(file), its query",
    "POST",
    `/v3.0/videos.json?access_key=acck&factory_id=${factory}&profiles=h264&signature=ntaOhsg0MQYYsv5QZ1Y4741VlBmsbCLNLyMrO2mqXyk%3D&timestamp=2026-11-21T00%3A20%3A18.583149%2B00%3A00`,
  ),
  captured(
    "Python 1.1.2 encodings.create(video_id, profile_name)",
    "POST",
    `/v3.0/encodings.json?access_key=acck&factory_id=${factory}&profile_name=h264&signature=7Csf49XS3zatb1JHAXgJzzjLxMjbaaxR2XlKESEyFJQ%3D&timestamp=2026-11-21T00%3A20%3A18.596219%2B00%3A00&video_id=4147fd6f38fb552c38aba1e2b6923892`,
  ),
  captured(
    "Python 1.1.2 encoding.cancel()",
    "POST",
    `/v3.0/encodings/6e2a18dfa05645cc759f9b9bd51d8c94/cancel.json?access_key=acck&factory_id=${factory}&signature=gne%2BW1S10gr%2Bqi3U2OMp%2FaK4tw%2BLfodb4OZFMH0tIhc%3D&timestamp=2026-11-21T00%3A20%3A18.599965%2B00%3A00`,
  ),
  captured(
    "Python 1.1.2 encoding.retry()",
    "POST",
    `/v3.0/encodings/6e2a18dfa05645cc759f9b9bd51d8c94/retry.json?access_key=acck&factory_id=${factory}&signature=uPhDBhO7SrumwkH041zeM0ONmbbzVuuZdnI2Yrg2ZeU%3D&timestamp=2026-11-21T00%3A20%3A18.601459%2B00%3A00`,
  ),
  captured(
    "Python 1.1.2 get_notifications()",
    "GET",
    `/v3.0/notifications.json?access_key=acck&factory_id=${factory}&signature=T8KHc8eern1VhPhrQ7MUSyztVUZ%2F5bewmCuidmzZec0%3D&timestamp=2026-11-21T00%3A20%3A18.607883%2B00%3A00`,
  ),
  captured(
    "Python 1.1.2 update_notifications()",
    "PUT",
    `/v3.0/notifications.json?access_key=acck&delay=13&events%5Bencoding_completed%5D=false&events%5Bencoding_progress%5D=false&events%5Bvideo_created%5D=false&events%5Bvideo_encoded%5D=true&factory_id=${factory}&send_video_payload=true&signature=KX3yvdmWtEeNOFrUy1t2nalYyaBGJcnJCpR%2BvldiLfo%3D&timestamp=2026-11-21T00%3A20%3A18.609022%2B00%3A00&url=http%3A%2F%2F127.0.0.1%3A9%2Fn%3Fx%3D1`,
  ),
  captured(
    "Python 1.1.2 profiles.create(preset_name, name, fps)",
    "POST",
    `/v3.0/profiles.json?access_key=acck&factory_id=${factory}&fps=45&name=h264_1&preset_name=h264&signature=yIkWg85ok%2FFLrO7bmj80FYAN03K1oHzeyAzSxVFdGr4%3D&timestamp=2026-11-21T00%3A20%3A18.610356%2B00%3A00`,
  ),
  captured(
    "Python 1.1.2 profile.save()",
    "PUT",
    `/v3.0/profiles/40d9f8711d64aaa74f88462e9274f39a.json?access_key=acck&factory_id=${factory}&fps=60&name=new_name&signature=B4aDoHu6z4KqsoLod0ibHrSe%2BpVL8C490jsqvpE%2FJr0%3D&timestamp=2026-11-21T00%3A20%3A18.663581%2B00%3A00`,
  ),
  captured(
    "Python 1.1.2 factories.create(name)",
    "POST",
    "/v3.0/factories.json?access_key=acck&name=x&signature=ZcXMBw0qlhlIqvfbXbJkOs2S1fPI9A9j44ic8Ea%2FpaI%3D&timestamp=2026-11-21T00%3A20%3A18.740767%2B00%3A00",
  ),
  captured(
    "Ruby 1.1.0 videos.create(source_url), its form body",
    "POST",
    `/v3.0/videos.json?access_key=acck&factory_id=${factory}&payload=a%2Bb~%2F%C3%A9&profiles=h264%2Cwebm&signature=I44J3Cy6mZEwZupFvbA3xPGmYheYxEJh4RR0foj3fnw%3D&source_url=http%3A%2F%2Ffiles.com%2Fmy+video.mp4&timestamp=2026-11-21T00%3A22%3A15.182102Z`,
  ),
];
