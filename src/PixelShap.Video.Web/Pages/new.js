// A new run: a clip, a question, who is asked, what it takes, and off it goes.
import { begin, byId, call, Failure, length, make, number, sorry, t } from "/assets/common.js";

let known = null, clip = null, clipName = "", plan = null, counting = null, isSending = false, isStarting = false;

const provider = () => known.providers.find(item => item.name === byId("provider").value);
const changedFrom = (value, usual) => value.trim() === String(usual) ? null : value.trim() || null;
const request = () => ({
  clip, prompt: changedFrom(byId("prompt").value, known.prompt), provider: byId("provider").value, model: provider().free ? null : changedFrom(byId("model").value, known.model),
  budget: changedFrom(byId("budget").value, known.budget), interval: byId("interval").value && Number(byId("interval").value) !== known.interval ? Number(byId("interval").value) : null,
});

function planText() {
  if (counting) return t("estimating");
  if (!plan) return !clip ? t("choose_first") : provider().free ? t("estimate_free") : t("estimate_first");
  const usage = plan.usage;
  return [
    t("planned", plan),
    usage ? t("planned_cost", { ...plan, input: usage.input_tokens, output: usage.output_tokens, cost: number(usage.cost, 4), currency: usage.currency }) : t("planned_free"),
    usage && !plan.has_prices ? t("no_prices") : null,
    t("planned_time", { time: length(plan.computing_seconds) }),
  ].filter(Boolean).join(" ");
}

function paint() {
  document.title = `${t("new_run")} · pixelshap`;
  if (!known) return;
  byId("provider-help").textContent = provider().help;
  byId("model").hidden = byId("model-label").hidden = provider().free;
  byId("plan").textContent = planText();
  byId("estimate").disabled = !clip || counting !== null || isSending;
  // What may cost money starts only when it is known how much.
  byId("start").disabled = !clip || isStarting || isSending || (!provider().free && !plan);
  byId("start").textContent = t(isStarting ? "starting" : "start");
  if (clip && clipName) byId("sent").textContent = t("sent", { name: clipName });
  for (const radio of document.querySelectorAll("[name=sample]")) radio.checked = radio.value === clip;
}

function forget() {
  plan = null;
  counting?.abort();
  counting = null;
  paint();
}

async function estimate() {
  const mine = counting = new AbortController();
  plan = null;
  paint();
  try {
    const result = await call("/api/plan", request(), { signal: mine.signal });
    if (counting === mine) { plan = result; sorry(byId("sorry"), null); }
  } catch (error) {
    if (counting === mine && error.name !== "AbortError") sorry(byId("sorry"), error);
  }
  if (counting === mine) counting = null;
  paint();
}

// The browser tells how much of a file has gone only to this older way of sending.
function send(file) {
  return new Promise((resolve, reject) => {
    const sender = new XMLHttpRequest();
    sender.open("POST", `/api/clips?name=${encodeURIComponent(file.name)}`);
    sender.setRequestHeader("X-PixelShap", "1");
    sender.setRequestHeader("Content-Type", "application/octet-stream");
    sender.upload.addEventListener("progress", event => {
      const percent = Math.floor(100 * event.loaded / event.total);
      byId("sending").value = percent;
      byId("sent").textContent = t("sending", { name: file.name, percent });
    });
    sender.addEventListener("error", () => reject(new Failure(t("no_server"), "")));
    sender.addEventListener("load", () => {
      let answer = null;
      try { answer = JSON.parse(sender.responseText); } catch { /* Refused before it came to an answer. */ }
      if (sender.status === 200) resolve(answer.clip); else reject(new Failure(answer?.error ?? `HTTP ${sender.status}`, answer?.remedy ?? ""));
    });
    sender.send(file);
  });
}

async function take(file) {
  if (!file || isSending) return;
  forget();
  clip = null;
  sorry(byId("sorry"), null);
  if (file.size > known.most_bytes) { sorry(byId("sorry"), new Failure(t("too_large", { name: file.name, most: Math.round(known.most_bytes / 2 ** 20) }), "")); return; }
  isSending = true;
  byId("sending").hidden = false;
  paint();
  try {
    clip = await send(file);
    clipName = file.name;
  } catch (error) {
    byId("sent").textContent = "";
    sorry(byId("sorry"), error);
  }
  isSending = false;
  byId("sending").hidden = true;
  paint();
}

async function start(event) {
  event.preventDefault();
  if (byId("start").disabled) return;
  isStarting = true;
  paint();
  try {
    await call("/api/jobs", request());
    location.assign("/");
  } catch (error) {
    sorry(byId("sorry"), error);
    isStarting = false;
    paint();
  }
}

async function load() {
  begin(paint);
  try { known = await call("/api/new"); } catch (error) { sorry(byId("sorry"), error); return; }
  byId("prompt").value = known.prompt;
  byId("model").value = known.model;
  byId("budget").value = known.budget;
  byId("interval").value = known.interval;
  byId("provider").replaceChildren(...known.providers.map(item => make("option", { value: item.name, selected: item.name === known.provider }, item.name)));
  byId("samples-box").hidden = known.samples.length === 0;
  byId("samples").replaceChildren(...known.samples.map(name => make("label", { class: "sample" },
    make("input", { type: "radio", name: "sample", value: `sample:${name}`, onchange: () => { clip = `sample:${name}`; clipName = ""; byId("file").value = ""; byId("sent").textContent = ""; forget(); } }), name.replaceAll("-", " "))));
  const wanted = new URLSearchParams(location.search).get("clip");
  if (known.samples.some(name => `sample:${name}` === wanted)) clip = wanted;
  paint();
}

byId("file").addEventListener("change", event => take(event.target.files[0]));
byId("estimate").addEventListener("click", estimate);
byId("form").addEventListener("submit", start);
for (const id of ["prompt", "model", "budget", "interval"]) byId(id).addEventListener("input", forget);
byId("provider").addEventListener("change", () => { byId("model").value = byId("provider").value === known.provider ? known.model : ""; forget(); });
for (const name of ["dragover", "drop"]) document.addEventListener(name, event => event.preventDefault());
document.addEventListener("dragover", () => byId("drop").classList.add("over"));
document.addEventListener("dragleave", event => { if (!event.relatedTarget) byId("drop").classList.remove("over"); });
document.addEventListener("drop", event => { byId("drop").classList.remove("over"); take(event.dataTransfer.files[0]); });
load();
