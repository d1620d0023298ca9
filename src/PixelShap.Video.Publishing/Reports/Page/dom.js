// Elements are made here, and texts only ever become text.
const byId = id => document.getElementById(id);

function fill(element, properties, ...children) {
  for (const [name, value] of Object.entries(properties ?? {})) {
    if (name === "class") { if (value) element.setAttribute("class", value); }
    else if (name === "style") for (const [key, part] of Object.entries(value)) element.style.setProperty(key, part);
    else if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) element.setAttribute(name, value);
  }
  element.append(...children.flat().filter(child => child !== null && child !== undefined));
  return element;
}

const make = (tag, properties, ...children) => fill(document.createElement(tag), properties, ...children);
const draw = (tag, properties, ...children) => fill(document.createElementNS("http://www.w3.org/2000/svg", tag), properties, ...children);

function icon(path) {
  return draw("svg", { viewBox: "0 0 24 24", "aria-hidden": "true", class: "icon" }, draw("path", { d: path }));
}

const icons = {
  play: "M7 4.5v15l13-7.5z", pause: "M6 4.5h4.2v15H6zM13.8 4.5H18v15h-4.2z",
  previous: "M5 5h2.5v14H5zM20 5v14L9 12z", next: "M16.5 5H19v14h-2.5zM4 5v14l11-7z",
};

// A picture of the page itself, or one that lies beside it; null where there is none.
function pictureAddress(reference) {
  if (!reference) return null;
  return reference.startsWith("#") ? `data:image/jpeg;base64,${stills[Number(reference.slice(1))]}` : reference;
}

function still(reference, text) {
  const address = pictureAddress(reference);
  const size = { style: { "aspect-ratio": `${data.clip.width} / ${data.clip.height}` } };
  return address ? make("img", { src: address, alt: text, loading: address.startsWith("data:") ? null : "lazy", decoding: "async", ...size })
    : make("div", { class: "no-picture", ...size }, "no picture in this file");
}

// The name of a track. Where there is no room its class is shortened, never its number.
function nameTag(id, kind = tracks.get(id)?.class ?? "track") {
  return make("span", { class: "name" }, make("span", { class: "kind" }, kind), make("span", { class: "id" }, ` ${id}`));
}

// That of a player: several tracks together have a name that breaks into lines.
const playerTag = player => player.tracks.length === 1 ? nameTag(player.tracks[0], tracks.get(player.tracks[0])?.class ?? player.class)
  : make("span", { class: "name together" }, playerName(player));

// The bar of a value from 0, with its interval, on a scale that a whole list shares.
function bar(value, low, high, scale) {
  const place = x => `${100 * (Math.min(scale.high, Math.max(scale.low, x)) - scale.low) / (scale.high - scale.low)}%`;
  const width = x => `${100 * x / (scale.high - scale.low)}%`;
  const svg = draw("svg", { class: "bar", role: "img", "aria-label": worth(value) },
    draw("line", { class: "zero", x1: place(0), x2: place(0), y1: 0, y2: 22 }),
    draw("rect", { x: place(Math.min(0, value)), width: width(Math.abs(value)), y: 5, height: 12, rx: 2.5, fill: colourOf(value), class: "value" }));
  if (high - low > 1e-9) {
    svg.append(draw("g", { class: "whisker" },
      draw("line", { x1: place(low), x2: place(high), y1: 11, y2: 11 }),
      draw("line", { x1: place(low), x2: place(low), y1: 7.5, y2: 14.5 }), draw("line", { x1: place(high), x2: place(high), y1: 7.5, y2: 14.5 })));
  }
  return svg;
}

// Makes something that stands for a track take part in hovering and choosing.
function linkTo(element, id, choose) {
  element.dataset.track = id;
  element.addEventListener("pointerenter", () => change({ hover: id }));
  element.addEventListener("pointerleave", () => change({ hover: null }));
  element.addEventListener("focus", () => change({ hover: id }));
  element.addEventListener("blur", () => change({ hover: null }));
  element.addEventListener("click", event => { event.stopPropagation(); choose(id); });
  return element;
}

views.push(changed => {
  if (["track", "hover", "moment", "prompt"].some(name => changed.has(name))) document.querySelectorAll("[data-track]").forEach(mark);
});

function mark(element) {
  const id = Number(element.dataset.track);
  element.classList.toggle("chosen", id === state.track);
  element.classList.toggle("pointed", id === state.hover);
}
