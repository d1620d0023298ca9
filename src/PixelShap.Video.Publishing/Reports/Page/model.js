// What the page knows, and what is looked at just now.
const data = JSON.parse(document.getElementById("data").textContent);
const stills = JSON.parse(document.getElementById("pictures").textContent);

const tracks = new Map(data.tracks.map(track => [track.id, track]));
for (const track of data.tracks) track.place = new Map(track.frames.map((frame, i) => [frame, i]));

const inFrame = data.frames.map(() => []);
for (const track of data.tracks) for (const frame of track.frames) inFrame[frame].push(track);

for (const prompt of data.prompts) {
  prompt.moments = [...prompt.keyframes, ...prompt.skipped.map(moment => ({ ...moment, isSkipped: true }))].sort((a, b) => a.t - b.t);
  prompt.order = Object.entries(prompt.importance)
    .map(([id, series]) => summary(Number(id), series))
    .sort((a, b) => b.sum - a.sum || a.id - b.id);
  prompt.strongest = prompt.order.filter(item => item.sum > 0);
}

// How much a track mattered: its importance added up over the keyframes that valued it, as it is shown there and with its sign, and its peak among them.
// Sums have the digits of what is added, so that what cancels out is 0.
function summary(id, series) {
  const track = tracks.get(id);
  const best = series.observed.reduce((a, b) => series.phi[b] > series.phi[a] ? b : a, series.observed[0] ?? 0);
  return {
    id, peak: series.phi[best], peakTime: data.frames[track.frames[best]], keyframes: series.observed.length,
    sum: Math.round(1e6 * series.observed.reduce((sum, i) => sum + series.phi[i], 0)) / 1e6,
  };
}

const state = { prompt: 0, frame: 0, moment: 0, track: null, hover: null, claim: null, isPlaying: false, isExpert: location.hash === "#expert" };
const views = [];

// Takes in what has changed and tells every view once.
function change(changes) {
  const changed = new Set();
  for (const [name, value] of Object.entries(changes)) {
    if (state[name] !== value) { state[name] = value; changed.add(name); }
  }
  if (changed.has("frame") || changed.has("prompt")) {
    const moment = momentAt(data.frames[state.frame]);
    if (moment !== state.moment) { state.moment = moment; changed.add("moment"); }
  }
  if (changed.size) for (const view of views) view(changed);
}

const prompt = () => data.prompts[state.prompt];
const moment = () => prompt().moments[state.moment] ?? null;
const now = () => data.frames[state.frame];

// The last place in an ascending list whose value is not above a limit; 0 before the first.
function lastNotAbove(list, limit, value = item => item) {
  let low = 0, high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (value(list[middle]) <= limit) low = middle + 1; else high = middle;
  }
  return Math.max(0, low - 1);
}

const frameAt = seconds => lastNotAbove(data.frames, seconds + 5e-4);
const momentAt = seconds => lastNotAbove(prompt().moments, seconds + 5e-4, item => item.t);

// φ and its standard deviation of a track in a frame; null where it is not seen or was never valued.
function importanceAt(id, frame) {
  const series = prompt().importance[id], place = tracks.get(id)?.place.get(frame);
  return series === undefined || place === undefined ? null : { phi: series.phi[place], sd: series.sd[place] };
}

const nameOf = id => `${tracks.get(id)?.class ?? "track"} ${id}`;
const playerName = player => player.tracks.length === 1 ? (tracks.has(player.tracks[0]) ? nameOf(player.tracks[0]) : `${player.class} ${player.tracks[0]}`) : player.tracks.length <= 3 ? `${player.tracks.join(" + ")} together` : `${player.tracks.length} others together`;

function signed(value, digits = 2) {
  const text = Math.abs(value).toFixed(digits);
  return Number(text) === 0 ? text : (value < 0 ? "−" : "+") + text;
}

// A value as people read it: as a part of the answer; as φ for experts.
const worth = value => state.isExpert ? signed(value) : `${signed(100 * value, 0).replace("+", "")} %`;
const worthInterval = (value, sd) => state.isExpert ? interval(value, sd)
  : isExact(sd) ? "" : `likely ${worth(value - z90 * sd)} to ${worth(value + z90 * sd)}`;
const inBrackets = text => text ? ` (${text})` : "";

// The moment of a question, in words or by its name in the exports.
const momentWord = count => (state.isExpert ? "keyframe" : "question") + (count === 1 ? "" : "s");
const reasonOf = at => state.isExpert ? at.reason : at.because;

// The one interval that the page speaks of: 90 % of what a normal distribution allows.
const z90 = 1.6449;
const isExact = sd => sd <= 1e-6;
const interval = (value, sd) => isExact(sd) ? "exact" : `90 %: ${signed(value - z90 * sd)} to ${signed(value + z90 * sd)}`;

const plain = (value, digits = 2) => signed(value, digits).replace("+", "");

function clock(seconds, digits = 1) {
  const unit = 10 ** digits, whole = Math.round(Math.abs(seconds) * unit), minutes = Math.floor(whole / (60 * unit));
  const hours = Math.floor(minutes / 60), rest = ((whole - minutes * 60 * unit) / unit).toFixed(digits).padStart(digits ? 3 + digits : 2, "0");
  return (seconds < 0 ? "−" : "") + (hours ? `${hours}:${String(minutes % 60).padStart(2, "0")}` : minutes) + ":" + rest;
}

// The colour of φ on the scale of the annotated video.
function colourOf(phi) {
  const stops = phi < 0 ? data.colours.negative : data.colours.positive;
  return stops[Math.round(Math.min(1, Math.abs(phi) / data.colours.range) * (stops.length - 1))];
}

const strengthOf = phi => Math.min(1, Math.abs(phi) / data.colours.range);
