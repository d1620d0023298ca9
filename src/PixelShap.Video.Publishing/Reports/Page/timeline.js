// Importance of every track over time, one lane per track, all on one scale.
const timeline = (() => {
  const laneHeight = 50, axisHeight = 34, pad = 5, fewLanes = 8;
  const root = byId("timeline"), more = byId("more");
  const names = make("div", { class: "names" }), scroll = make("div", { class: "scroll" });
  const plot = make("div", { class: "plot", role: "slider", tabindex: 0, "aria-label": "Time", "aria-valuemin": data.clip.start, "aria-valuemax": data.clip.end });
  const cursor = make("div", { class: "cursor" }), pointer = make("div", { class: "pointer", hidden: true });
  scroll.append(plot);
  root.append(names, scroll);
  let zoom = 1, width = 0, isAll = false, values = new Map();

  const start = data.clip.start, length = Math.max(1e-3, data.clip.end - start);
  const x = seconds => width * (seconds - start) / length;
  const steps = data.frames.slice(1).map((seconds, i) => seconds - data.frames[i]).sort((a, b) => a - b);
  const gap = Math.max(0.25, 4 * (steps[steps.length >> 1] ?? 0));

  const lanes = () => isAll ? prompt().order : prompt().order.slice(0, fewLanes);
  const lowest = () => Math.max(-data.colours.range, Math.min(0, ...lanes().flatMap(lane => prompt().importance[lane.id].phi)));

  function paint(fixed) {
    width = fixed ?? Math.max(200, Math.floor((scroll.clientWidth || 600) * zoom));
    const shown = lanes(), low = lowest(), high = data.colours.range, height = axisHeight + laneHeight * shown.length;
    const y = phi => pad + (laneHeight - 2 * pad) * (high - Math.max(low, Math.min(high, phi))) / (high - low);
    const svg = draw("svg", { width, height, viewBox: `0 0 ${width} ${height}`, "aria-hidden": "true" }, gradient(y, low, high), axis(height));
    values = new Map();
    names.replaceChildren(make("div", { class: "corner", style: { height: `${axisHeight}px` } }, shown.length ? `top ${worth(high)}` : ""));
    shown.forEach((lane, i) => {
      const value = make("span", { class: "value" });
      values.set(lane.id, value);
      names.append(linkTo(make("button", { type: "button", class: "lane-name", style: { height: `${laneHeight}px` }, title: `${nameOf(lane.id)}: most at ${clock(lane.peakTime)}: ${worth(lane.peak)}` },
        nameTag(lane.id), value), lane.id, id => choose(id, false)));
      svg.append(laneOf(lane, axisHeight + i * laneHeight, y, low));
    });
    plot.replaceChildren(svg, pointer, cursor);
    plot.style.width = `${width}px`;
    more.hidden = prompt().order.length <= fewLanes;
    more.textContent = isAll ? `Show the ${fewLanes} most important` : `Show all ${prompt().order.length} valued objects`;
    if (!shown.length) names.append(make("p", { class: "small" }, "No object was valued."));
    move();
    markMoment();
  }

  function gradient(y, low, high) {
    const stops = [];
    for (let i = 0; i <= 16; i++) {
      const phi = high - (high - low) * i / 16;
      stops.push(draw("stop", { offset: i / 16, "stop-color": colourOf(phi), "stop-opacity": (0.30 + 0.65 * strengthOf(phi)).toFixed(3) }));
    }
    return draw("defs", null, draw("linearGradient", { id: "scale", gradientUnits: "userSpaceOnUse", x1: 0, x2: 0, y1: y(high), y2: y(low) }, ...stops));
  }

  function axis(height) {
    const group = draw("g", { class: "axis" });
    const step = [0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1800, 3600].find(seconds => x(start + seconds) >= 64) ?? 7200;
    for (let seconds = Math.ceil(start / step) * step; seconds <= start + length; seconds += step) {
      const place = x(seconds);
      group.append(draw("line", { class: "grid", x1: place, x2: place, y1: axisHeight, y2: height }));
      if (place < width - 14) group.append(draw("text", { x: place, y: 12, "text-anchor": place < 14 ? "start" : "middle" }, clock(seconds, step < 1 ? 1 : 0)));
    }
    prompt().moments.forEach((at, i) => {
      const place = x(at.t), mark = draw("path", { class: at.isSkipped ? "moment skipped" : "moment", d: `M${place} ${axisHeight - 15}l5 5-5 5-5-5z`, "data-moment": i });
      mark.append(draw("title", null, `${clock(at.t)}: ${reasonOf(at)}${at.isSkipped ? ", no answer" : ""}`));
      group.append(draw("line", { class: "moment-line", x1: place, x2: place, y1: axisHeight, y2: height }), mark);
    });
    return group;
  }

  function laneOf(lane, top, y, low) {
    const track = tracks.get(lane.id), series = prompt().importance[lane.id], zero = y(0);
    const group = draw("g", { class: "lane", transform: `translate(0 ${top})`, "data-lane": lane.id });
    linkTo(group, lane.id, () => {});
    group.append(draw("rect", { class: "ground", width, height: laneHeight }), draw("line", { class: "zero", x1: 0, x2: width, y1: zero, y2: zero }));
    for (const [from, to] of pieces(track)) {
      const every = Math.max(1, Math.floor((to - from) / (2 * width))), points = [];
      for (let i = from; i <= to; i += (i + every > to && i < to) ? to - i : every) points.push([x(data.frames[track.frames[i]]), series.phi[i], series.sd[i]]);
      const line = points.map(([px, phi], i) => `${i ? "L" : "M"}${px.toFixed(1)} ${y(phi).toFixed(2)}`).join("");
      const band = points.map(([px, phi, sd], i) => `${i ? "L" : "M"}${px.toFixed(1)} ${y(phi + z90 * sd).toFixed(1)}`).join("")
        + points.toReversed().map(([px, phi, sd]) => `L${px.toFixed(1)} ${y(phi - z90 * sd).toFixed(1)}`).join("") + "z";
      const left = points[0][0], right = Math.max(points.at(-1)[0], left + 1.5);
      group.append(
        draw("rect", { class: "presence", x: left, y: zero - 1.5, width: right - left, height: 3, rx: 1.5 }),
        draw("path", { class: "band", d: band }),
        draw("path", { class: "area", d: `${line}L${points.at(-1)[0].toFixed(1)} ${zero}L${left.toFixed(1)} ${zero}z`, fill: "url(#scale)" }),
        draw("path", { class: "curve", d: line }));
    }
    for (const i of series.observed) group.append(draw("circle", { class: "dot", cx: x(data.frames[track.frames[i]]), cy: y(series.phi[i]), r: 2.6 }));
    return group;
  }

  // The stretches in which a track is in view without a gap.
  function pieces(track) {
    const found = [];
    let from = 0;
    for (let i = 1; i <= track.frames.length; i++) {
      if (i === track.frames.length || data.frames[track.frames[i]] - data.frames[track.frames[i - 1]] > gap) { found.push([from, i - 1]); from = i; }
    }
    return found;
  }

  function move() {
    cursor.style.transform = `translateX(${x(now())}px)`;
    plot.setAttribute("aria-valuenow", now().toFixed(2));
    plot.setAttribute("aria-valuetext", clock(now()));
    for (const [id, value] of values) {
      const importance = importanceAt(id, state.frame);
      value.textContent = importance ? worth(importance.phi) : "–";
      value.classList.toggle("away", !importance);
      if (importance) value.dataset.phi = importance.phi; else delete value.dataset.phi;
    }
  }

  function markMoment() {
    for (const diamond of plot.querySelectorAll(".moment")) diamond.classList.toggle("current", Number(diamond.dataset.moment) === state.moment);
  }

  function keepInView() {
    const place = x(now());
    if (place < scroll.scrollLeft || place > scroll.scrollLeft + scroll.clientWidth) scroll.scrollLeft = place - scroll.clientWidth / 3;
  }

  const secondsAt = event => start + length * Math.min(1, Math.max(0, (event.clientX - plot.getBoundingClientRect().left) / width));
  let dragged = null;
  plot.addEventListener("pointerdown", event => {
    if (event.button !== 0) return;
    const diamond = event.target.closest?.("[data-moment]");
    dragged = { x: event.clientX, moved: false, lane: event.target.closest?.("[data-lane]")?.dataset.lane };
    plot.setPointerCapture(event.pointerId);
    picture.pause();
    picture.seek(frameAt(diamond ? prompt().moments[Number(diamond.dataset.moment)].t : secondsAt(event)));
  });
  plot.addEventListener("pointermove", event => {
    pointer.hidden = false;
    pointer.style.transform = `translateX(${x(secondsAt(event))}px)`;
    pointer.dataset.time = clock(secondsAt(event));
    if (!dragged) return;
    dragged.moved ||= Math.abs(event.clientX - dragged.x) > 3;
    if (dragged.moved) picture.seek(frameAt(secondsAt(event)));
  });
  for (const name of ["pointerup", "pointercancel"]) plot.addEventListener(name, () => {
    if (dragged && !dragged.moved && dragged.lane) change({ track: Number(dragged.lane) });
    dragged = null;
  });
  plot.addEventListener("pointerleave", () => { pointer.hidden = true; });

  function scale(factor) {
    zoom = Math.min(64, Math.max(1, zoom * factor));
    paint();
    scroll.scrollLeft = x(now()) - scroll.clientWidth / 2;
  }

  more.addEventListener("click", () => { isAll = !isAll; paint(); });
  byId("zoom-in").addEventListener("click", () => scale(2));
  byId("zoom-out").addEventListener("click", () => scale(0.5));
  const paperWidth = 500;
  addEventListener("beforeprint", () => paint(paperWidth));
  addEventListener("afterprint", () => paint());
  let seen = 0;
  new ResizeObserver(() => { if (scroll.clientWidth !== seen) { seen = scroll.clientWidth; paint(); } }).observe(scroll);

  views.push(changed => {
    if (changed.has("prompt") || changed.has("isExpert")) paint();
    else if (changed.has("frame") || changed.has("moment")) {
      move();
      if (changed.has("moment")) markMoment();
      if (state.isPlaying) keepInView();
    }
  });
  return { paint, lanes, scale };
})();
