// Headline, buttons, keys, and how it all begins.
byId("file").replaceChildren(make("b", null, data.clip.name), " · which road users an AI’s answers depended on");
document.title = `${data.clip.name}: what the answers depended on`;
for (const text of data.notes) picture.note(text);

// The region whose values add up to most, with the keyframe that first names it.
function strongestRegion() {
  const sums = new Map();
  for (const at of prompt().keyframes) for (const region of at.regions) {
    const known = sums.get(region.id) ?? { name: region.name, at: at.t, sum: 0, keyframes: 0 };
    sums.set(region.id, { ...known, sum: known.sum + region.phi, keyframes: known.keyframes + 1 });
  }
  return [...sums.values()].sort((a, b) => b.sum - a.sum)[0] ?? null;
}

// What all keyframes of a question have in common, where that is more than "nothing that was hidden".
function sharedVerdict() {
  const sentences = new Set(prompt().keyframes.map(at => at.verdict.sentence)), [only] = prompt().keyframes;
  return sentences.size === 1 && only.verdict.kind !== "nothing" ? only.verdict.sentence : null;
}

function linkToTime(t) {
  const button = make("button", { type: "button", class: "link" }, clock(t));
  button.addEventListener("click", () => { picture.pause(); picture.seek(frameAt(t)); });
  return button;
}

// φ added up over the keyframes decides; the peak stands beside it.
function headline() {
  const [first, ...others] = prompt().strongest, plural = prompt().keyframes.length > 1 ? "answers" : "answer";
  const region = strongestRegion();
  if (region && region.sum > (first?.sum ?? 0)) {
    byId("headline").textContent = `The ${plural} depended most on what is no known object`;
    byId("lead").replaceChildren(`${region.name} decided ${region.keyframes} of ${prompt().keyframes.length} ${prompt().keyframes.length === 1 ? "answer" : "answers"}, first at `, linkToTime(region.at), ".");
    return;
  }
  const verdict = sharedVerdict();
  if (!first && verdict) {
    byId("headline").textContent = verdict;
    byId("lead").textContent = state.isExpert ? "So at every keyframe." : "So for every question.";
    return;
  }
  if (!first) {
    byId("headline").textContent = !prompt().moments.length ? "Nothing was asked" : !prompt().keyframes.length ? "Nothing was answered" : `The ${plural} depended on no road user`;
    byId("lead").textContent = !prompt().keyframes.length ? "" : prompt().order.length ? (state.isExpert ? "φ, added up over the keyframes, is more than 0 for none." : "Hiding them changed the answers too little to tell.") : "No road user was valued.";
    return;
  }
  byId("headline").textContent = `The ${plural} depended most on ${nameOf(first.id)}`;
  const lead = byId("lead"), go = item => linkTo(make("button", { type: "button", class: "link" }, nameOf(item.id)), item.id, id => choose(id, false));
  lead.replaceChildren(...(state.isExpert ? [`φ added up over ${first.keyframes} ${momentWord(first.keyframes)} is ${signed(first.sum)}; most at ${clock(first.peakTime)}: ${signed(first.peak)}.`]
    : ["Most at ", linkToTime(first.peakTime), `, where ${worth(first.peak)} of the answer rested on it.`]));
  const next = others.filter(item => item.peak >= 0.1 * first.peak).slice(0, 2).flatMap((item, i) => [i ? " and " : " Then ", go(item), state.isExpert ? ` (${signed(item.sum)})` : ` (at most ${worth(item.peak)})`]);
  if (next.length) lead.append(...next, ".");
}

function legend() {
  const range = data.colours.range, stops = [...data.colours.negative.toReversed(), ...data.colours.positive];
  const ramp = make("span", { class: "ramp" });
  ramp.style.background = `linear-gradient(90deg, ${stops.map((colour, i) => {
    const share = Math.abs(2 * i / (stops.length - 1) - 1);
    return `color-mix(in srgb, ${colour} ${Math.round(100 * Math.min(1, 0.12 + share))}%, transparent)`;
  }).join(",")})`;
  byId("legend").append(
    make("span", { class: "expert-only" }, `−${range}`), make("span", { class: "plain-only" }, `−${100 * range} %`), ramp,
    make("span", { class: "expert-only" }, `+${range}`), make("span", { class: "plain-only" }, `${100 * range} %`),
    make("span", { class: "meaning" }, make("b", { class: "positive" }, "orange"), " the answer depends on it · ", make("b", { class: "negative" }, "blue"),
      " it works against the answer · untinted: hardly matters"));
}

function transport() {
  const at = moment(), moments = prompt().moments;
  byId("clock").textContent = `${clock(now())} / ${clock(data.clip.end)}`;
  byId("moment").textContent = at ? `${momentWord(1)} ${state.moment + 1} of ${moments.length}${state.isExpert ? " · " : ", asked "}${reasonOf(at)}` : "";
  byId("play").replaceChildren(icon(state.isPlaying ? icons.pause : icons.play));
  byId("play").setAttribute("aria-label", state.isPlaying ? "Pause" : "Play");
  // Where a server shows this page: what is asked again is asked about this moment.
  if (byId("ask")) byId("ask").hash = `t=${(at?.t ?? now()).toFixed(3)}&prompt=${encodeURIComponent(prompt().name)}`;
  byId("start").hidden = !picture.video || !picture.isPoster || state.isPlaying;
}

function toMoment(step) {
  const moments = prompt().moments, at = now();
  const target = step > 0 ? moments.find(item => item.t > at + 5e-4) : moments.findLast(item => item.t < at - 5e-4);
  picture.pause();
  if (target) picture.seek(frameAt(target.t));
}

function nextTrack(step) {
  const order = timeline.lanes().map(item => item.id), place = order.indexOf(state.track);
  if (order.length) change({ track: order[place < 0 ? (step > 0 ? 0 : order.length - 1) : (place + step + order.length) % order.length] });
}

function prompts() {
  const box = byId("prompts");
  box.hidden = data.prompts.length < 2;
  box.replaceChildren(...data.prompts.map((item, i) =>
    make("button", { type: "button", "aria-pressed": String(i === state.prompt), title: item.moments[0]?.prompt ?? "", onclick: () => change({ prompt: i }) }, item.name)));
}

// The video was coloured for one question; its colours do not change with the switch.
function whose() {
  const drawn = data.record.configuration?.video?.prompt || data.prompts[0].name;
  byId("whose").hidden = !data.video || data.prompts.length < 2 || prompt().name === drawn;
  byId("whose").textContent = `the colours in the video are those of “${drawn}”`;
}

const themes = { auto: "Theme: auto", light: "Theme: light", dark: "Theme: dark" };
function theme(name) {
  if (name === "auto") delete document.documentElement.dataset.theme; else document.documentElement.dataset.theme = name;
  byId("theme").textContent = themes[name];
  byId("theme").dataset.name = name;
}

function nextTheme() {
  const all = Object.keys(themes);
  theme(all[(all.indexOf(byId("theme").dataset.name) + 1) % all.length]);
}

// In plain words for everybody, or with what an expert wants to see.
function language() {
  document.body.classList.toggle("is-expert", state.isExpert);
  byId("expert").setAttribute("aria-pressed", String(state.isExpert));
  byId("previous").title = state.isExpert ? "Previous keyframe (←)" : "Previous question (←)";
  byId("next").title = state.isExpert ? "Next keyframe (→)" : "Next question (→)";
}

const keys = {
  " ": ["Space", "play or pause", () => picture.toggle()],
  ArrowLeft: ["←", "question before", () => toMoment(-1)],
  ArrowRight: ["→", "next question", () => toMoment(1)],
  ",": [", .", "one frame back, on", () => { picture.pause(); picture.seek(state.frame - 1); }],
  ".": [null, null, () => { picture.pause(); picture.seek(state.frame + 1); }],
  Home: ["Home End", "start, end", () => picture.seek(0)],
  End: [null, null, () => picture.seek(data.frames.length - 1)],
  ArrowUp: ["↑ ↓", "choose an object", () => nextTrack(-1)],
  ArrowDown: [null, null, () => nextTrack(1)],
  Enter: ["Enter", "go to where the chosen object mattered most", () => { if (state.track !== null) choose(state.track, false); }],
  Escape: ["Esc", "choose nothing", () => change({ track: null })],
  "+": ["+ −", "zoom the timeline", () => timeline.scale(2)],
  "-": [null, null, () => timeline.scale(0.5)],
  p: ["P", "next question", () => change({ prompt: (state.prompt + 1) % data.prompts.length })],
  e: ["E", "plain words, or all that an expert wants", () => change({ isExpert: !state.isExpert })],
  t: ["T", "light or dark", nextTheme],
  "?": ["?", "this list", () => byId("keys").showModal()],
};

document.addEventListener("keydown", event => {
  const key = keys[event.key.length === 1 ? event.key.toLowerCase() : event.key], on = event.target.closest?.("input, select, textarea, dialog[open]");
  if (!key || on || event.ctrlKey || event.metaKey || event.altKey) return;
  // A button, a link or a summary that has the focus is worked by space and enter as everywhere.
  if ((event.key === " " || event.key === "Enter") && event.target.closest?.("button, summary, a")) return;
  event.preventDefault();
  key[2]();
});

byId("keys-list").append(...Object.values(keys).filter(([name]) => name).flatMap(([name, text]) =>
  [make("dt", null, ...name.split(" ").map(part => make("kbd", null, part))), make("dd", null, text)]));
byId("previous").append(icon(icons.previous));
byId("next").append(icon(icons.next));
byId("start").append(icon(icons.play));
byId("play").addEventListener("click", () => picture.toggle());
byId("start").addEventListener("click", () => picture.toggle());
byId("previous").addEventListener("click", () => toMoment(-1));
byId("next").addEventListener("click", () => toMoment(1));
byId("speed").addEventListener("change", event => { picture.speed = Number(event.target.value); });
byId("theme").addEventListener("click", nextTheme);
byId("expert").addEventListener("click", () => change({ isExpert: !state.isExpert }));
byId("keys-button").addEventListener("click", () => byId("keys").showModal());
addEventListener("beforeprint", () => { for (const image of document.querySelectorAll("img[loading]")) image.setAttribute("loading", "eager"); });

views.push(changed => {
  if (changed.has("prompt") || changed.has("isExpert")) { headline(); prompts(); whose(); language(); }
  if (["frame", "moment", "prompt", "isPlaying", "isExpert"].some(name => changed.has(name))) transport();
});

for (const id of ["play", "speed"]) byId(id).disabled = !picture.video;
theme("auto");
legend();
paintRecord();
const best = prompt().strongest[0];
const wanted = Number(new URLSearchParams(location.hash.slice(1)).get("t") || NaN);
state.frame = Number.isFinite(wanted) ? frameAt(wanted) : gravest ? frameAt(gravest.t) : best ? frameAt(best.peakTime) : 0;
state.moment = momentAt(now());
picture.poster(state.frame);
for (const view of views) view(new Set(["prompt", "moment", "frame"]));
