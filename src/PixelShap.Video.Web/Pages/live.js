// All cameras at this moment: state, annotated picture, answer, importance, events.
import { begin, byId, call, draw, language, make, sorry, t, words } from "/assets/common.js";

const cards = new Map();
let shown = null;

const share = value => `${Math.round(value * 100)} %`;
const size = bytes => bytes >= 1e9 ? `${(bytes / 1e9).toFixed(1)} GB` : bytes >= 1e6 ? `${Math.round(bytes / 1e6)} MB` : `${Math.round(bytes / 1e3)} kB`;
const lasting = seconds => seconds < 60 ? t("seconds", { n: Math.floor(seconds) }) : seconds < 3600 ? t("minutes", { n: Math.floor(seconds / 60) }) : seconds < 86400 ? t("hours", { n: Math.floor(seconds / 3600) }) : t("days", { n: Math.floor(seconds / 86400) });
const time = text => new Intl.DateTimeFormat(language === "de" ? "de-DE" : "en-GB", { timeStyle: "medium" }).format(new Date(text));
// A camera that does not answer is in trouble, also where it never did.
const kindOf = ({ state, reason }) => ["streaming", "quiet"].includes(state) ? "well" : state === "starting" || (state === "connecting" && reason === "start") ? "coming" : "trouble";

function card(name) {
  const image = make("img", { alt: "", hidden: true }), state = make("p", { class: "live-state" }), facts = make("p", { class: "live-latency" }), reason = make("p", { class: "live-reason" });
  const parts = {
    image, state, latency: facts, reason,
    title: make("h2", null, name), address: make("p", { class: "small" }), question: make("p", { class: "small" }), answer: make("p", { class: "live-answer" }),
    plot: draw("svg", { class: "live-plot", viewBox: "0 0 600 72", preserveAspectRatio: "none", role: "img" }), legend: make("ul", { class: "live-legend" }), alerts: make("ul", { class: "live-alerts" }), counts: make("p", { class: "small live-counts" }),
    received: null, at: 0, rate: null, loading: false,
  };
  parts.screen = make("div", { class: "live-screen" }, image, reason, state, facts);
  parts.box = make("li", { class: "card camera" }, parts.screen,
    make("div", { class: "about" }, make("div", { class: "live-name" }, parts.title, parts.address), parts.question, parts.answer, parts.plot, parts.legend, parts.alerts, parts.counts));
  return parts;
}

function plot(parts, strip) {
  parts.plot.replaceChildren();
  parts.legend.replaceChildren();
  const curves = (strip?.curves ?? []).filter(curve => curve.points.length);
  parts.plot.toggleAttribute("hidden", !curves.length);
  if (!curves.length) return;
  const top = Math.max(.2, ...curves.flatMap(curve => curve.points.map(point => point[1])));
  const x = seconds => (seconds - strip.from) / (strip.to - strip.from) * 600, y = value => 68 - Math.max(0, value) / top * 62;
  parts.plot.append(draw("line", { x1: 0, x2: 600, y1: 68, y2: 68, class: "live-axis" }));
  const latest = curve => curve.points.at(-1)[1];
  curves.forEach((curve, i) => {
    const points = curve.points.filter(point => point[0] >= strip.from);
    if (points.length > 1) parts.plot.append(draw("polyline", { class: `live-curve c${i + 1}`, points: points.map(point => `${x(point[0]).toFixed(1)},${y(point[1]).toFixed(1)}`).join(" ") }));
    const end = points.at(-1);
    if (end) parts.plot.append(draw("line", { class: `live-curve end c${i + 1}`, x1: x(end[0]), x2: x(end[0]), y1: y(end[1]), y2: y(end[1]) }));
  });
  parts.plot.setAttribute("aria-label", t("importance_minute"));
  parts.legend.append(make("li", { class: "small" }, t("importance_minute")), ...curves.slice().sort((a, b) => latest(b) - latest(a)).slice(0, 3)
    .map(curve => make("li", null, make("span", { class: `swatch c${curves.indexOf(curve) + 1}` }), `${words(curve.class)} ${curve.track} `, make("b", null, share(latest(curve))))));
}

function paintCamera(parts, camera) {
  const kind = kindOf(camera), now = performance.now();
  if (parts.received !== null && camera.received >= parts.received && now - parts.at > 500) parts.rate = (camera.received - parts.received) / (now - parts.at) * 1000;
  [parts.received, parts.at] = [camera.received, now];
  parts.box.className = `card camera ${kind}`;
  parts.state.replaceChildren(make("span", { class: "dot" }), make("b", null, t(`camera_${camera.state}`)), kind === "well" ? "" : ` · ${lasting(camera.since_seconds)}`);
  parts.latency.textContent = kind === "well" && camera.latency_seconds !== null ? `${Math.round(camera.latency_seconds * 1000)} ms` : "";
  parts.latency.title = t("latency");
  parts.reason.textContent = kind === "trouble" ? camera.reason : "";
  parts.address.textContent = camera.address;
  parts.question.textContent = camera.question ?? "";
  parts.answer.textContent = camera.answer || (camera.question ? t("no_answer_yet") : "");
  parts.image.alt = t("picture_of", { name: camera.name });
  plot(parts, camera.strip);
  parts.alerts.replaceChildren(...camera.alerts.slice(0, 3).map(alert => make("li", null, make("time", { datetime: alert.at }, time(alert.at)), make("span", { class: "live-alert" }, make("b", null, words(alert.kind)), ` ${alert.text}`),
    alert.has_clip ? make("a", { href: `/live/${encodeURIComponent(camera.name)}/alerts/${alert.id}.mp4`, target: "_blank" }, t("event_clip")) : null)));
  const facts = [];
  if (parts.rate !== null && kind === "well") facts.push(t("per_second", { n: Math.round(parts.rate) }));
  if (camera.calls) facts.push(t(camera.calls === 1 ? "one_question" : "questions_asked", { n: camera.calls }));
  if (camera.cost) facts.push(camera.cost);
  if (camera.reconnects) facts.push(t(camera.reconnects === 1 ? "one_reconnect" : "reconnects", { n: camera.reconnects }));
  if (camera.recording) facts.push(camera.recording.trouble ? t("not_recording", { why: camera.recording.trouble }) : camera.recording.bytes ? t("recorded_size", { size: size(camera.recording.bytes) }) : "");
  parts.counts.textContent = facts.filter(fact => fact).join(" · ");
  parts.counts.classList.toggle("warn", Boolean(camera.recording?.trouble));
}

function paint() {
  if (!shown) return;
  const counts = {};
  for (const camera of shown.cameras) {
    counts[camera.state] = (counts[camera.state] ?? 0) + 1;
    if (!cards.has(camera.name)) cards.set(camera.name, card(camera.name));
    paintCamera(cards.get(camera.name), camera);
  }
  for (const name of [...cards.keys()]) if (!shown.cameras.some(camera => camera.name === name)) cards.delete(name);
  const wanted = shown.cameras.map(camera => cards.get(camera.name).box), list = byId("cameras");
  if (wanted.length !== list.children.length || wanted.some((box, i) => list.children[i] !== box)) list.replaceChildren(...wanted);
  byId("summary").textContent = Object.entries(counts).map(([state, count]) => `${count} ${t(`camera_${state}`)}`).join(", ");
}

async function load() {
  try {
    shown = await call("/api/live");
    sorry(byId("sorry"), null);
    paint();
  } catch (error) {
    sorry(byId("sorry"), error);
  }
  setTimeout(load, document.hidden ? 5000 : 1000);
}

// A new picture takes the place of the old one when it is whole.
async function pictures() {
  if (!document.hidden) {
    await Promise.all([...cards].map(async ([name, parts]) => {
      try {
        const reply = await fetch(`/live/${encodeURIComponent(name)}/picture.jpg`);
        if (!reply.ok) return;
        const next = URL.createObjectURL(await reply.blob()), old = parts.image.src;
        parts.image.src = next;
        parts.image.hidden = false;
        if (old) setTimeout(() => URL.revokeObjectURL(old), 1000);
      } catch { /* The server is away; the list of cameras says so. */ }
    }));
  }
  setTimeout(pictures, 400);
}

begin(paint);
load();
pictures();
