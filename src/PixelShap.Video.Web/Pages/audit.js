// What the answers of all runs rest on: verdicts, road users, and colours, which should not matter.
import { begin, byId, call, draw, make, sorry, t, words } from "/assets/common.js";

const mostClasses = 12;
let shown = null, asked = 0;

const percent = value => `${Math.round(value * 100)} %`;
const points = value => `${value > 0 ? "+" : value < 0 ? "−" : ""}${Math.abs(Math.round(value * 100))}`;
const within = value => Math.min(1, Math.max(-1, value));
const sure = estimate => estimate.low !== null && estimate.high !== null;
const shareText = share => percent(share.value) + (sure(share) ? ` (${t("audit_range", { low: Math.round(Math.max(0, share.low) * 100), high: Math.round(Math.min(1, share.high) * 100) })})` : "");
const pointsText = difference => t("audit_points", { value: points(difference.value) }) + (sure(difference) ? ` (${t("audit_range", { low: points(within(difference.low)), high: points(within(difference.high)) })})` : "");

// A bar from nothing to the value, and a line for where the value may lie. Both ends are those of the scale.
function bar(estimate, from, to, isBias = false) {
  const at = value => 100 * (Math.min(to, Math.max(from, value)) - from) / (to - from), zero = at(0), end = at(estimate.value);
  return draw("svg", { class: `audit-bar${isBias ? " bias" : ""}`, viewBox: "0 0 100 14", preserveAspectRatio: "none", "aria-hidden": "true" },
    draw("rect", { class: "audit-ground", x: 0, y: 3, width: 100, height: 8 }),
    draw("rect", { class: "audit-value", x: Math.min(zero, end), y: 3, width: Math.abs(end - zero), height: 8 }),
    from < 0 ? draw("line", { class: "audit-zero", x1: zero, x2: zero, y1: 0, y2: 14 }) : null,
    sure(estimate) ? draw("line", { class: "audit-interval", x1: at(estimate.low), x2: at(estimate.high), y1: 7, y2: 7 }) : null);
}

// Name, number, bar and words stand below each other in all tables; where there is no number the name has its room.
const table = (label, heads, rows) => make("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": label },
  make("table", { class: "audit" }, make("colgroup", null, ...["name", "count", "bar", "words", "words"].map(name => make("col", { class: `audit-${name}-column` }))), make("thead", null, make("tr", null, ...heads.map((head, i) => make(head ? "th" : "td", head ? { scope: "col", colspan: i === 0 && heads[1] === "" ? 2 : null } : null, head)))), make("tbody", null, ...rows)));
const line = (name, ...cells) => make("tr", null, make("th", { scope: "row", colspan: cells[0] instanceof SVGElement ? 2 : null }, name), ...cells.map(cell => make("td", null, cell)));

function verdicts(subject) {
  return table(t("audit_verdicts"), [t("audit_rests"), "", t("audit_share")],
    subject.verdicts.map(one => line(t(`verdict_${one.kind}`), bar(one.share, 0, 1), shareText(one.share))));
}

function classes(subject) {
  const heads = [t("audit_class"), t("audit_seen"), "", t("audit_decides"), t("audit_beyond")];
  const rows = subject.classes.map(one => line(words(one.class), String(one.seen), bar(one.decides, 0, 1), shareText(one.decides), one.beyond ? pointsText(one.beyond) : t("audit_alone")));
  const rest = rows.slice(mostClasses);
  return [table(t("audit_classes"), heads, rows.slice(0, mostClasses)),
    rest.length ? make("details", null, make("summary", null, t("audit_others", { count: rest.length })), table(t("audit_classes"), heads, rest)) : null];
}

function colours(subject) {
  if (!subject.colours.length) return null;
  return table(t("audit_colours"), [t("audit_colour"), t("audit_compared"), "", t("audit_beyond_own")],
    subject.colours.map(one => line(
      [words(one.colour), one.bias ? make("b", { class: "bias-mark" }, ` ${t("audit_bias")}`) : null], String(one.compared), bar(one.beyond, -1, 1, one.bias), pointsText(one.beyond))));
}

function finding(subject) {
  if (subject.clips < 3) return make("p", { class: "lead" }, t("audit_few"));
  const biased = subject.colours.filter(one => one.bias);
  if (!biased.length) return make("p", { class: "lead" }, t("audit_none"));
  return biased.map(one => make("p", { class: "lead bias-said" }, t(one.beyond.value > 0 ? "audit_more" : "audit_less", {
    colour: words(one.colour), points: Math.abs(Math.round(one.beyond.value * 100)), low: points(within(one.beyond.low)), high: points(within(one.beyond.high)), count: one.compared })));
}

function card(subject) {
  return make("section", { class: "card subject" },
    make("h2", null, subject.prompt),
    make("p", { class: "small" }, `${subject.model} · ${subject.version} · ${t("audit_of", subject)}`),
    finding(subject), verdicts(subject), ...[classes(subject)].flat(), colours(subject));
}

function paint() {
  document.title = `${t("audit_title")} · pixelshap`;
  if (!shown) return;
  const moments = shown.subjects.reduce((sum, subject) => sum + subject.keyframes, 0);
  byId("count").replaceChildren(shown.runs ? t("audit_count", { runs: shown.runs, moments }) : t("audit_empty"), shown.left_out.length ? ` · ${t("audit_left", { count: shown.left_out.length })}` : "");
  byId("count").title = shown.left_out.join("\n");
  byId("subjects").replaceChildren(...shown.subjects.map(card));
}

async function load() {
  const mine = ++asked, since = byId("since").value, query = since ? `?since=${since}` : "";
  byId("csv").href = `/api/audit.csv${query}`;
  byId("count").textContent = t("audit_reading");
  try {
    const answer = await call(`/api/audit${query}`);
    if (mine !== asked) return;
    shown = answer;
    history.replaceState(null, "", query || location.pathname);
    sorry(byId("sorry"), null);
    paint();
  } catch (error) {
    if (mine === asked) { byId("count").textContent = ""; sorry(byId("sorry"), error); }
  }
}

begin(paint);
byId("since").value = new URLSearchParams(location.search).get("since") ?? "";
byId("since").addEventListener("change", load);
byId("form").addEventListener("submit", event => event.preventDefault());
load();
