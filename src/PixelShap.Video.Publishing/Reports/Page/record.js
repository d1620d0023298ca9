// What made this run, for the record; how it was measured in detail is for experts.
const ofMethod = ["Estimator", "Hidden with", "Answers compared by", "Compared with", "Seed", "Runtime", "System", "Networks computed by"];
function paintRecord() {
  const moment = text => text?.replace("T", " ").replace(/\.\d+/, "").replace(/ ?(\+00:00|Z)$/, " UTC");
  const run = data.record, clip = data.clip, first = data.prompts.flatMap(item => item.keyframes)[0], settings = run.configuration ?? {};
  const attribution = settings.attribution ?? {}, onnx = run.versions?.onnx_runtime;
  const networks = onnx?.execution_provider ? `${onnx.execution_provider}, ${onnx.package} ${onnx.version}` : null;
  const facts = [
    ["Input", clip.name], ["Size", `${clip.width} × ${clip.height}`], ["Length", `${clock(clip.end - clip.start)}, ${clip.frames} frames${clip.dropped ? `, ${clip.dropped} dropped` : ""}`],
    ["Recorded", moment(run.clip?.recorded_at)], ["Device", run.clip?.device], ["Analysed", moment(clip.analysed_at)], ["State", clip.complete ? null : "cut off: what was found until then"],
    ["Asked", run.model ?? first?.model], ["Objects found by", run.segmenter], ["Estimator", attribution.estimator ? `${attribution.estimator}, budget ${attribution.budget}` : first?.estimator],
    ["Hidden with", attribution.fill ? `${attribution.fill}, region ${attribution.region}` : null], ["Answers compared by", attribution.similarity],
    ["Compared with", attribution.reference], ["Seed", settings.seed], ["Calls", run.summary?.vlm_calls], ["Program", run.product ?? data.product],
    ["Runtime", run.versions?.runtime], ["System", run.versions?.os], ["Networks computed by", networks], ["SHA-256 of the input", clip.sha256],
  ];
  byId("facts").append(...facts.filter(([, value]) => value !== null && value !== undefined && value !== "")
    .map(([name, value]) => make("div", { class: name.startsWith("SHA") ? "wide" : ofMethod.includes(name) ? "expert-only" : null }, make("dt", null, name), make("dd", null, String(value)))));
  byId("settings").append(make("tbody", null, ...leaves(settings, "").map(([key, value]) => make("tr", null, make("th", { scope: "row" }, key), make("td", null, value)))));
  byId("document").textContent = JSON.stringify(run, null, 2);
  byId("footer").textContent = `${data.product} · this page is complete in itself and fetches nothing`;
}

function leaves(node, path) {
  if (node === null || typeof node !== "object" || Array.isArray(node)) return [[path, typeof node === "string" ? node : JSON.stringify(node)]];
  return Object.entries(node).flatMap(([key, value]) => leaves(value, path ? `${path}.${key}` : key));
}
