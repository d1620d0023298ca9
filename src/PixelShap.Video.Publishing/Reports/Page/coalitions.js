// Every picture that the model was shown at a keyframe, with its answer and what differs in it.
const hiddenIn = (coalition, keyframe) => keyframe.players.filter((_, i) => !coalition.visible.includes(i));

function marked(before, after) {
  const tags = { same: "span", gone: "del", new: "ins" };
  return difference(before, after).flatMap(part => [part.glue ?? "", make(tags[part.kind], null, part.text)]);
}

function playerChip(player) {
  const chip = make("button", { type: "button", class: "chip", title: playerName(player) }, playerTag(player));
  return player.tracks.length === 1 ? linkTo(chip, player.tracks[0], id => choose(id, false)) : chip;
}

function coalitionCard(coalition, keyframe) {
  const hidden = hiddenIn(coalition, keyframe), all = hidden.length === keyframe.players.length && hidden.length > 0;
  const title = !hidden.length ? "The whole picture" : all && hidden.length > 2 ? "Everything hidden" : "";
  const visible = keyframe.players.filter((_, i) => coalition.visible.includes(i)), isFew = visible.length > 0 && visible.length < hidden.length;
  const text = coalition.kind ? [make("em", null, `No answer (${coalition.kind}): ${coalition.why}`)]
    : hidden.length ? marked(keyframe.answer, coalition.answer) : [coalition.answer || "(empty answer)"];
  return make("article", { class: hidden.length ? "coalition" : "coalition whole" },
    still(coalition.picture, title || `Hidden: ${hidden.map(playerName).join(", ")}`),
    make("div", { class: "facts-line" },
      title ? make("b", null, title) : make("span", { class: "hidden-list" }, isFew ? "All hidden but " : "Hidden: ", ...(isFew ? visible : hidden).map(playerChip)),
      coalition.kind ? null : make("span", { class: "similarity", title: "How alike the answer is to the one about the whole picture: 1 the same, 0 nothing in common" },
        make("span", { class: "meter" }, make("i", { style: { width: `${Math.max(0, Math.min(1, coalition.value)) * 100}%` } })), state.isExpert ? `v ${plain(coalition.value)}` : `${Math.round(100 * coalition.value)} % alike`)),
    make("p", { class: "text" }, ...text));
}

// Says so where hiding changed no answer; empty where it did, or where there are not two answers to compare. Pictures without an answer do not count.
function sameAnswer(pictures, keyframe) {
  const answered = pictures.filter(item => !item.kind), hidden = new Set(answered.flatMap(item => hiddenIn(item, keyframe)));
  if (data.withheld || answered.length < 2 || answered.some(item => item.answer !== answered[0].answer)) return "";
  const those = answered.length === pictures.length ? "" : " that were answered", isAll = hidden.size === keyframe.players.length;
  return `${answered.length === 2 ? `Both pictures${those}` : `All ${answered.length} pictures${those}`} got the same answer: `
    + (hidden.size === 1 ? `it did not depend on ${isAll ? "this road user" : "the road user that was hidden"}.` : `it depended on none of ${isAll ? "these road users" : "the road users that were hidden"}.`);
}

function paintCoalitions() {
  const at = moment(), list = byId("coalitions"), facts = byId("shown-facts"), noteAt = byId("shown-note"), same = byId("shown-same");
  list.replaceChildren();
  facts.textContent = at ? `at ${clock(at.t)}${state.isExpert ? " · " : ", "}${reasonOf(at)}` : "";
  noteAt.textContent = same.textContent = "";
  if (!at || at.isSkipped) { noteAt.textContent = at ? `The whole picture got no answer (${at.kind}): ${at.why}` : "Nothing was asked."; return; }
  const number = at.calls + at.more_calls;
  if (!state.isExpert) facts.textContent += ` · ${1 + number} ${number ? "pictures" : "picture"} asked about`;
  else facts.textContent += ` · ${at.estimator} · 1 + ${number} ${number === 1 ? "call" : "calls"}`
    + (at.v_empty === null ? "" : ` · v(∅) ${plain(at.v_empty, 3)}`) + (at.gap === null ? "" : ` · efficiency gap ${plain(at.gap, 3)}`)
    + (at.noise === null ? "" : ` · noise of an answer ${at.noise.toFixed(3)}`)
    + (at.faithfulness ? ` · insertion area ${plain(at.faithfulness.insertion_auc)}, deletion area ${plain(at.faithfulness.deletion_auc)}` : "") + (at.change ? " · the answers contradicted what was expected, so more was asked" : "");
  noteAt.append("Objects were hidden and the same question was asked again. ", make("ins", null, "New"), " and ", make("del", null, "missing"),
    " words are against the answer to the whole picture; ", state.isExpert ? "v" : "the bar", " says how alike the answers are.");
  const earlier = data.record.configuration?.vlm?.context_frames ?? 0;
  if (earlier) noteAt.append(` Before each picture the model saw up to ${earlier} earlier ${earlier === 1 ? "frame" : "frames"} with the same objects hidden, which are not shown here.`);
  const whole = { visible: at.players.map((_, i) => i), value: at.v_full, answer: at.answer, picture: at.picture };
  const others = at.coalitions.filter(item => item.kind || item.visible.length < at.players.length).sort((a, b) => (a.value ?? 2) - (b.value ?? 2));
  list.append(...[whole, ...others].map(item => coalitionCard(item, at)));
  same.textContent = sameAnswer([whole, ...others], at);
  if (!others.length) noteAt.textContent = at.carried ? "Hardly anything had changed since the question before, so only the whole picture was asked about." : "There was nothing to hide.";
}

views.push(changed => { if (changed.has("moment") || changed.has("prompt") || changed.has("isExpert")) paintCoalitions(); });
