// Keys pressed while something loads are kept and applied in their order to what is shown then. Where it does not come,
// those that were kept are told and dropped: what they would decide about was never seen.
import { $, say } from "./words.js";
import { fail } from "./panel.js";

const ONCE = new Set(["a", "c", "x", "u"]);  // held down they act once
let busy = 0, deaf = false, pending = [], acts = {};

export const keys = (told) => { acts = told; };

// Does what may take its time; keys wait until it is done.
export function run(act) {
  const done = act();
  if (done === false) return false;
  if (!(done instanceof Promise)) return true;
  busy += 1;
  done.catch((error) => fail(error.message)).finally(() => { busy -= 1; deaf = false; drain(); });
  return true;
}

// What was to come is late: keys are not taken until it is there.
export function refuseKeys() {
  const count = drop();
  deaf = true;
  return count;
}

export function drop() {
  const count = pending.length;
  pending = [];
  return count;
}

export const unused = (count) => (count ? `　${say("keys_unused", { count })}` : "");

function drain() {
  while (!busy && pending.length) apply(pending.shift());
}

function apply(key) {
  const field = document.activeElement;
  if (field instanceof HTMLInputElement) typeInto(field, key);
  else act(key);
}

function act(key) {
  const does = acts[key] ?? acts[key.toLowerCase()];
  if (!does) return false;
  fail("");
  return run(does);
}

function typeInto(field, key) {
  if (key === "Enter") field.form?.requestSubmit();
  else if (key === "Escape") acts.Escape();
  else if (key === "Backspace") field.setRangeText("", Math.max(0, field.selectionStart - (field.selectionStart === field.selectionEnd)), field.selectionEnd, "end");
  else if (key.length === 1) field.setRangeText(key, field.selectionStart, field.selectionEnd, "end");
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
  // With an input method on, browsers tell where the key lies, not which it is.
  const key = event.key === "Process" ? event.code.replace(/^Key/, "").toLowerCase() : event.key;
  if (event.target.matches("input, select, textarea")) {
    if (key === "Escape") acts.Escape();
    return;
  }
  if (event.target.matches("button, a") && ["Enter", " "].includes(key)) return;
  if (busy) {
    if (key.length === 1 || key in acts || ["Enter", "Backspace"].includes(key)) {
      event.preventDefault();
      if (!deaf && !event.repeat) pending.push(key);
    }
  } else if (event.repeat && ONCE.has(key.toLowerCase())) event.preventDefault();
  else if (act(key)) event.preventDefault();
});

document.addEventListener("click", (event) => {
  const button = event.target.closest("button[data-key]");
  if (!button) return;
  button.blur();
  if (busy) { if (!deaf) pending.push(button.dataset.key); } else act(button.dataset.key);
});
