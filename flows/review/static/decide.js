// Decisions of this session: made, sent, taken back.
import { $, say, typed } from "./words.js";
import { identifier, outbox, put, putAndWait } from "./outbox.js";
import { drop, unused } from "./keys.js";
import { fail } from "./panel.js";

const SESSION = "juesuan-session";
export const me = { name: null, may_review: true };
export const who = () => me.name ?? $("who").value.trim();

const made = () => JSON.parse(sessionStorage.getItem(SESSION) || "[]");
const remember = (all) => sessionStorage.setItem(SESSION, JSON.stringify(all));

export function mayDecide() {
  if (!me.may_review) { fail(say("read_only")); return false; }
  if (!who()) { fail(say("who_first")); $("who").focus(); return false; }
  return true;
}

// Decides about `about` ({path, what, ...}): `what` goes to the server. Corrections wait for its answer, as it may
// refuse them; `then` is called once the decision counts, with the verdict as it will be.
export function decide(about, action, value, then) {
  if (!mayDecide()) return;
  const body = { id: identifier(), who: who(), ...about.what, action, new: value ?? null, note: $("note").value.trim() };
  const name = $("label").textContent;
  const verdict = (told) => ({ id: body.id, action, who: body.who, new: action === "reject" ? null : about.value, note: body.note, disputed: false, ...told });
  const counts = (told) => {
    remember([...made(), { id: body.id, about: { ...about, name } }]);
    closeForms();
    return then(verdict(told));
  };
  if (action !== "correct") {
    put(about.path, body, name);
    return counts();
  }
  $("new").blur();
  return putAndWait(about.path, body, name).then(({ saved, refused }) => {
    if (!refused) return counts(saved ?? { new: value });
    fail(`${refused.message}${unused(drop())}`);
    $("new").focus();
  });
}

// Takes back one's own last decision of this session; `show` goes back to what it was about.
export function undoLast(show) {
  if (!mayDecide()) return;
  const all = made(), last = all.pop();
  if (!last) { fail(say("nothing_to_undo")); return; }
  remember(all);
  undo(last.id);
  return show(last.about);
}

export function undo(id) {
  remember(made().filter((one) => one.id !== id));
  outbox.saved = Math.max(0, outbox.saved - 1);
  put("api/undo", { id: identifier(), who: who(), undoes: id });
}

// For what was decided otherwise than by a key: a document's unit, year, kind.
export const rememberMade = (id, about) => remember([...made(), { id, about }]);

export function startCorrection(figure) {
  if (!mayDecide()) return;
  $("correction").hidden = false;
  $("new").value = typed(figure);
  $("hint").textContent = say(figure.unit === "CNY" ? "correct.money" : "correct.hint");
  $("new").focus();
  $("new").select();
}

export function startNote() {
  if (!mayDecide()) return;
  $("noting").hidden = false;
  $("note").focus();
}

export function closeCorrection() {
  $("correction").hidden = true;
  if (document.activeElement === $("new")) $("new").blur();
}

export function closeForms() {
  closeCorrection();
  $("noting").hidden = true;
  $("note").value = "";
  if (document.activeElement === $("note")) $("note").blur();
}
