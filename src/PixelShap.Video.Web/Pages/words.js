// Two answers, with what differs marked as the report marks it.
import { make } from "/assets/common.js";
import { difference } from "/assets/difference.js";

const tags = { same: "span", gone: "del", new: "ins" };
export const marked = (before, after) => difference(before, after).flatMap(part => [part.glue ?? "", make(tags[part.kind], null, part.text)]);
