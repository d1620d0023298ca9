// What every page needs: elements, texts, the server, light and dark.
import { languages, texts } from "/assets/texts.js";

export const byId = id => document.getElementById(id);

// Texts only ever become text.
function fill(element, properties, ...children) {
  for (const [name, value] of Object.entries(properties ?? {})) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) element.setAttribute(name, value);
  }
  element.append(...children.flat(Infinity).filter(child => child !== null && child !== undefined && child !== false));
  return element;
}

export const make = (tag, properties, ...children) => fill(document.createElement(tag), properties, ...children);
export const draw = (tag, properties, ...children) => fill(document.createElementNS("http://www.w3.org/2000/svg", tag), properties, ...children);

const stored = (key, allowed) => { try { const value = localStorage.getItem(key); return allowed.includes(value) ? value : null; } catch { return null; } };
const store = (key, value) => { try { localStorage.setItem(key, value); } catch { /* Without storage a choice holds for this page. */ } };

export let language = stored("language", Object.keys(languages)) ?? (navigator.language.startsWith("de") ? "de" : "en");

export function t(key, values = {}) {
  const text = texts[language][key] ?? texts.en[key] ?? key;
  return text.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
}

const formats = {};
const format = (kind, options) => formats[`${language} ${kind}`] ??= new Intl.DateTimeFormat(language === "de" ? "de-DE" : "en-GB", options);
export const day = text => format("day", { dateStyle: "medium", timeStyle: "short" }).format(new Date(text));
export const clock = seconds => {
  const tenths = Math.round(Math.abs(seconds) * 10), whole = Math.floor(tenths / 10), two = number => String(number).padStart(2, "0");
  const hours = Math.floor(whole / 3600);
  return `${hours ? `${hours}:${two(Math.floor(whole / 60) % 60)}` : Math.floor(whole / 60)}:${two(whole % 60)}.${tenths % 10}`;
};
export const length = seconds => clock(seconds).replace(/\.\d$/, "");
export const number = (value, digits = 2) => Number(value).toFixed(digits).replace("-", "−");
export const words = text => text.replaceAll("_", " ");

// A failure carries the sentence and the remedy that the terminal would show.
export class Failure extends Error {
  constructor(message, remedy) { super(message); this.remedy = remedy; }
}

export async function call(address, body, options = {}) {
  let reply;
  try {
    reply = await fetch(address, body === undefined ? options : { method: "POST", body: body instanceof Blob ? body : JSON.stringify(body), ...options,
      headers: { "X-PixelShap": "1", ...(body instanceof Blob ? {} : { "Content-Type": "application/json" }), ...options.headers } });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Failure(t("no_server"), "");
  }
  const text = await reply.text();
  let json = null;
  try { json = JSON.parse(text); } catch { /* The server refused before it came to an answer. */ }
  if (!reply.ok) throw new Failure(json?.error ?? (text.trim() || `HTTP ${reply.status}`), json?.remedy ?? "");
  return json;
}

export function sorry(box, error) {
  box.replaceChildren(...(error ? [make("p", { class: "note", role: "alert" }, make("b", null, error.message), error.remedy ? ` ${error.remedy}` : "")] : []));
}

function theme(name) {
  if (name === "auto") delete document.documentElement.dataset.theme; else document.documentElement.dataset.theme = name;
  const button = byId("theme");
  if (button) button.textContent = t(`theme_${name}`);
}

const themes = ["auto", "light", "dark"];
let chosen = stored("theme", themes) ?? "auto";

// Texts that stand in the page itself; called again when the language changes.
function paintTexts() {
  document.documentElement.lang = language;
  for (const element of document.querySelectorAll("[data-text]")) element.textContent = t(element.dataset.text);
  for (const element of document.querySelectorAll("[data-label]")) element.setAttribute("aria-label", t(element.dataset.label));
  for (const element of document.querySelectorAll("[data-example]")) element.setAttribute("placeholder", t(element.dataset.example));
  theme(chosen);
}

export function begin(paint) {
  const select = byId("language");
  select.replaceChildren(...Object.entries(languages).map(([code, name]) => make("option", { value: code, selected: code === language, lang: code }, name)));
  select.addEventListener("change", () => { language = select.value; store("language", language); paintTexts(); paint(); });
  byId("theme").addEventListener("click", () => { chosen = themes[(themes.indexOf(chosen) + 1) % themes.length]; store("theme", chosen); theme(chosen); });
  paintTexts();
}
