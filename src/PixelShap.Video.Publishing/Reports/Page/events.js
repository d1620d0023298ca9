// What happened on the drive: the sentence that tells the moment that matters most, and a line for each event.
const gravest = data.events.find(item => item.most) ?? null;

function eventRow(item) {
  const button = make("button", { type: "button", class: "event" },
    make("b", { class: "when" }, clock(item.t)), make("span", { class: item.strength >= 0.5 ? "what grave" : "what" }, item.words), make("span", { class: "small" }, item.evidence));
  button.addEventListener("click", () => { picture.pause(); picture.seek(frameAt(item.t)); byId("screen").scrollIntoView({ block: "nearest", behavior: "smooth" }); });
  return make("li", null, button);
}

byId("story").textContent = data.story;
byId("story").hidden = !data.story;
byId("events-card").hidden = !data.events.length;
byId("events").replaceChildren(...data.events.map(eventRow));
