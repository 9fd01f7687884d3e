// The embedded player: plain browser code, served as it is.
const data = JSON.parse(document.getElementById("data").textContent);
const root = document.getElementById("player");
const video = document.getElementById("video");
const message = document.getElementById("message");
const title = document.getElementById("title");
const sessionId = crypto.randomUUID?.() ?? `${Date.now()}-${Math.random().toString(36).slice(2)}`;
const startedAt = performance.now();
const retryMs = 500;
const theme = data.theme;

const variables = {
  text: "--text",
  link: "--link",
  linkHover: "--link-hover",
  backgroundTop: "--background-top",
  backgroundText: "--background-text",
  trackPlayed: "--track-played",
};
for (const [name, variable] of Object.entries(variables)) {
  document.documentElement.style.setProperty(variable, theme[name]);
}
title.textContent = data.title;
title.hidden = theme.hideTitle;
video.controls = theme.enableControls;
video.loop = theme.forceLoop && !data.isLive;
if (data.poster) video.poster = data.poster;
if (theme.forceAutoplay) {
  video.autoplay = true;
  video.muted = true;
}
if (data.logo) {
  const link = document.createElement("a");
  link.className = "logo";
  link.href = data.logo.link;
  link.target = "_blank";
  link.rel = "noopener";
  const picture = document.createElement("img");
  picture.src = data.logo.src;
  picture.alt = "Visit the site of this player's owner";
  link.append(picture);
  root.append(link);
}
for (const caption of data.captions) addTrack("captions", caption.src, caption);
if (data.chapters) addTrack("chapters", data.chapters, { language: "", label: "Chapters", isDefault: true });

function addTrack(kind, src, { language, label, isDefault }) {
  const track = document.createElement("track");
  Object.assign(track, { kind, src, srclang: language, label, default: isDefault });
  video.append(track);
}

function say(text) {
  message.textContent = text;
  message.hidden = text === "";
}

/** Until there is something to play: 202 meanwhile. A broadcast's playlist says when it is over. */
async function waitForPlaylist(meanwhile) {
  const asked = data.isLive ? `${data.hls}${data.hls.includes("?") ? "&" : "?"}waiting` : data.hls;
  for (;;) {
    const answer = await fetch(asked).catch(() => undefined);
    if (answer?.status === 200) {
      if (!data.isLive || !(await answer.text()).includes("#EXT-X-ENDLIST")) return true;
    } else if (answer && answer.status !== 202 && !data.isLive) return false;
    say(meanwhile);
    await new Promise((resolve) => setTimeout(resolve, data.isLive ? retryMs * 4 : retryMs));
  }
}

function loadScript(src) {
  return new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = src;
    script.onload = resolve;
    script.onerror = reject;
    document.head.append(script);
  });
}

async function play(meanwhile) {
  if (!(await waitForPlaylist(meanwhile))) {
    if (data.mp4) video.src = data.mp4;
    else say("This video cannot be played.");
    return;
  }
  say("");
  if (!window.Hls) await loadScript("../player/hls.js");
  if (!window.Hls?.isSupported()) {
    video.src = data.hls;
    return;
  }
  const hls = new window.Hls({ enableWorker: false });
  hls.on(window.Hls.Events.ERROR, (_event, { fatal, type }) => {
    if (!fatal) return;
    if (type === window.Hls.ErrorTypes.MEDIA_ERROR) hls.recoverMediaError();
    else if (data.isLive) waitForNext(hls);
    else if (data.mp4) {
      hls.destroy();
      video.src = data.mp4;
    } else say("The connection to the video was lost.");
  });
  if (data.isLive) video.onended = () => waitForNext(hls);
  hls.loadSource(data.hls);
  hls.attachMedia(video);
}

/** A stream goes on the air again: whoever stays sees it. */
function waitForNext(hls) {
  const wasWatched = !video.paused || video.ended;
  video.onended = null;
  hls.destroy();
  begin("The broadcast has ended.").then(() => wasWatched && video.play().catch(() => {}));
}

function tell(kind, amount = 0) {
  const body = JSON.stringify({ sessionId, mediaId: data.mediaId, kind, amount });
  navigator.sendBeacon("../reelyard/player-events", body);
}

let watchedSince;
function tellWatched() {
  if (watchedSince === undefined) return;
  const now = performance.now();
  tell("watch", (now - watchedSince) / 1000);
  watchedSince = video.paused ? undefined : now;
}
let hasPlayed = false;
video.addEventListener("loadeddata", () => tell("impression", performance.now() - startedAt), { once: true });
video.addEventListener("playing", () => {
  root.classList.add("playing");
  say("");
  watchedSince ??= performance.now();
  if (!hasPlayed) tell("play");
  hasPlayed = true;
});
video.addEventListener("pause", () => {
  root.classList.remove("playing");
  tellWatched();
});
video.addEventListener("ended", () => tell("end"));
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "hidden") tellWatched();
});
setInterval(tellWatched, 10_000);
video.addEventListener("error", () => say("This video cannot be played."));

/** Pages around the frame may drive it where the theme allows that: `{type: "play" | "pause" | "seek", value}`. */
if (theme.enableApi) {
  window.addEventListener("message", ({ data: order }) => {
    if (order?.type === "play") video.play().catch(() => {});
    if (order?.type === "pause") video.pause();
    if (order?.type === "seek" && Number.isFinite(order.value)) video.currentTime = order.value;
  });
}
const begin = (meanwhile) => play(meanwhile).catch(() => say("This video cannot be played."));
begin(data.isLive ? "The broadcast has not begun." : "The video is being prepared.");
