// The video, or where there is none the pictures of the keyframes, and the clock of the page.
const picture = (() => {
  const crop = byId("crop"), clip = data.clip, video = data.video ? make("video", { playsinline: true, preload: "auto", "aria-label": "The annotated clip" }) : null;
  byId("screen").style.aspectRatio = `${clip.width} / ${clip.height}`;
  byId("screen").style.setProperty("--ratio", clip.width / clip.height);
  const image = make("img", { alt: "", hidden: true });
  let isPoster = true;

  if (video) {
    const [x, y, width, height] = data.video.picture;
    video.style.width = `${100 * data.video.width / width}%`;
    video.style.height = `${100 * data.video.height / height}%`;
    video.style.left = `${-100 * x / width}%`;
    video.style.top = `${-100 * y / height}%`;
    video.src = data.video.address ?? URL.createObjectURL(bytesOf(byId("video")));
    video.addEventListener("play", () => { change({ isPlaying: true }); follow(); });
    for (const name of ["pause", "ended"]) video.addEventListener(name, () => change({ isPlaying: false }));
    video.addEventListener("seeked", () => show(video.currentTime));
    video.addEventListener("error", () => { video.hidden = true; image.hidden = false; showStill(); note("The video cannot be played here; the keyframes are shown as pictures."); });
    crop.append(video);
  } else {
    image.hidden = false;
  }
  crop.append(image);

  function bytesOf(element) {
    const text = element.textContent, bytes = Uint8Array.from(atob(text), letter => letter.charCodeAt(0));
    element.remove();
    return new Blob([bytes], { type: "video/mp4" });
  }

  const offset = data.video?.offset ?? 0;
  function show(mediaTime) {
    if (!video.seeking) change({ frame: frameAt(mediaTime + offset) });
  }

  // Frame by frame while it plays: by the frame on the screen where the browser tells, else by the clock.
  function follow() {
    if (video.paused) return;
    if (video.requestVideoFrameCallback) video.requestVideoFrameCallback((_, frame) => { show(frame.mediaTime); follow(); });
    else requestAnimationFrame(() => { show(video.currentTime); follow(); });
  }

  function showStill() {
    const address = pictureAddress(moment()?.picture);
    if (address) image.src = address; else image.removeAttribute("src");
  }

  function seek(frame) {
    isPoster = false;
    frame = Math.max(0, Math.min(data.frames.length - 1, frame));
    // A little into the frame, so that rounding does not show the one before it.
    if (video) video.currentTime = Math.max(0, data.frames[frame] - offset + 1e-3);
    change({ frame });
  }

  function toggle() {
    if (!video || video.hidden) return;
    if (!video.paused) { video.pause(); return; }
    if (isPoster || video.ended || state.frame === data.frames.length - 1) video.currentTime = Math.max(0, data.frames[0] - offset);
    isPoster = false;
    video.play().catch(() => note("The browser does not play the video."));
  }

  function note(text) { byId("notes").append(make("p", { class: "note" }, text)); }

  views.push(changed => { if (!image.hidden && changed.has("moment")) showStill(); });
  return {
    seek, toggle, note, video,
    poster(frame) { seek(frame); isPoster = true; showStill(); },
    pause() { video?.pause(); },
    get isPoster() { return isPoster; },
    get isStill() { return !image.hidden; },
    set speed(value) { if (video) video.playbackRate = value; },
  };
})();
