// A frame of a run: hide road users, change the question, see what it takes, ask, and compare.
import { begin, byId, call, clock, draw, make, number, sorry, t, words } from "/assets/common.js";
import { marked } from "/assets/words.js";

let run = null, scene = null, place = 0, answer = null, isAsking = false, estimate = null, counted = 0, drawn = 0;
let hidden = new Set();

const keyframes = () => run.keyframes.filter(item => item.prompt_name === prompt().name);
const prompt = () => run.prompts[Math.max(0, byId("prompt").selectedIndex)];
const ownAnswer = () => scene?.answers.find(item => item.prompt_name === prompt().name) ?? null;
const text = () => byId("text").value.trim();
const isOwn = () => text() === prompt().text.trim();
const playerName = player => player.tracks.length === 1 ? `${words(player.class)} ${player.tracks[0]}` : `${words(player.class)} (${player.tracks.join(", ")})`;
const visible = () => scene.players.reduce((bits, _, i) => hidden.has(i) ? bits : bits | (1n << BigInt(i)), 0n).toString(16);
const names = list => list.map(playerName).join(", ");

function paintMoment() {
  const [frame, at] = run.frames[place], list = keyframes(), index = list.findIndex(item => item.frame === frame);
  byId("clock").textContent = clock(at);
  byId("moment").textContent = index >= 0 ? t("keyframe_of", { n: index + 1, count: list.length }) : t("no_keyframe");
  byId("slider").max = run.frames.length - 1;
  byId("slider").value = place;
  byId("slider").setAttribute("aria-valuetext", clock(at));
  byId("previous").disabled = !list.some(item => item.t < at - 5e-4);
  byId("next").disabled = !list.some(item => item.t > at + 5e-4);
  byId("back-frame").disabled = place === 0;
  byId("on-frame").disabled = place === run.frames.length - 1;
}

function toggle(i) {
  if (hidden.has(i)) hidden.delete(i); else hidden.add(i);
  changed();
}

function paintPlayers() {
  const svg = byId("overlay"), phi = ownAnswer()?.phi ?? [], label = (player, i) => t(hidden.has(i) ? "bring" : "hide", { name: playerName(player) });
  svg.setAttribute("viewBox", `0 0 ${scene.width} ${scene.height}`);
  svg.setAttribute("preserveAspectRatio", "none");
  const light = (i, on) => { for (const element of document.querySelectorAll(`[data-player="${i}"]`)) element.classList.toggle("pointed", on); };
  const watch = (element, i) => {
    for (const [name, on] of [["pointerenter", true], ["pointerleave", false], ["focus", true], ["blur", false]]) element.addEventListener(name, () => light(i, on));
    element.addEventListener("click", () => toggle(i));
    return element;
  };
  // The list below has a button for each: the picture is for pointers, and screen readers are not told everything twice.
  svg.setAttribute("aria-hidden", "true");
  svg.replaceChildren(...scene.players.map((player, i) => watch(draw("path", {
    class: `object ${hidden.has(i) ? "is-hidden" : ""}`, d: player.outline, "vector-effect": "non-scaling-stroke", "data-player": i,
  }, draw("title", null, label(player, i))), i)));
  byId("players").replaceChildren(...scene.players.map((player, i) => {
    const value = phi.find(item => String(item.tracks) === String(player.tracks))?.phi;
    return make("li", null, watch(make("button", { type: "button", class: `player ${hidden.has(i) ? "is-hidden" : ""}`, "aria-pressed": String(hidden.has(i)), "data-player": i, title: label(player, i) },
      make("span", { class: "player-name" }, playerName(player)),
      hidden.has(i) ? make("span", { class: "state" }, t("hidden")) : value === undefined || value === null ? null : make("span", { class: "value" }, `${Math.round(100 * value)} %`)), i));
  }));
  byId("hint").textContent = scene.players.length ? t("hide_hint") : t("nobody_here");
  byId("all-back").hidden = hidden.size === 0;
  byId("hide-all").hidden = scene.players.length === 0 || hidden.size === scene.players.length;
}

async function paintPicture() {
  const mine = ++drawn, image = byId("shown"), next = new Image();
  next.src = `frames/${scene.frame}/${visible()}.jpg`;
  try { await next.decode(); } catch { if (mine === drawn) sorry(byId("sorry"), { message: t("no_picture"), remedy: "" }); return; }
  if (mine !== drawn) return;
  image.src = next.src;
  image.alt = hidden.size ? t("after", { names: names(scene.players.filter((_, i) => hidden.has(i))) }) : t("before");
  byId("screen").style.aspectRatio = `${scene.width} / ${scene.height}`;
  byId("screen").style.setProperty("--ratio", scene.width / scene.height);
}

function costText() {
  if (!estimate) return t("counting");
  const rest = estimate.questions - estimate.new;
  if (estimate.new === 0) return t(estimate.cached ? "cost_cached" : "cost_known");
  const values = { ...estimate, ...(estimate.usage ? { input: estimate.usage.input_tokens, output: estimate.usage.output_tokens, cost: number(estimate.usage.cost, 4), currency: estimate.usage.currency } : {}) };
  const first = !estimate.usage ? t(estimate.new === 1 ? "cost_free_one" : "cost_free", values) : t(estimate.new === 1 ? "cost_one" : "cost_many", values) + t("cost_tokens", values);
  return rest ? `${first} ${t("cost_rest", { count: rest })}` : first;
}

function paintQuestion() {
  byId("whose-words").textContent = t(isOwn() ? "own_words" : "other_words");
  byId("reset").hidden = isOwn();
  byId("cost").textContent = text() ? costText() : "";
  byId("ask").textContent = t(isAsking ? "asking" : "ask");
  byId("ask").disabled = isAsking || !text();
}

const question = () => ({ frame: scene.frame, prompt: prompt().name, text: isOwn() ? null : text(), visible: visible() });

async function count() {
  const mine = ++counted;
  estimate = null;
  paintQuestion();
  if (!text()) return;
  try {
    const result = await call("estimate", question());
    if (mine !== counted) return;
    estimate = result;
    sorry(byId("sorry"), null);
  } catch (error) {
    if (mine === counted) sorry(byId("sorry"), error);
  }
  paintQuestion();
}

function changed() {
  paintPlayers();
  paintPicture();
  paintAnswers();
  count();
}

function meter(value) {
  const filled = make("i");
  filled.style.width = `${Math.max(0, Math.min(1, value)) * 100}%`;
  return make("span", { class: "similarity", title: t("v_title") }, make("span", { class: "meter" }, filled), t("v", { value: Math.round(100 * value) }));
}

function side(title, picture, note, ...content) {
  return make("article", { class: "coalition" }, picture, make("div", { class: "facts-line" }, make("b", null, title), ...note), make("p", { class: "text" }, ...content));
}

const still = (frame, bits, alt) => make("img", { src: `frames/${frame}/${bits}.jpg`, alt, loading: "lazy", decoding: "async", width: run.width, height: run.height });
const from = item => [[item.known, "came_known"], [item.cached, "came_cached"], [item.new, "came_new"]].filter(([count]) => count).map(([count, key]) => `${count} ${t(key)}`).join(", ");

// Two answers side by side: that to the whole picture, and the one with road users hidden or with other words.
function paintAnswers() {
  const box = byId("answers"), own = ownAnswer();
  const full = scene ? ((1n << BigInt(scene.players.length)) - 1n).toString(16) : "0";
  box.hidden = !answer && !own;
  if (box.hidden) return;
  if (!answer) {
    box.replaceChildren(make("div", { class: "heading" }, make("h2", null, t("before_run"))), make("p", { class: "answer" }, own.answer), make("p", { class: "verdict" }, own.verdict));
    return;
  }
  const isWords = answer.baseline !== null && answer.hidden.length === 0;
  const before = isWords ? answer.baseline : answer.whole;
  const title = answer.hidden.length ? t("after", { names: names(answer.hidden) }) : answer.prompt === own?.prompt ? t("after_same") : t("after_words");
  const isSame = before === answer.answer;
  box.replaceChildren(
    make("div", { class: "heading" }, make("h2", null, answer.prompt), make("span", { class: "small" }, `${clock(answer.t)} · ${answer.model} · ${from(answer)}`)),
    make("p", { class: "small" }, isSame ? make("b", null, t("same_answer")) : [make("ins", null, t("new_words")), " / ", make("del", null, t("gone_words")), " ", t("words_note")]),
    make("div", { class: "coalitions pair" },
      side(isWords ? t("before_run") : t("before"), still(answer.frame, "ffffffffffffffff", t("before")), [], before),
      side(title, still(answer.frame, answer.visible, title), answer.hidden.length ? [meter(answer.v)] : [], ...(isSame ? [answer.answer] : marked(before, answer.answer)))));
}

function paintHistory() {
  byId("history").hidden = false;
  byId("none").hidden = run.asked.length > 0;
  byId("export").hidden = run.asked.length === 0;
  byId("asked").replaceChildren(...run.asked.toReversed().map(item => make("li", null,
    make("button", { type: "button", class: "asked-item", onclick: () => recall(item) },
      make("span", { class: "when" }, clock(item.t)),
      make("span", null, make("b", null, item.hidden.length ? t("after", { names: names(item.hidden) }) : t("whole_picture")), make("span", { class: "small" }, ` ${item.prompt}`), make("br"), item.answer),
      make("span", { class: "when" }, t("v", { value: Math.round(100 * item.v) }))))));
}

async function recall(item) {
  const index = run.prompts.findIndex(known => known.name === item.prompt_name);
  if (index >= 0) byId("prompt").selectedIndex = index;
  await show(run.frames.findIndex(([frame]) => frame === item.frame), item);
  byId("answers").scrollIntoView({ block: "nearest" });
}

async function ask() {
  if (isAsking) return;
  isAsking = true;
  paintQuestion();
  try {
    answer = await call("ask", question());
    run.asked.push(answer);
    sorry(byId("sorry"), null);
    paintAnswers();
    paintHistory();
    byId("answers").scrollIntoView({ block: "nearest" });
  } catch (error) {
    sorry(byId("sorry"), error);
  }
  isAsking = false;
  count();
}

let wantedPlace = -1;
async function show(index, item = null) {
  const at = Math.max(0, Math.min(run.frames.length - 1, index));
  wantedPlace = at;
  place = at;
  paintMoment();
  try {
    const loaded = await call(`frames/${run.frames[at][0]}`);
    if (wantedPlace !== at) return;
    scene = loaded;
  } catch (error) {
    sorry(byId("sorry"), error);
    return;
  }
  const bits = item ? BigInt(`0x${item.visible}`) : 0n;
  hidden = new Set(item ? scene.players.map((_, i) => i).filter(i => !(bits >> BigInt(i) & 1n)) : []);
  answer = item;
  // Words that were typed stay when the moment changes; those of what was asked before come with it.
  if (item) byId("text").value = item.prompt === ownAnswer()?.prompt ? prompt().text : item.prompt;
  history.replaceState(null, "", `#t=${run.frames[at][1].toFixed(3)}&prompt=${encodeURIComponent(prompt().name)}`);
  changed();
}

function toKeyframe(step) {
  const list = keyframes(), at = run.frames[place][1];
  const target = step > 0 ? list.find(item => item.t > at + 5e-4) : list.findLast(item => item.t < at - 5e-4);
  if (target) show(run.frames.findIndex(([frame]) => frame === target.frame));
}

function nearest(seconds) {
  let best = 0;
  run.frames.forEach(([, at], i) => { if (Math.abs(at - seconds) < Math.abs(run.frames[best][1] - seconds)) best = i; });
  return best;
}

function paint() {
  document.title = `${t("ask_title")} · pixelshap`;
  if (!run) return;
  byId("all").hidden = !run.has_library;
  byId("file").replaceChildren(make("b", null, run.clip));
  const warning = [run.difference, run.do_not_rely].filter(Boolean).join(" ");
  byId("warning").hidden = !warning;
  byId("warning").textContent = warning;
  paintMoment();
  if (scene) { paintPlayers(); paintQuestion(); paintAnswers(); }
  paintHistory();
}

async function load() {
  begin(paint);
  try { run = await call("ask.json"); } catch (error) { sorry(byId("sorry"), error); return; }
  const wanted = new URLSearchParams(location.hash.slice(1)), index = run.prompts.findIndex(item => item.name === wanted.get("prompt"));
  byId("prompt").replaceChildren(...run.prompts.map((item, i) => make("option", { value: item.name, selected: i === Math.max(0, index) }, item.name)));
  byId("prompt").hidden = run.prompts.length < 2;
  byId("text").value = prompt().text;
  byId("stage").hidden = false;
  paint();
  const seconds = Number(wanted.get("t") ?? NaN);
  await show(nearest(Number.isFinite(seconds) ? seconds : keyframes()[0]?.t ?? 0));
}

const icon = path => draw("svg", { viewBox: "0 0 24 24", "aria-hidden": "true", class: "icon" }, draw("path", { d: path }));
byId("previous").append(icon("M5 5h2.5v14H5zM20 5v14L9 12z"));
byId("next").append(icon("M16.5 5H19v14h-2.5zM4 5v14l11-7z"));
byId("previous").addEventListener("click", () => toKeyframe(-1));
byId("next").addEventListener("click", () => toKeyframe(1));
byId("back-frame").addEventListener("click", () => show(place - 1));
byId("on-frame").addEventListener("click", () => show(place + 1));
let sliding = 0;
byId("slider").addEventListener("input", event => { place = Number(event.target.value); paintMoment(); clearTimeout(sliding); sliding = setTimeout(() => show(place), 120); });
byId("all-back").addEventListener("click", () => { hidden.clear(); changed(); byId("players").querySelector("button")?.focus(); });
byId("hide-all").addEventListener("click", () => { hidden = new Set(scene.players.keys()); changed(); byId("players").querySelector("button")?.focus(); });
byId("reset").addEventListener("click", () => { byId("text").value = prompt().text; count(); byId("text").focus(); });
byId("prompt").addEventListener("change", () => { byId("text").value = prompt().text; show(place); });
let typing = 0;
byId("text").addEventListener("input", () => { paintQuestion(); clearTimeout(typing); typing = setTimeout(count, 400); });
byId("text").addEventListener("keydown", event => { if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); ask(); } });
byId("ask").addEventListener("click", ask);
document.addEventListener("keydown", event => {
  if (!run || event.target.closest("input, select, textarea") || event.ctrlKey || event.metaKey || event.altKey) return;
  const step = { ArrowLeft: () => toKeyframe(-1), ArrowRight: () => toKeyframe(1), ",": () => show(place - 1), ".": () => show(place + 1) }[event.key];
  if (step) { event.preventDefault(); step(); }
});
load();
