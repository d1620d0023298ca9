// Question, answer and what the answer depended on, at the keyframe that holds just now.
const shownPlayers = 8;

// Smoothed over time as in the picture and the timeline; `own` is what this keyframe alone measured. Players of several tracks come last and have only that.
function rank(keyframe) {
  const frame = frameAt(keyframe.t);
  return keyframe.players.map((player, index) => {
    const smoothed = player.tracks.length === 1 ? importanceAt(player.tracks[0], frame) : null;
    const { phi, sd } = smoothed ?? { phi: player.phi, sd: player.se };
    return { ...player, index, phi, se: sd, isSmoothed: smoothed !== null, ownSe: player.own_se, low: phi - z90 * sd, high: phi + z90 * sd };
  }).sort((a, b) => (a.tracks.length > 1) - (b.tracks.length > 1) || b.phi - a.phi);
}

// One scale for all keyframes of a question, so that bars can be compared while the video plays.
const scaleOf = (() => {
  const scales = new Map();
  return of => {
    if (!scales.has(of)) {
      const ends = of.keyframes.flatMap(keyframe => rank(keyframe).flatMap(player => [player.low, player.high, player.phi]));
      const high = Math.min(1.3, Math.max(data.colours.range * 0.5, ...ends)), low = Math.max(-high, Math.min(0, ...ends));
      scales.set(of, { low: low * 1.04, high: high * 1.04 });
    }
    return scales.get(of);
  };
})();

// What the model could not have seen, and what it says whether such things are in view or not.
const doubts = {
  unseen: { thing: "No such thing was found in the picture.", colour: "Nothing of this kind has this colour in the picture.", light: "No light in the picture shows this." },
  unsupported: {
    thing: "It says so, too, with all such things hidden.",
    colour: "It says so, too, with everything of this kind and colour hidden.",
    light: "It says so, too, with all lights hidden that show this.",
  },
};
const doubtOf = (claim) => doubts[claim.support]?.[claim.checked] ?? null;

// The answer, each of its claims to be pointed at: then the ranking is that of the claim alone.
function answerOf(at) {
  const parts = [];
  let from = 0;
  at.claims.forEach((claim, index) => {
    parts.push(at.answer.slice(from, claim.start));
    const span = make("span", { class: doubtOf(claim) ? "claim doubted" : "claim", tabindex: 0, title: doubtOf(claim) }, claim.text);
    span.addEventListener("pointerenter", () => change({ claim: index }));
    span.addEventListener("pointerleave", () => change({ claim: null }));
    span.addEventListener("focus", () => change({ claim: index }));
    span.addEventListener("blur", () => change({ claim: null }));
    parts.push(span);
    from = claim.start + claim.text.length;
  });
  parts.push(at.answer.slice(from));
  return parts;
}

function paintAnswer() {
  const at = moment();
  state.claim = null;
  byId("question").textContent = at?.prompt ?? "";
  byId("who").textContent = at ? `${at.model}, at ${clock(at.t)}` : "";
  if (at && !at.isSkipped && at.answer && at.claims.length) byId("answer").replaceChildren(...answerOf(at));
  else byId("answer").textContent = !at ? "Nothing was asked." : at.isSkipped ? `No answer (${at.kind}): ${at.why}` : at.answer || "(empty answer)";
  byId("verdict").textContent = at && !at.isSkipped ? at.verdict.sentence : "";
  byId("pairs").replaceChildren(...(at && !at.isSkipped ? at.verdict.pairs.map(pair => pairOf(at, pair)) : []));
  byId("do-not-rely").textContent = at?.do_not_rely ?? "";
  markClaims();
}

// Two objects that act together, and how.
const together = { either: "either suffices", together: "only together", against: "speak against each other" };
function pairOf(at, pair) {
  const [first, second] = pair.players.map(index => at.players[index]);
  return make("li", { title: `${worth(Math.abs(pair.index))} of the answer` }, playerTag(first), make("span", { class: `how ${pair.kind}` }, together[pair.kind]), playerTag(second));
}

// The claims that rest on the object that is pointed at or chosen.
function markClaims() {
  const at = moment(), id = state.hover ?? state.track;
  const player = at && !at.isSkipped && id !== null ? at.players.findIndex(item => item.tracks.includes(id)) : -1;
  byId("answer").querySelectorAll(".claim").forEach((span, index) => span.classList.toggle("lit", player >= 0 && carries(at.claims[index], player)));
}

// Whether a claim rests on a player: on none other much more.
const carries = (claim, player) => claim.phi[player] >= 0.05 && claim.phi[player] >= 0.5 * Math.max(...claim.phi);

// Values of one claim in place of those of the whole answer.
const rankClaim = (at, claim) => at.players
  .map((player, index) => ({ ...player, index, phi: claim.phi[index], se: claim.se[index], isSmoothed: false, low: claim.phi[index] - z90 * claim.se[index], high: claim.phi[index] + z90 * claim.se[index] }))
  .sort((a, b) => (a.tracks.length > 1) - (b.tracks.length > 1) || b.phi - a.phi);

// What can be told from nothing, smoothed or at this keyframe alone.
const isApart = (value, se) => Math.abs(value) >= 0.02 && !(Math.abs(value) <= z90 * se);
const isTold = player => isApart(player.phi, player.se) || (player.isSmoothed && isApart(player.own, player.ownSe));

function paintRanking() {
  const at = moment(), list = byId("ranking"), noteAt = byId("ranking-note"), claim = at && !at.isSkipped && state.claim !== null ? at.claims[state.claim] : null;
  list.replaceChildren();
  noteAt.textContent = byId("ranking-caption").textContent = "";
  byId("ranking-title").textContent = claim ? `What “${claim.text}” depended on` : "What this answer depended on";
  if (!at || at.isSkipped) return;
  const players = claim ? rankClaim(at, claim) : rank(at), scale = scaleOf(prompt());
  const isSmoothed = prompt().keyframes.length > 1 && players.some(player => player.isSmoothed), isMeasured = isSmoothed && !at.carried;
  if (players.length) {
    byId("ranking-caption").textContent = !state.isExpert ? "In percent of the answer. The thin line is where the value lies with 90 % certainty."
      : isMeasured ? "Smoothed over neighbouring keyframes; small: measured at this one alone. Whiskers and ± are 90 % intervals."
      : `${isSmoothed ? "Smoothed over neighbouring keyframes. " : ""}Whiskers are 90 % intervals.`;
    if (at.v_full > 0.999 && at.v_empty !== null && at.v_empty >= 0.5 && at.v_empty < 0.995) {
      byId("ranking-caption").textContent += ` With all of them hidden the answer stayed ${Math.round(at.v_empty * 100)} % alike: it rests more on what was not followed.`;
    }
  }
  for (const region of at.regions) {
    list.append(make("li", null, make("button", { type: "button", title: region.name }, make("span", { class: "name together" }, region.name),
      bar(region.phi, region.phi, region.phi, scale), make("span", { class: "number" }, worth(region.phi)))));
  }
  const told = players.filter(isTold), shown = told.slice(0, shownPlayers);
  for (const player of shown) {
    const id = player.tracks[0];
    const here = state.isExpert && isMeasured && player.isSmoothed ? signed(player.own) + (isExact(player.ownSe) ? "" : ` ± ${(z90 * player.ownSe).toFixed(2)}`) : null;
    const about = `${worth(player.phi)}${inBrackets(worthInterval(player.phi, player.se))}` + (here ? `; measured at this keyframe alone ${signed(player.own)} (${interval(player.own, player.ownSe)})` : "");
    const button = make("button", { type: "button", title: `${playerName(player)}: ${about}`, "aria-label": `${playerName(player)}, ${about}` },
      playerTag(player), bar(player.phi, player.low, player.high, scale), make("span", { class: "number" }, worth(player.phi), here ? make("small", { class: "here" }, here) : null));
    const without = at.verdict.players.includes(player.index) && player.without !== null && player.without !== at.answer
      ? make("span", { class: "without" }, `Without it: “${player.without || "(empty answer)"}”`) : null;
    list.append(make("li", null, player.tracks.length === 1 ? linkTo(button, id, item => choose(item, false)) : button, without));
  }
  const less = told.length - shown.length, nothing = players.length - told.length;
  if (less) list.append(make("li", { class: "small" }, `and ${less} more that mattered less`));
  if (nothing) list.append(make("li", { class: "small" }, `${shown.length ? "and " : ""}${nothing} ${shown.length ? (nothing === 1 ? "other" : "others") : (nothing === 1 ? "object" : "objects")}: nothing measurable`));
  noteAt.textContent = !players.length ? "There was no object to hide."
    : at.carried ? "Picture and answer had hardly changed since the question before, so nothing was hidden here: its values hold on."
    : `${!state.isExpert ? "Found" : at.shapley ? "Shapley values" : "Leave-one-out values"} from ${at.calls} ${at.calls === 1 ? "answer to a picture" : "answers to pictures"} with hidden objects.`;
}

views.push(changed => {
  if (changed.has("moment") || changed.has("prompt")) paintAnswer();
  else if (changed.has("track") || changed.has("hover")) markClaims();
  if (["moment", "prompt", "claim", "isExpert"].some(name => changed.has(name))) paintRanking();
});
