// What the page says, in the language that it is asked for in. Words of documents are only ever set as text.
export const $ = (id) => document.getElementById(id);
let told = { lang: "zh", words: {}, measures: {}, kinds: [], groups: [] };

const asked = new URLSearchParams(location.search).get("lang");
export const language = () => told.lang;

export async function loadWords() {
  const answer = await fetch(`api/words${asked ? `?lang=${encodeURIComponent(asked)}` : ""}`);
  told = await answer.json();
  document.documentElement.lang = told.lang === "en" ? "en" : "zh-CN";
  document.title = say("title");
  for (const one of document.querySelectorAll("[data-say]")) one.textContent = say(one.dataset.say);
  for (const one of document.querySelectorAll("[data-hint]")) one.placeholder = say(one.dataset.hint);
  for (const one of document.querySelectorAll("[data-label]")) one.setAttribute("aria-label", say(one.dataset.label));
}

export const say = (id, values = {}) => (told.words[id] ?? "").replace(/\{(\w+)\}/g, (all, name) => values[name] ?? "");
export const known = (id) => id in told.words;
export const measure = (id) => told.measures[id] ?? "";
export const kinds = () => told.kinds;
export const groups = () => told.groups;
export const kindLabel = (id) => told.kinds.find((k) => k.id === id)?.label ?? id;

export function element(tag, text, className) {
  const made = document.createElement(tag);
  if (text !== undefined) made.textContent = text;
  if (className) made.className = className;
  return made;
}

// Exact: moves the decimal point of a decimal string by four places.
export function wan(value) {
  const sign = value.startsWith("-") ? "-" : "";
  const [whole, fraction = ""] = value.replace("-", "").split(".");
  const digits = whole.padStart(5, "0");
  const rest = (digits.slice(-4) + fraction).replace(/0+$/, "").padEnd(2, "0");
  return `${sign}${digits.slice(0, -4).replace(/\B(?=(\d{3})+$)/g, ",")}.${rest}`;
}

// How a figure is typed where it is corrected.
export const typed = ({ value, unit }) => (value === null ? "" : unit === "CNY" ? `${wan(value)}万元` : value);
export const inUnit = ({ value, unit }) =>
  value === null ? say("blank") : unit === "CNY" ? wan(value) : unit === "percent" ? `${value}%` : `${value}${unit ?? ""}`;
