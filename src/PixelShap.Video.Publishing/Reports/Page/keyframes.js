// Every question at a glance: when, why, what was answered, what mattered.
function keyframeCard(at, index) {
  const figure = make("div", { class: "figure" }, still(at.picture, `The picture at ${clock(at.t)}`));
  if (!at.isSkipped && at.picture) figure.append(heat(at));
  const top = at.isSkipped ? [] : rank(at).filter(player => player.phi > 0).slice(0, 3);
  const button = make("button", { type: "button", class: "keyframe", "aria-label": `${state.isExpert ? "Keyframe" : "Question"} ${index + 1} at ${clock(at.t)}, ${reasonOf(at)}` },
    figure,
    make("span", { class: "when" }, make("b", null, clock(at.t)), make("span", { class: "reason" }, reasonOf(at).replace(/^because /, "")), at.carried ? make("span", { class: "reason" }, state.isExpert ? "carried over" : "nothing had changed") : null),
    make("span", { class: "text" }, at.isSkipped ? `No answer (${at.kind}): ${at.why}` : at.answer || "(empty answer)"),
    at.isSkipped || at.verdict.kind === "objects" ? null : make("span", { class: "text verdict" }, at.verdict.sentence),
    make("span", { class: "top3" }, ...top.map(player => make("span", { class: "chip" },
      make("i", { style: { background: colourOf(player.phi) } }), playerTag(player), make("span", { class: "id" }, ` ${worth(player.phi)}`)))));
  button.addEventListener("click", () => { picture.pause(); picture.seek(frameAt(at.t)); byId("screen").scrollIntoView({ block: "nearest", behavior: "smooth" }); });
  return make("li", null, button);
}

// The objects of a keyframe in the colours of their importance, over its picture.
function heat(at) {
  const frame = frameAt(at.t), svg = draw("svg", { viewBox: `0 0 ${data.clip.width} ${data.clip.height}`, preserveAspectRatio: "none", "aria-hidden": "true" });
  for (const player of rank(at)) {
    for (const id of player.tracks) {
      const track = tracks.get(id), place = track?.place.get(frame);
      if (place === undefined) continue;
      const phi = player.phi / player.tracks.length, strength = strengthOf(phi);
      svg.append(draw("path", {
        d: track.outlines[place], "fill-rule": "evenodd", "vector-effect": "non-scaling-stroke",
        fill: colourOf(phi), "fill-opacity": (0.62 * strength ** 0.85).toFixed(2), stroke: strength > 0.12 ? colourOf(phi) : "#c9d0da", "stroke-opacity": strength > 0.12 ? 1 : 0.5,
      }));
    }
  }
  for (const region of at.regions) svg.append(draw("path", { class: "region", d: region.outline, "fill-rule": "evenodd", "vector-effect": "non-scaling-stroke", fill: colourOf(region.phi), stroke: colourOf(region.phi) }));
  return svg;
}

function paintKeyframes() {
  const moments = prompt().moments, calls = prompt().keyframes.reduce((sum, item) => sum + 1 + item.calls + item.more_calls, 0);
  byId("keyframes-facts").textContent = `${moments.length} in ${clock(data.clip.end - data.clip.start)} · ${state.isExpert ? `${calls} calls in all` : `${calls} pictures asked about in all`}`;
  byId("keyframes").replaceChildren(...moments.map(keyframeCard));
}

views.push(changed => {
  if (changed.has("prompt") || changed.has("isExpert")) paintKeyframes();
  if (changed.has("moment") || changed.has("prompt") || changed.has("isExpert"))
    byId("keyframes").querySelectorAll(".keyframe").forEach((button, i) => button.setAttribute("aria-current", String(i === state.moment)));
});
