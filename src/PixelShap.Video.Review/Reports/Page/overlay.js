// The objects in the picture: their outlines can be pointed at and chosen.
const overlay = (() => {
  const svg = byId("overlay"), tip = byId("tip"), shapes = new Map();
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
      shape.setAttribute("aria-label", importance ? `${nameOf(track.id)}, importance ${signed(importance.phi)}` : `${nameOf(track.id)}, not valued`);
      shape.setAttribute("aria-pressed", String(track.id === state.track));
      mark(shape);
      if (!shape.isConnected) svg.append(shape);
    }
  }

  function label() {
    const id = state.hover ?? state.track, shape = id === null ? null : shapes.get(id);
    tip.hidden = !shape?.isConnected;
    if (tip.hidden) return;
    const box = shape.getBBox(), importance = importanceAt(id, frameOnScreen());
    tip.replaceChildren(make("b", null, nameOf(id)), importance ? ` ${signed(importance.phi)} ± ${importance.sd.toFixed(2)}` : " not valued");
    const middle = 100 * (box.x + box.width / 2) / data.clip.width, above = box.y > data.clip.height * 0.14;
    tip.style.left = `${Math.min(88, Math.max(12, middle))}%`;
    tip.style.top = `${100 * (above ? box.y : box.y + box.height) / data.clip.height}%`;
    tip.classList.toggle("below", !above);
  }

  views.push(changed => {
    if (changed.has("frame") || changed.has("prompt") || changed.has("track")) paint();
    label();
  });
  svg.addEventListener("click", event => { if (event.target === svg) picture.toggle(); });
  return { paint, label };
})();

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
