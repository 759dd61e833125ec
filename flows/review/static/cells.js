// Cells of statements and forms: as boxes on the page and as a grid beside it, the doubtful ones first.
import { $, element, inUnit, known, say } from "./words.js";
import { get, of } from "./net.js";
import { filters } from "./filters.js";
import { draw } from "./pages.js";
import { drawCell, drawHead, fail } from "./panel.js";

export const grid = { told: null, path: null, tables: [] };
const SHORT = 60;

// Opens the tables of a Record: the one that is asked for, else the one with the most cells that wait.
export async function openTables(record, table, path) {
  const { tables } = await get(of(record, "tables"));
  if (!tables.length) { fail(say("table.none")); return false; }
  grid.tables = tables.map((one) => ({ ...one, record }));
  const most = tables.reduce((a, b) => (b.waiting > a.waiting ? b : a));
  await openTable(record, tables.some((one) => one.table === table) ? table : most.table, path);
  return true;
}

export async function openTable(record, table, path) {
  grid.told = await get(of(record, "tables", table));
  $("tables").replaceChildren(...grid.tables.map((one) => {
    const option = element("option", one.waiting ? say("table.waiting", one) : one.title);
    option.value = one.table;
    option.selected = one.table === table;
    return option;
  }));
  drawGrid();
  const order = doubtful();
  select(path in grid.told.cells ? path : order[0] ?? Object.keys(grid.told.cells)[0]);
}

// The first cell that waits anywhere, as filtered.
export async function firstWaiting(but) {
  const { items } = await get(`api/cells?${filters()}`);
  return items.find(({ record, cell }) => !but.has(`${record}/${cell}`));
}

export const tableOf = (path) => path.split(".").slice(0, 2).join(".");
export const cell = () => grid.told?.cells[grid.path];
export const doubtful = () => grid.told.waiting.filter((path) => !grid.told.cells[path].verdict || grid.told.cells[path].verdict.disputed);

const partName = ({ row }) => {
  const [part, number] = row.split(" ");
  return known(`part.${part}`) ? [say(`part.${part}`), number].filter(Boolean).join(" ") : row;
};

function drawGrid() {
  $("cells").replaceChildren(...grid.told.parts.map((part) => {
    const table = element("table");
    const caption = part.part ? say(`part.${part.part}`) : part.title;
    if (caption) table.append(element("caption", caption));
    const named = part.rows.some((row) => row.name || row.part);
    if (part.columns.some(Boolean)) {
      const head = element("tr");
      if (named) head.append(element("th", say("table.row")));
      head.append(...part.columns.map((column) => element("th", column)));
      table.append(head);
    }
    for (const row of part.rows) table.append(drawRow(row, named));
    return table;
  }));
}

function drawRow(row, named) {
  const made = element("tr", undefined, row.head ? "head" : "");
  if (named) made.append(element("th", row.part ? say(`part.${row.part}`) : row.name));
  made.append(...row.cells.map((path) => {
    const told = grid.told.cells[path], shown = element("td");
    if (!told) return shown;
    shown.textContent = told.value === null ? "" : inUnit(told).slice(0, SHORT);
    shown.dataset.path = path;
    shown.tabIndex = -1;
    shown.className = [...classes(told), told.text ? "" : "figure"].join(" ").trim();
    const why = [told.failed && say("cell.failed"), told.confidence !== null && told.confidence < grid.told.low && say("cell.low")].filter(Boolean);
    if (why.length) shown.title = why.join("，");
    return shown;
  }));
  return made;
}

const classes = (told) => [told.failed && "failed", told.confidence !== null && told.confidence < grid.told.low && "low",
                           told.verdict && "decided"].filter(Boolean);
const shownAt = (path) => $("cells").querySelector(`td[data-path="${path}"]`);

// Scrolls the grid, and nothing else, until a cell is in sight.
function inSight(shown) {
  const holder = $("cells"), outer = holder.getBoundingClientRect(), inner = shown.getBoundingClientRect();
  const by = (from, to, low, high) => (from < low ? from - low : to > high ? to - high : 0);
  holder.scrollBy(by(inner.left, inner.right, outer.left, outer.right), by(inner.top, inner.bottom, outer.top + 24, outer.bottom - 24));
}

export function select(path) {
  if (!path) return;
  grid.path = path;
  const told = cell();
  for (const old of $("cells").querySelectorAll("td.here")) old.classList.remove("here");
  const shown = shownAt(path);
  shown.className = [...classes(told), told.text ? "" : "figure", "here"].join(" ");
  inSight(shown);
  drawHead(grid.told, told.page);
  drawCell(told, partName);
  draw({ record: grid.told.record, version: grid.told.document.version, pages: grid.told.pages,
         boxes: Object.values(grid.told.cells).filter((one) => one.page !== null).map((one) => ({
           page: one.page, bbox: one.bbox, title: `${partName(one)} ${one.column}`, classes: classes(one), here: one === told,
           open: () => select(one.path) })) });
  document.body.dataset.cell = `${grid.told.record}/${path}`;
}

// The next one in the order of doubt (by 1), the one before (by -1); nothing where there is none.
export function step(by) {
  const waiting = doubtful(), order = waiting.includes(grid.path) || !waiting.length ? grid.told.waiting : [grid.path, ...waiting];
  const next = order[order.indexOf(grid.path) + by];
  if (next) select(next);
}

export function move(right, down) {
  const at = shownAt(grid.path), rows = [...$("cells").querySelectorAll("tr")];
  const row = rows[rows.indexOf(at.parentElement) + down];
  const next = right ? (right > 0 ? at.nextElementSibling : at.previousElementSibling)
    : row?.children[[...at.parentElement.children].indexOf(at)] ?? row?.lastElementChild;
  if (next?.dataset.path) select(next.dataset.path);
}

// Marks the cell as decided; the next one that waits in this table, or in another of the Record.
export function decided(verdict) {
  const told = cell(), counted = grid.tables.find((one) => one.table === grid.told.table);
  if (!told.verdict && grid.told.waiting.includes(grid.path)) {
    counted.waiting -= 1;
    $("tables").selectedOptions[0].textContent = counted.waiting ? say("table.waiting", counted) : counted.title;
  }
  told.verdict = verdict;
  const [next] = doubtful();
  if (next) return select(next);
  select(grid.path);
  const other = grid.tables.find((one) => one.waiting > 0 && one.table !== grid.told.table);
  if (other) return openTable(other.record, other.table);
  return onward();
}

// The cell without its verdict, where its table is the one that is shown.
export function without({ record, cell: path }) {
  const shown = grid.told?.record === record && grid.told.cells[path];
  if (!shown) return false;
  shown.verdict = null;
  select(path);
  return true;
}

// Another Record's cells.
async function onward() {
  const first = await firstWaiting(new Set(Object.keys(grid.told.cells).map((path) => `${grid.told.record}/${path}`)));
  if (!first) { fail(say("empty.cells")); return; }
  await openTables(first.record, tableOf(first.cell), first.cell);
}

$("cells").addEventListener("click", (event) => { const at = event.target.closest("td[data-path]"); if (at) select(at.dataset.path); });
