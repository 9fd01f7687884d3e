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

/** Until there is something to play: the service answers 202 meanwhile, and a live stream 404 before it begins. */
async function waitForPlaylist() {
  for (;;) {
    const answer = await fetch(data.hls).catch(() => undefined);
    if (answer?.status === 200) return true;
    if (answer && answer.status !== 202 && !data.isLive) return false;
    say(data.isLive ? "The broadcast has not begun." : "The video is being prepared.");
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

async function play() {
  if (!(await waitForPlaylist())) {
    if (data.mp4) video.src = data.mp4;
    else say("This video cannot be played.");
    return;
  }
  say("");
  await loadScript("../player/hls.js");
  if (!window.Hls?.isSupported()) {
    video.src = data.hls;
    return;
  }
  const hls = new window.Hls({ enableWorker: false });
  hls.on(window.Hls.Events.ERROR, (_event, { fatal, type }) => {
    if (!fatal) return;
    if (type === window.Hls.ErrorTypes.MEDIA_ERROR) hls.recoverMediaError();
    else if (data.isLive) say("The broadcast has ended.");
    else if (data.mp4) {
      hls.destroy();
      video.src = data.mp4;
    } else say("The connection to the video was lost.");
  });
  hls.loadSource(data.hls);
  hls.attachMedia(video);
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
play().catch(() => say("This video cannot be played."));
