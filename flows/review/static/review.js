// The review page. A decision goes into an outbox that outlives the page, then to the server; it is saved when the
// server says so, and sent again until it does. Words of documents are only ever set as text.
const $ = (id) => document.getElementById(id);
const OUTBOX = "juesuan-outbox", WHO = "juesuan-who";
const EVIDENCE = { chars_min: "最弱字符", chars_mean: "字符平均", cue: "措辞", unit: "单位", shape: "数字形式", section: "部分",
                   checks_passed: "勾稽成立", checks_failed: "勾稽不符", repeats: "他处一致" };
const ACTIONS = { accept: "认可", correct: "更正", reject: "剔除" };
const state = { queue: [], at: 0, waiting: 0, measures: {}, record: null, fact: null, whole: false, saved: 0, sending: false };
const records = new Map();

async function get(path) {
  const answer = await fetch(path);
  if (!answer.ok) throw new Error((await answer.json().catch(() => ({}))).detail || answer.statusText);
  return answer.json();
}

function element(tag, text, className) {
  const made = document.createElement(tag);
  if (text !== undefined) made.textContent = text;
  if (className) made.className = className;
  return made;
}

// ---- the queue ----
async function loadQueue() {
  const answer = await get(`/api/queue?who=${encodeURIComponent($("who").value)}`);
  const unsent = new Set(outbox().map((d) => `${d.record}\n${d.fact}`));
  state.queue = answer.items.filter((i) => !unsent.has(`${i.record}\n${i.fact}`));
  state.waiting = answer.waiting;
  state.measures = answer.measures;
  state.at = 0;
}

async function show(at) {
  if (at >= state.queue.length) await loadQueue();
  else state.at = Math.max(0, at);
  const item = state.queue[state.at];
  $("empty").hidden = Boolean(item);
  $("fact").hidden = !item;
  if (item) await open(item.record, item.fact);
  progress();
}

async function open(recordId, factId, keep = false) {
  if (!records.has(recordId) || !keep) {
    try {
      records.set(recordId, await get(`/api/records/${encodeURIComponent(recordId)}`));
    } catch (error) {
      if (!records.has(recordId)) throw error;  // without the server what was loaded before still serves
    }
  }
  if (records.size > 30) records.delete(records.keys().next().value);
  state.record = records.get(recordId);
  state.fact = state.record.facts.find((f) => f.id === factId);
  drawFact();
  drawPages();
}

function progress() {
  $("progress").textContent = `待复核 ${state.waiting} · 本次已保存 ${state.saved}`;
  const unsent = outbox().length;
  $("unsaved").hidden = !(unsent && state.failing);
  $("unsaved").textContent = `${unsent} 条尚未保存，正在重试`;
  document.body.dataset.saved = state.saved;
  document.body.dataset.unsent = unsent;
}

// ---- one fact ----
function drawFact() {
  const { fact, record } = state, { document: about } = record;
  $("unit").textContent = `${about.unit_name || about.file_name} · ${about.fiscal_year || "年度不明"} · 第 ${fact.places[0].page} 页`;
  $("label").textContent = [fact.label, fact.name, state.measures[fact.measure] || fact.measure].filter(Boolean).join(" · ");
  $("value").replaceChildren(...valueParts(fact));
  $("value").className = fact.value.length > 24 ? "long" : "";
  $("quote").replaceChildren(...quoteParts(fact));
  drawVerdict(fact.verdict);
  $("checks").replaceChildren(...fact.checks.map((c) => element(
    "li", c.outcome === "fail" ? `✗ ${c.formula}，差 ${c.difference}（${c.blame === "document" ? "文件" : "识别"}）` : `✓ ${c.formula}`,
    c.outcome)));
  const evidence = [["可信度", fact.confidence], ...Object.entries(fact.evidence).map(([k, v]) => [EVIDENCE[k] || k, v])];
  if (fact.as_read) evidence.push(["修正前", fact.as_read]);
  $("evidence").replaceChildren(...evidence.flatMap(([k, v]) => [element("dt", k), element("dd", v)]));
  closeCorrection();
  $("results").hidden = true;
  document.body.dataset.fact = `${record.record}/${fact.id}`;
}

function valueParts(fact) {
  if (fact.unit === "CNY") return [document.createTextNode(wan(fact.value)), element("small", ` 万元　${fact.value} 元`)];
  const unit = fact.unit === "percent" ? "%" : fact.unit || "";
  return [document.createTextNode(fact.value), element("small", unit && ` ${unit}`)];
}

// Exact: moves the decimal point of a decimal string by four places.
function wan(value) {
  const sign = value.startsWith("-") ? "-" : "";
  const [whole, fraction = ""] = value.replace("-", "").split(".");
  const digits = whole.padStart(5, "0");
  const rest = (digits.slice(-4) + fraction).replace(/0+$/, "").padEnd(2, "0");
  return `${sign}${digits.slice(0, -4).replace(/\B(?=(\d{3})+$)/g, ",")}.${rest}`;
}

function quoteParts(fact) {
  const places = fact.places.filter((p) => p.end > p.start);
  if (!places.length) return [document.createTextNode(fact.quote)];
  const start = Math.min(...places.map((p) => p.start)), end = Math.max(...places.map((p) => p.end));
  const characters = Array.from(fact.quote);
  return [document.createTextNode(characters.slice(0, start).join("")), element("mark", characters.slice(start, end).join("")),
          document.createTextNode(characters.slice(end).join(""))];
}

function drawVerdict(verdict) {
  $("verdict").hidden = !verdict;
  if (!verdict) return;
  $("verdict").className = verdict.disputed ? "disputed" : "";
  const what = verdict.action === "correct" ? `更正为 ${verdict.new}` : ACTIONS[verdict.action];
  $("verdict").textContent = `${verdict.who} ${what}${verdict.disputed ? "，复核人意见不一" : ""}`;
}

// ---- pages ----
function drawPages() {
  const { record, fact } = state, holder = $("pages");
  const wanted = state.whole ? record.pages.map((p) => p.number) : [...new Set(fact.places.map((p) => p.page))];
  const shown = `${record.record} ${wanted.join()}`;
  if (holder.dataset.shown !== shown) {
    holder.replaceChildren(...wanted.map((number) => drawPage(record, record.pages.find((p) => p.number === number), number)));
    holder.dataset.shown = shown;
  }
  for (const box of holder.querySelectorAll(".box")) box.remove();
  for (const shownFact of state.whole ? record.facts : [fact]) drawBoxes(shownFact);
  const here = holder.querySelector(".box.here");
  if (here) holder.scrollTo({ top: here.offsetTop + here.parentElement.offsetTop - holder.offsetTop - holder.clientHeight / 2,
                              left: here.offsetLeft - holder.clientWidth / 2 + here.offsetWidth / 2 });
}

function drawPage(record, size, number) {
  const page = element("div", undefined, "page"), image = element("img");
  page.dataset.page = number;
  page.style.aspectRatio = size ? `${size.width} / ${size.height}` : "210 / 297";
  image.loading = "lazy";
  image.alt = `第 ${number} 页`;
  image.src = `/api/records/${encodeURIComponent(record.record)}/pages/${number}`;
  image.addEventListener("error", async () => {
    const answer = await fetch(image.src).catch(() => null);
    const why = answer && !answer.ok ? (await answer.json()).detail : "";
    image.remove();
    page.prepend(element("p", `第 ${number} 页无法显示。${why}`, "missing"));
  });
  page.append(image);
  return page;
}

function drawBoxes(fact) {
  const failed = fact.checks.some((c) => c.outcome === "fail");
  for (const place of fact.places) {
    const page = $("pages").querySelector(`.page[data-page="${place.page}"]`);
    const size = state.record.pages.find((p) => p.number === place.page);
    if (!page || !size) continue;
    const [x0, y0, x1, y1] = place.bbox, box = element("button", undefined, "box");
    box.style.left = `${(100 * x0) / size.width}%`;
    box.style.top = `${(100 * y0) / size.height}%`;
    box.style.width = `${(100 * (x1 - x0)) / size.width}%`;
    box.style.height = `${(100 * (y1 - y0)) / size.height}%`;
    box.title = `${fact.label} ${state.measures[fact.measure] || ""} ${fact.raw}`;
    box.tabIndex = -1;
    box.classList.toggle("low", fact.confidence < state.record.low);
    box.classList.toggle("failed", failed);
    box.classList.toggle("decided", Boolean(fact.verdict));
    box.classList.toggle("here", fact === state.fact);
    box.addEventListener("click", () => open(state.record.record, fact.id, true));
    page.append(box);
  }
}

// ---- decisions ----
const outbox = () => JSON.parse(localStorage.getItem(OUTBOX) || "[]");
const keep = (waiting) => localStorage.setItem(OUTBOX, JSON.stringify(waiting));

function decide(action, value) {
  if (state.moving) return;  // the key was meant for the next fact, which is not there yet
  const who = $("who").value.trim();
  if (!who) { fail("请先填写复核人"); $("who").focus(); return; }
  const { record, fact } = state;
  const decision = { id: identifier(), who, record: record.record, fact: fact.id, action, new: value ?? null };
  keep([...outbox(), decision]);
  fact.verdict = { action, who, new: value ?? fact.value, disputed: false };
  state.waiting = Math.max(0, state.waiting - 1);
  send();
  next();
}

// randomUUID is there only on secure addresses.
function identifier() {
  return Array.from(crypto.getRandomValues(new Uint8Array(12)), (b) => b.toString(16).padStart(2, "0")).join("");
}

async function send() {
  if (state.sending) return;
  state.sending = true;
  try {
    for (let waiting = outbox(); waiting.length; waiting = outbox()) {
      const answer = await fetch("/api/decisions", {
        method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(waiting[0]) });
      if (answer.status >= 500) throw new Error(answer.statusText);
      keep(outbox().filter((d) => d.id !== waiting[0].id));
      state.failing = false;
      if (answer.ok) {
        state.saved += 1;
        const verdict = await answer.json();
        if (verdict.disputed) fail(`与其他复核人意见不一：${waiting[0].record} ${waiting[0].fact}`);
      } else fail(`${waiting[0].fact}：${describe(await answer.json().catch(() => ({})))}`);
      progress();
    }
  } catch {
    state.failing = true;
    setTimeout(send, 700);
  } finally {
    state.sending = false;
    progress();
  }
}

const describe = ({ detail }) => (typeof detail === "string" ? detail : "未被接受");

function fail(words) {
  $("error").textContent = words;
  $("error").hidden = false;
}

async function next() {
  state.moving = true;
  try {
    await forward();
  } catch (error) {
    fail(`下一个事实还没有取到：${error.message}`);
  } finally {
    state.moving = false;
  }
}

function forward() {
  if (state.whole) {
    const at = state.record.facts.indexOf(state.fact);
    const after = state.record.facts[at + 1];
    return after ? open(state.record.record, after.id, true) : drawPages();
  }
  return show(state.at + 1);
}

function startCorrection() {
  $("correction").hidden = false;
  $("new").value = state.fact.unit === "CNY" ? `${wan(state.fact.value)}万元` : state.fact.value;
  $("hint").textContent = state.fact.unit === "CNY" ? "可带单位，如 2,114.81万元；不带单位为元。回车保存，Esc 取消" : "回车保存，Esc 取消";
  $("new").focus();
  $("new").select();
}

function closeCorrection() {
  $("correction").hidden = true;
  if (document.activeElement === $("new")) $("new").blur();
}

// ---- search ----
async function search() {
  const words = $("search").value.trim();
  if (!words) { $("results").hidden = true; return; }
  const found = await get(`/api/search?q=${encodeURIComponent(words)}`);
  $("results").replaceChildren(...found.map((f) => {
    const button = element("button", `${f.label} ${f.raw.slice(0, 40)} `);
    button.append(element("small", `${f.unit_name || ""} ${f.fiscal_year || ""} · ${f.confidence.toFixed(3)}`));
    button.addEventListener("click", () => { $("fact").hidden = false; open(f.record, f.fact); });
    return button;
  }));
  if (!found.length) $("results").replaceChildren(element("p", "没有找到。"));
  $("results").hidden = false;
  $("search").blur();
  $("results").querySelector("button")?.focus();
}

// ---- keys ----
const KEYS = {
  a: () => decide("accept"), c: startCorrection, x: () => decide("reject"),
  n: next, ArrowRight: next, p: () => show(state.at - 1), ArrowLeft: () => show(state.at - 1),
  d: () => { state.whole = !state.whole; drawPages(); }, "/": () => $("search").focus(),
};

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") { closeCorrection(); $("results").hidden = true; document.activeElement.blur(); return; }
  if (event.target.matches("input") || event.ctrlKey || event.altKey || event.metaKey || !state.fact) return;
  const act = KEYS[event.key] || KEYS[event.key.toLowerCase()];
  if (act) { event.preventDefault(); $("error").hidden = true; act(); }
});
$("buttons").addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (button) { button.blur(); $("error").hidden = true; KEYS[button.dataset.key](); }
});
$("correction").addEventListener("submit", (event) => { event.preventDefault(); decide("correct", $("new").value); });
$("search").addEventListener("keydown", (event) => { if (event.key === "Enter") search().catch((e) => fail(e.message)); });
$("who").addEventListener("change", () => localStorage.setItem(WHO, $("who").value.trim()));
$("who").addEventListener("keydown", (event) => { if (event.key === "Enter") $("who").blur(); });

$("who").value = localStorage.getItem(WHO) || "";
await loadQueue();
await show(0);
if (!$("who").value) $("who").focus();
send();
