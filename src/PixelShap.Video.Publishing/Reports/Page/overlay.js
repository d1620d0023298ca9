// The objects in the picture: their outlines can be pointed at and chosen.
const overlay = (() => {
  const svg = byId("overlay"), tip = byId("tip"), shapes = new Map(), leader = draw("g", { class: "leader", "aria-hidden": "true" }), edge = 8;
  let last = "";
  svg.setAttribute("viewBox", `0 0 ${data.clip.width} ${data.clip.height}`);
  svg.setAttribute("preserveAspectRatio", "none");

  function shapeOf(track) {
    let shape = shapes.get(track.id);
    if (!shape) {
      shape = linkTo(draw("path", { class: "object", role: "button", tabindex: 0, "vector-effect": "non-scaling-stroke" }), track.id, id => choose(id, true));
      shape.addEventListener("keydown", event => {
        if (event.key === "Enter") { event.preventDefault(); event.stopPropagation(); choose(track.id, true); }
      });
      shapes.set(track.id, shape);
    }
    return shape;
  }

  // Over a picture of a keyframe belong the objects of that moment, in their colours; the annotated video is coloured already.
  const frameOnScreen = () => picture.isStill && moment() ? frameAt(moment().t) : state.frame;

  function tint(shape, importance) {
    const strength = picture.isStill && importance ? strengthOf(importance.phi) : 0;
    shape.classList.toggle("tinted", strength > 0);
    shape.style.fill = strength ? colourOf(importance.phi) : "";
    shape.style.fillOpacity = strength ? 0.62 * strength ** 0.85 : "";
  }

  function paint() {
    const frame = frameOnScreen(), seen = inFrame[frame] ?? [], here = new Set(seen.map(track => track.id));
    for (const [id, shape] of shapes) if (!here.has(id)) shape.remove();
    for (const track of seen) {
      const shape = shapeOf(track), importance = importanceAt(track.id, frame);
      shape.setAttribute("d", track.outlines[track.place.get(frame)]);
      tint(shape, importance);
      shape.setAttribute("aria-label", importance ? `${nameOf(track.id)}, importance ${worth(importance.phi)}${inBrackets(worthInterval(importance.phi, importance.sd))}` : `${nameOf(track.id)}, not valued`);
      shape.setAttribute("aria-pressed", String(track.id === state.track));
      mark(shape);
      if (!shape.isConnected) svg.append(shape);
    }
  }

  // What is pointed at or chosen, with its importance: at the upper or lower edge of the picture where the tag hides least, with a line to the object; on
  // narrow pages under the picture.
  function label() {
    const id = state.hover ?? state.track, shape = id === null ? null : shapes.get(id), isSeen = shape?.isConnected === true;
    tip.classList.toggle("idle", !isSeen);
    leader.remove();
    if (id === null) { tip.replaceChildren("Touch an object to see how much it mattered."); return; }
    const importance = isSeen ? importanceAt(id, frameOnScreen()) : null;
    tip.replaceChildren(make("i", { style: { background: importance ? colourOf(importance.phi) : "none" } }), nameTag(id), make("span", { class: "about" },
      importance ? ` ${worth(importance.phi)}${inBrackets(worthInterval(importance.phi, importance.sd))}` : isSeen ? " not valued" : " is not in view"));
    if (isSeen) place(id, shape.getBBox());
  }

  function place(id, box) {
    const screen = svg.getBoundingClientRect(), fx = screen.width / data.clip.width, fy = screen.height / data.clip.height;
    const width = tip.offsetWidth, height = tip.offsetHeight, centre = (box.x + box.width / 2) * fx;
    const own = area(box.x * fx, box.y * fy, box.width * fx, box.height * fy);
    // The label that is burnt into the video stands over its object, mostly above it, and may be wider.
    const label = area(own.left - 0.1 * screen.width, own.top - 0.09 * screen.height, own.right - own.left + 0.25 * screen.width, own.bottom - own.top + 0.13 * screen.height);
    const corner = area(0, 0, 0.18 * screen.width, 0.09 * screen.height);
    const buttons = ["start", "whose"].map(byId).filter(element => !element.hidden).map(element => area(element.offsetLeft, element.offsetTop, element.offsetWidth, element.offsetHeight));
    const lefts = [centre - width / 2, 0, 0.25 * (screen.width - width), 0.5 * (screen.width - width), 0.75 * (screen.width - width), screen.width];
    let best = null;
    for (const isLow of [true, false]) {
      lefts.forEach((wanted, i) => {
        const left = Math.max(edge, Math.min(screen.width - width - edge, wanted)), top = isLow ? screen.height - height - edge : edge;
        const tag = area(left, top, width, height), slot = `${id} ${isLow} ${i}`;
        const cost = 8 * shared(tag, own) + 3 * shared(tag, label) + 4 * shared(tag, corner) + buttons.reduce((sum, button) => sum + 8 * shared(tag, button), 0)
          + Math.hypot(left + width / 2 - centre, top - (isLow ? own.bottom : own.top)) / screen.width - (slot === last ? 0.2 : 0);
        if (!best || cost < best.cost) best = { cost, tag, slot, isLow };
      });
    }
    last = best.slot;
    tip.style.setProperty("--x", `${best.tag.left}px`);
    tip.style.setProperty("--y", `${best.tag.top}px`);
    const from = best.isLow ? best.tag.top : best.tag.bottom, to = best.isLow ? own.bottom : own.top;
    if (best.isLow ? to >= from : to <= from) return;
    const line = `M${Math.max(best.tag.left + 8, Math.min(best.tag.right - 8, centre)) / fx} ${from / fy}L${centre / fx} ${to / fy}`;
    leader.replaceChildren(...["ground", "line"].map(name => draw("path", { class: name, d: line, "vector-effect": "non-scaling-stroke" })));
    svg.append(leader);
  }

  // Whoever a claim rests on that is pointed at.
  function light() {
    const at = moment(), claim = at && !at.isSkipped && state.claim !== null ? at.claims[state.claim] : null;
    for (const [id, shape] of shapes) shape.classList.toggle("lit", claim !== null && at.players.some((player, index) => player.tracks.includes(id) && carries(claim, index)));
  }

  views.push(changed => {
    if (changed.has("claim") || changed.has("moment")) light();
    if (["frame", "prompt", "track", "isExpert"].some(name => changed.has(name))) paint();
    label();
  });
  svg.addEventListener("click", event => { if (event.target === svg) picture.toggle(); });
  new ResizeObserver(label).observe(svg);
  return { paint, label };
})();

const area = (left, top, width, height) => ({ left, top, right: left + width, bottom: top + height });

// The share of an area that another covers.
function shared(a, b) {
  const width = Math.min(a.right, b.right) - Math.max(a.left, b.left), height = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
  return width > 0 && height > 0 ? width * height / ((a.right - a.left) * (a.bottom - a.top)) : 0;
}

// Chooses a track everywhere. From the picture it goes to the nearest keyframe that valued the track, where the evidence is; by its name to where it
// mattered most.
function choose(id, isFromPicture) {
  const isAgain = state.track === id;
  change({ track: id });
  const valued = prompt().keyframes.filter(keyframe => keyframe.players.some(player => player.tracks.includes(id)));
  if (isFromPicture && isAgain) { change({ track: null }); return; }
  if (isFromPicture && valued.length) {
    const near = valued.reduce((a, b) => Math.abs(b.t - now()) < Math.abs(a.t - now()) ? b : a);
    picture.pause();
    picture.seek(frameAt(near.t));
    return;
  }
  const best = prompt().order.find(item => item.id === id);
  picture.pause();
  picture.seek(best ? frameAt(best.peakTime) : tracks.get(id).frames[0]);
}
