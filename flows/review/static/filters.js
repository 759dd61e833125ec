// What of the queue is asked for stands in the page's address, with a bar to set it.
import { $, element, groups, kindLabel, say } from "./words.js";
import { get } from "./net.js";

const NAMES = ["unit", "year", "kind", "group", "below", "record"];
const ONE = ["fact", "cell"];  // what is opened first
const address = () => new URLSearchParams(location.search);

// The filters of the address as a query, with more put in.
export function filters(more = {}) {
  const query = new URLSearchParams();
  for (const name of NAMES) if (address().get(name)) query.set(name, address().get(name));
  for (const [name, value] of Object.entries(more)) query.set(name, value);
  return query;
}
export const named = (name) => address().get(name);

export function setUp(changed) {
  const form = $("filters");
  $("filter-toggle").addEventListener("click", () => show(form.hidden));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const query = address();
    for (const name of [...NAMES, ...ONE]) {
      const value = form.elements[name]?.value.trim();
      if (value) query.set(name, value); else query.delete(name);
    }
    go(query, changed);
  });
  $("filter-clear").addEventListener("click", () => {
    const query = address();
    for (const name of [...NAMES, ...ONE]) query.delete(name);
    go(query, changed);
  });
  window.addEventListener("popstate", () => { fill(); changed(); });
  if ([...filters()].length) show(true);
}

function go(query, changed) {
  history.pushState(null, "", query.size ? `?${query}` : location.pathname);
  fill();
  document.activeElement.blur();
  changed();
}

let chosen = false;
async function show(open) {
  $("filters").hidden = !open;
  $("filter-toggle").setAttribute("aria-expanded", String(open));
  if (open && !chosen) {
    chosen = true;
    await choices().catch(() => { chosen = false; });
    fill();
  }
}

async function choices() {
  const { units, years, kinds } = await get("api/choices");
  const option = (value, text) => { const made = element("option", text); made.value = value; return made; };
  const all = () => option("", say("filter.all"));
  const { year, kind, group } = $("filters").elements;
  $("units").replaceChildren(...units.map((unit) => option(unit, "")));
  year.replaceChildren(all(), ...years.map((y) => option(y, y)));
  kind.replaceChildren(all(), ...kinds.map((k) => option(k, kindLabel(k))));
  group.replaceChildren(all(), ...groups().map((g) => option(g.id, g.label)));
}

function fill() {
  for (const name of NAMES) $("filters").elements[name].value = address().get(name) ?? "";
}
