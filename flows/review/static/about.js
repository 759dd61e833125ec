// Whose a document is, of which year, of what kind: a small form on its head.
import { $, element, kindLabel, kinds, say } from "./words.js";
import { identifier, putAndWait } from "./outbox.js";
import { mayDecide, rememberMade, who } from "./decide.js";
import { forgetRecord } from "./facts.js";
import { fail } from "./panel.js";

const FIELDS = ["unit_name", "fiscal_year", "kind"];
let shown = null;

export function openAbout(about, changed) {
  if (!$("about").hidden) return close();
  shown = { about, changed };
  const form = $("about").elements;
  if (!form.kind.options.length) form.kind.replaceChildren(...kinds().map(({ id, label }) => {
    const option = element("option", label);
    option.value = id;
    return option;
  }));
  for (const field of FIELDS) form[field].value = about[field] ?? "";
  $("about-said").textContent = Object.entries(about.decided).map(([field, made]) => [
    say(`about.${field}`), say("said.correct", { who: made.who, new: field === "kind" ? kindLabel(made.new) : made.new }),
    made.disputed && say("said.disputed")].filter(Boolean).join(" ")).join("；");
  $("about").hidden = false;
  form.unit_name.focus();
}

export function close() {
  $("about").hidden = true;
  if ($("about").contains(document.activeElement)) document.activeElement.blur();
}

async function save() {
  if (!mayDecide()) return;
  const { about, changed } = shown, form = $("about").elements;
  for (const field of FIELDS) {
    const value = form[field].value.trim();
    if (value === String(about[field] ?? "")) continue;
    const body = { id: identifier(), who: who(), record: about.record, field, new: value };
    const { saved, refused } = await putAndWait("api/documents", body);
    if (refused) { fail(refused.message); form[field].focus(); return; }
    rememberMade(body.id, { path: "api/documents", what: { record: about.record } });
    about[field] = value;
    about.decided[field] = saved ?? { who: body.who, new: value, disputed: false };
  }
  fail("");
  close();
  forgetRecord(about.record);
  changed(about);
}

$("about").addEventListener("submit", (event) => { event.preventDefault(); save(); });
$("about-cancel").addEventListener("click", close);
