// The runs of a folder: look through them, search them, open one.
import { begin, byId, call, clock, day, length, make, sorry, t, words } from "/assets/common.js";

let shown = null, asked = 0;

const verdictName = kind => t(`verdict_${kind}`);
const plural = (count, one, many) => count === 1 ? t(one) : t(many, { count });

function filters() {
  const select = (id, any, names, name) => {
    const element = byId(id), value = element.value;
    element.replaceChildren(make("option", { value: "" }, t(any)), ...names.map(item => make("option", { value: item }, name(item))));
    element.value = names.includes(value) ? value : "";
  };
  select("verdict", "any_verdict", shown.verdicts, verdictName);
  select("event", "any_event", shown.events, words);
  select("class", "any_class", shown.classes, words);
}

function facts(run) {
  const parts = [];
  if (run.date) parts.push(make("time", { datetime: run.date, title: t(run.recorded ? "recorded" : "analysed") }, day(run.date)));
  if (run.seconds !== null) parts.push(length(run.seconds));
  if (run.state === "ready") parts.push(plural(run.keyframes, "keyframe", "keyframes"));
  return parts.flatMap((part, i) => i ? [" · ", part] : [part]);
}

function row(label, ...content) {
  return make("div", { class: "row" }, make("dt", null, label), make("dd", null, ...content));
}

function hit(run, found) {
  const text = found.kind === "class" || found.kind === "event" ? words(found.text) : found.text;
  return make("li", null, found.t === null ? null : make("a", { href: `/runs/${run.id}/#t=${found.t.toFixed(3)}` }, clock(found.t)), " ", text);
}

function card(run) {
  const isOpen = run.state === "ready", address = `/runs/${run.id}/`;
  const poster = make("div", { class: "poster" });
  if (isOpen) {
    const image = make("img", { src: `${address}poster.jpg`, alt: "", loading: "lazy", decoding: "async" });
    image.addEventListener("error", () => poster.replaceChildren(make("span", null, t("no_picture"))));
    poster.append(image);
  } else {
    poster.append(make("span", null, t(run.state)));
  }
  const title = run.clip || run.name, verdicts = Object.entries(run.verdicts), events = Object.entries(run.events);
  return make("li", { class: `card run ${run.state}` },
    poster,
    make("div", { class: "about" },
      make("h2", null, isOpen ? make("a", { href: address, class: "main" }, title) : title),
      make("p", { class: "small" }, ...facts(run)),
      run.name !== title.replace(/\.[^.]*$/, "") ? make("p", { class: "small where" }, run.name) : null,
      run.note ? make("p", { class: "state-note" }, run.note) : null,
      run.can_resume ? make("p", { class: "actions" }, make("button", { type: "button", class: "action", onclick: () => act(`/api/jobs/${run.id}/resume`) }, t("resume"))) : null,
      !isOpen ? null : make("dl", { class: "facts" },
        row(t("mattered"), run.top.length ? run.top.map((top, i) => [i ? ", " : "", make(i ? "span" : "b", null, `${words(top.class)} ${top.track}`)]) : t("nobody")),
        verdicts.length ? row(t("rests"), verdicts.map(([kind, count], i) => [i ? ", " : "", make("span", { class: "nowrap" }, `${verdictName(kind)} ${count}×`)])) : null,
        events.length ? row(t("happened"), events.map(([kind, count], i) => [i ? ", " : "", make("span", { class: "nowrap" }, `${words(kind)}${count > 1 ? ` ${count}×` : ""}`)])) : null),
      run.do_not_rely ? make("p", { class: "do-not-rely" }, t("do_not_rely")) : null,
      run.hits.length ? make("ul", { class: "hits" }, ...run.hits.map(found => hit(run, found))) : null,
      isOpen ? make("p", { class: "actions" }, make("a", { href: address, class: "action" }, t("open")), make("a", { href: `${address}ask`, class: "action" }, t("what_if"))) : null));
}

function paint() {
  document.title = `${t("title")} · pixelshap`;
  if (!shown) return;
  filters();
  const isEmpty = shown.all === 0 && shown.pending === 0;
  byId("filters").hidden = shown.all === 0 && shown.pending === 0;
  byId("empty").hidden = !isEmpty || states !== "";
  if (isEmpty) starts();
  byId("count").replaceChildren(
    shown.found < shown.all ? t("found", shown) : shown.all === 1 ? t("found_one") : t("found_all", shown),
    shown.pending ? ` · ${t("pending", shown)}` : "",
    shown.found === 0 && shown.all ? ` · ${t("nothing_found")}` : "");
  byId("library").replaceChildren(...shown.runs.map(card));
}

// Runs that were started on these pages: how far they are, and what can be done with them.
function job(item) {
  const meter = item.total ? make("progress", { max: item.total, value: Math.min(item.done, item.total), "aria-label": item.phase }) : null;
  return make("li", { class: `job ${item.state}` },
    make("div", { class: "job-head" }, make("b", null, item.clip), make("span", { class: "small" }, ` ${item.question} · ${item.model}`)),
    make("div", { class: "job-state" },
      make("span", null, item.phase ?? t(`job_${item.state}`), item.total ? ` · ${t("frames_of", item)}` : "", item.state === "stopping" ? ` · ${t("job_stopping")}` : "", item.then ? `, ${t("then", item)}` : ""),
      meter,
      item.facts.length ? make("span", { class: "small" }, item.facts.join(" · ")) : null),
    item.error ? make("p", { class: "note" }, make("b", null, item.error), item.remedy ? ` ${item.remedy}` : "") : null,
    ...item.warnings.map(warning => make("p", { class: "small" }, warning)),
    make("p", { class: "actions" },
      item.can_open ? make("a", { class: "action first", href: `/runs/${item.id}/` }, t("open")) : null,
      item.state === "running" || item.state === "waiting" ? make("button", { type: "button", class: "action", onclick: () => act(`/api/jobs/${item.id}/stop`) }, t("stop")) : null,
      item.state === "stopped" || item.state === "failed" ? make("button", { type: "button", class: "action", onclick: () => act(`/api/jobs/${item.id}/resume`) }, t("resume")) : null));
}

let states = "", watching = 0;
async function jobs() {
  clearTimeout(watching);
  try {
    const list = await call("/api/jobs"), now = list.map(item => item.state).join(), focused = document.activeElement?.closest("#jobs") ? [...document.querySelectorAll("#jobs button, #jobs a")].indexOf(document.activeElement) : -1;
    byId("jobs-card").hidden = list.length === 0;
    byId("jobs").replaceChildren(...list.map(job));
    if (focused >= 0) document.querySelectorAll("#jobs button, #jobs a")[focused]?.focus();
    if (now !== states) { states = now; load(); }
    if (list.some(item => !["done", "failed", "stopped"].includes(item.state))) watching = setTimeout(jobs, 700);
  } catch (error) {
    sorry(byId("sorry"), error);
  }
}

async function act(address) {
  try { await call(address, {}); sorry(byId("sorry"), null); } catch (error) { sorry(byId("sorry"), error); }
  jobs();
}

// Where nothing is yet: the sample drives, one click away.
async function starts() {
  if (byId("starts").childElementCount) return;
  try {
    const { samples } = await call("/api/new");
    byId("starts").replaceChildren(
      ...samples.map(name => make("a", { class: "action", href: `/new?clip=${encodeURIComponent(`sample:${name}`)}` }, name.replaceAll("-", " "))),
      make("a", { class: "action first", href: "/new" }, t("own_clip")));
  } catch (error) {
    sorry(byId("sorry"), error);
  }
}

async function load() {
  const mine = ++asked, query = new URLSearchParams({ q: byId("words").value, verdict: byId("verdict").value, event: byId("event").value, class: byId("class").value });
  for (const [name, value] of [...query]) if (!value) query.delete(name);
  try {
    const answer = await call(`/api/runs?${query}`);
    if (mine !== asked) return;
    shown = answer;
    history.replaceState(null, "", query.size ? `?${query}` : location.pathname);
    sorry(byId("sorry"), null);
    paint();
    if (shown.pending) setTimeout(load, 500);
  } catch (error) {
    sorry(byId("sorry"), error);
  }
}

// What was searched stands in the address, so that it can be kept and sent.
const wanted = new URLSearchParams(location.search);
begin(paint);
byId("words").value = wanted.get("q") ?? "";
for (const id of ["verdict", "event", "class"]) {
  if (wanted.get(id)) byId(id).replaceChildren(make("option", { value: wanted.get(id), selected: true }, wanted.get(id)));
  byId(id).addEventListener("change", load);
}
let typing = 0;
byId("words").addEventListener("input", () => { clearTimeout(typing); typing = setTimeout(load, 150); });
byId("filters").addEventListener("submit", event => { event.preventDefault(); load(); });
jobs();
load();
