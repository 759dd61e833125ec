// The review page: what is shown, and what keys do. Three views: a fact on its pages, all facts of a document, a table.
import { $, element, loadWords, measure, say } from "./words.js";
import { Refused, get, of } from "./net.js";
import { ofOthers, outbox, putAway, refused, send, takeOver, unsent } from "./outbox.js";
import { ahead, fact as factOf, forget, forgetRecord, key, here, load, queue } from "./facts.js";
import { filters, named, setUp as setUpFilters } from "./filters.js";
import { draw, zoomBy } from "./pages.js";
import { drawFact, drawHead, drawVerdict, fail, tellOwn } from "./panel.js";
import { keys, refuseKeys, run, unused } from "./keys.js";
import { closeCorrection, closeForms, decide, me, startCorrection, startNote, undo, undoLast, who } from "./decide.js";
import { close as closeAbout, openAbout } from "./about.js";
import * as cells from "./cells.js";
import { setUp as setUpSearch } from "./search.js";

const WHO = "juesuan-who", AGAIN = 700;
const state = { view: "facts", item: null, told: null, whole: null, turn: 0 };

// ---- facts ----
function showAt(at) {
  if (at < queue.items.length) {
    queue.at = Math.max(0, at);
    ahead();
    return open(queue.items[queue.at]);
  }
  return waitFor(() => load(who()), () => (queue.items.length ? showAt(0) : nothing()));  // what was passed over comes again
}

// Shows a fact: at once where it is there, else a promise of it.
function open(item) {
  const told = factOf(item);
  return told instanceof Promise ? waitFor(() => factOf(item), (came) => shown(item, came)) : shown(item, told);
}

// Tries until it comes; keys pressed meanwhile wait, but not for what a server that is gone should give.
async function waitFor(ask, then) {
  const turn = ++state.turn;
  loading(say("loading"));
  for (;;) {
    try {
      const came = await ask();
      if (turn !== state.turn) return;
      loading("");
      return await then(came);
    } catch (error) {
      if (turn !== state.turn) return;
      if (error instanceof Refused) { loading(""); return await then(null); }
      loading(say("not_got", { why: error.message }) + unused(refuseKeys()));
      await new Promise((done) => setTimeout(done, AGAIN));
    }
  }
}

function loading(words) {
  $("loading").textContent = words;
  $("loading").hidden = !words;
  $("fact").classList.toggle("waiting", Boolean(words));
}

function shown(item, told) {
  if (!told) return gone(item);
  state.turn += 1;
  Object.assign(state, { item, told });
  $("empty").hidden = true;
  $("fact").hidden = false;
  closeForms();
  closeAbout();
  drawFact(told);
  document.body.dataset.fact = key(item);
  progress();
  return state.view === "whole" ? whole() : drawPages();
}

function gone(item) {
  const at = queue.items.findIndex((one) => key(one) === key(item));
  fail(say("gone", { what: key(item) }));
  if (at < 0) return;
  queue.items.splice(at, 1);
  return showAt(at);
}

function nothing() {
  Object.assign(state, { item: null, told: null });
  $("fact").hidden = true;
  $("empty").hidden = false;
  $("empty").textContent = say("empty");
  document.body.dataset.fact = "";
  progress();
}

function drawPages() {
  const { told } = state, { fact } = told;
  const look = classes({ low: fact.confidence < told.low, failed: fact.checks.some((c) => c.outcome === "fail"), decided: fact.verdict });
  draw({ record: told.record, version: told.document.version, pages: told.pages, boxes: fact.places.map((place) => ({
    ...place, title: `${fact.label} ${measure(fact.measure)} ${fact.raw}`, classes: look, here: true })) });
}

const classes = (marks) => ["low", "failed", "decided"].filter((name) => marks[name]);

// ---- the whole document ----
function whole() {
  const { record } = state.told;
  if (state.whole?.record === record) return drawWhole();
  return waitFor(() => get(of(record)), (came) => { if (came) { state.whole = came; drawWhole(); } });
}

function drawWhole() {
  const { record, document: about, pages, facts } = state.whole;
  state.whole.boxes ??= facts.flatMap((one) => one.places.map((place) => ({
    ...place, title: `${one.label} ${measure(one.measure)} ${one.raw}`, open: () => run(() => open({ record, fact: one.id })),
    get classes() { return classes(one); }, get here() { return one.id === state.item.fact; } })));
  const shownNow = facts.find((one) => one.id === state.item.fact);
  if (shownNow) shownNow.decided = Boolean(state.told.fact.verdict);
  draw({ record, version: about.version, pages, boxes: state.whole.boxes });
}

function step(by) {
  if (state.view === "table") return cells.step(by);
  if (state.view !== "whole") return showAt(queue.at + by);
  const next = state.whole.facts[state.whole.facts.findIndex((one) => one.id === state.item.fact) + by];
  return next && open({ record: state.item.record, fact: next.id });
}

function view(name) {
  state.view = name;
  document.body.dataset.view = name;
  $("grid").hidden = name !== "table";
  closeForms();
  closeAbout();
}

function toggleWhole() {
  if (!state.told) return;
  view(state.view === "whole" ? "facts" : "whole");
  return shown(state.item, state.told);
}

// ---- tables ----
async function toggleTables() {
  if (state.view === "table") {
    view("facts");
    document.body.dataset.cell = "";
    return state.told ? shown(state.item, state.told) : showAt(queue.at);
  }
  const { told } = state, first = told ? null : await cells.firstWaiting(new Set());
  if (told || first) await showCell(told?.record ?? first.record, told ? told.fact.table : cells.tableOf(first.cell), first?.cell);
  else $("empty").textContent = say("empty.cells");
}

async function showCell(record, table, path) {
  if (!(await cells.openTables(record, table, path))) return;
  view("table");
  $("fact").hidden = false;
  $("empty").hidden = true;
  cells.select(cells.grid.path);
}

// ---- decisions ----
const figure = () => (state.view === "table" ? cells.cell() : state.told?.fact);
const about = () => (state.view === "table" ? cells.grid.told : state.told)?.document;

function deciding(action, value) {
  const held = figure();
  if (!held) return;
  if (state.view === "table") {
    const what = { record: cells.grid.told.record, cell: held.path, seen: held.seen };
    return decide({ path: "api/cells", what, value: held.value }, action, value, cells.decided);
  }
  const what = { record: state.item.record, fact: held.id, seen: held.seen };
  return decide({ path: "api/decisions", what, value: held.value }, action, value, (verdict) => {
    if (!held.verdict) queue.waiting = Math.max(0, queue.waiting - 1);
    held.verdict = verdict;
    const inWhole = state.whole?.facts.find((one) => state.whole.record === state.item.record && one.id === held.id);
    if (inWhole) inWhole.decided = true;
    return step(1);
  });
}

// Shows what a decision that is taken back was about, without it; what others decided comes with the server's answer.
function undone({ path, what, name }) {
  fail(say("undone", { what: name ?? what.record }));
  if (path === "api/documents") { forgetRecord(what.record); return; }
  if (path === "api/cells") {
    if (cells.without(what)) return view("table");
    return showCell(what.record, cells.tableOf(what.cell), what.cell).then(() => { cells.without(what); });
  }
  if (state.view === "table") view("facts");
  queue.waiting += 1;
  const told = here(what);
  if (told) told.fact.verdict = null;
  const at = queue.items.findIndex((one) => key(one) === key(what));
  if (at >= 0) queue.at = at;
  return open({ record: what.record, fact: what.fact });
}

function takeBack() {
  const held = figure();
  undo(held.verdict.id);
  if (state.view === "table") cells.without({ record: cells.grid.told.record, cell: held.path });
  else { held.verdict = null; queue.waiting += 1; drawVerdict(null); drawPages(); }
  progress();
}

function progress() {
  $("progress").textContent = say("progress", { waiting: queue.waiting, saved: outbox.saved });
  const count = unsent().length, others = ofOthers().map(([name, left]) => say("of_others", { who: name, count: left }));
  const late = count && outbox.failing ? [`${say("unsaved", { count })}（${outbox.failing}）`] : [];
  $("unsaved").textContent = [...late, ...others].join("；");
  $("unsaved").hidden = !$("unsaved").textContent;
  document.body.dataset.saved = outbox.saved;
  document.body.dataset.unsent = count;
}

// What was decided while the server was away and is refused now: told until it is looked at.
function drawRefused() {
  const all = refused();
  $("refused").hidden = !all.length;
  $("refused").replaceChildren(...all.map(({ name, body, about, why }) => {
    const line = element("li", say("refused", { what: [body.record, about, body.new].filter(Boolean).join(" · "), why }));
    const back = element("button", say("back_to_it"), "quiet"), away = element("button", say("put_away"), "quiet");
    back.addEventListener("click", () => run(async () => {
      putAway(name);
      drawRefused();
      if (body.cell) await showCell(body.record, cells.tableOf(body.cell), body.cell);
      else { view("facts"); forget(body); await open({ record: body.record, fact: body.fact }); }
      if (body.action === "correct") { startCorrection(figure()); $("new").value = body.new; }
      fail(why);
    }));
    away.addEventListener("click", () => { putAway(name); drawRefused(); });
    line.append(" ", ...(body.fact || body.cell ? [back, " "] : []), away);
    return line;
  }));
}

// What is shown, as the server has it now.
async function again(item) {
  const told = await get(of(item.record, "facts", item.fact)).catch(() => null);
  if (!told || state.view === "table" || state.item !== item || !here(item)) return;
  here(item).fact.verdict = told.fact.verdict;
  drawVerdict(told.fact.verdict, state.told.fact);
}

outbox.changed = progress;
outbox.answered = (path, body, result) => {
  if (result.refused) {
    if (body.fact) forget(body);  // it may be another by now
    return drawRefused();
  }
  if (path === "api/undo" && body.undoes && state.item) again(state.item);
  if (path === "api/decisions" && result.saved?.disputed) fail(say("differs", { what: key(body) }));
};

// ---- keys ----
const move = (right, down, by) => () => (state.view === "table" ? cells.move(right, down) : by ? step(by) : false);
keys({
  a: () => deciding("accept"), x: () => deciding("reject"), c: () => { if (figure()) startCorrection(figure()); },
  n: () => step(1), p: () => step(-1), ArrowRight: move(1, 0, 1), ArrowLeft: move(-1, 0, -1),
  ArrowDown: move(0, 1), ArrowUp: move(0, -1),
  d: toggleWhole, t: toggleTables, u: () => undoLast(undone), m: startNote, e: () => { if (about()) openAbout(about(), redraw); },
  o: () => $("original").click(), "/": () => $("search").focus(), "+": () => zoomBy(1), "=": () => zoomBy(1), "-": () => zoomBy(-1), 0: () => zoomBy(0),
  Escape: () => { closeCorrection(); $("noting").hidden = true; closeAbout(); $("results").hidden = true; document.activeElement.blur(); },
});

function redraw(changed) {
  if (state.view === "table") drawHead(cells.grid.told, cells.cell().page);
  else { state.told.document = changed; drawHead(state.told, state.told.fact.places[0].page); }
  progress();
}

$("correction").addEventListener("submit", (event) => { event.preventDefault(); run(() => deciding("correct", $("new").value)); });
$("noting").addEventListener("submit", (event) => { event.preventDefault(); $("note").blur(); });
$("take-back").addEventListener("click", takeBack);
$("tables").addEventListener("change", () => { $("tables").blur(); run(() => cells.openTable(cells.grid.told.record, $("tables").value)); });
$("who").addEventListener("change", () => { localStorage.setItem(WHO, $("who").value.trim()); });
$("who").addEventListener("keydown", (event) => { if (event.key === "Enter") $("who").blur(); });

async function begin() {
  view("facts");
  await load(who());
  if (named("record") && named("cell")) return showCell(named("record"), cells.tableOf(named("cell")), named("cell"));
  if (!named("record") || !named("fact")) return showAt(0);
  return open({ record: named("record"), fact: named("fact") });
}

await loadWords();
Object.assign(me, await get("api/me"));
$("who").value = me.name ?? localStorage.getItem(WHO) ?? "";
$("who").readOnly = me.name !== null;
outbox.who = me.name ?? "";
$("home").hidden = !me.home;
$("home").href = me.home ?? "";
document.body.classList.toggle("read-only", !me.may_review);
for (const one of document.querySelectorAll(".decides")) one.disabled = !me.may_review;
tellOwn((name) => me.may_review && name === who());
takeOver();
setUpFilters(() => run(begin));
setUpSearch({ shown: () => (state.view === "table" ? cells.grid.told : state.told)?.record, fail, open: (item) => run(() => { view("facts"); return open(item); }) });
drawRefused();
run(begin);
if (!$("who").value && me.may_review) $("who").focus();
send();
