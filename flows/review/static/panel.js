// One fact or cell in words: value, clause, verdict, checks, evidence.
import { $, element, inUnit, kindLabel, known, measure, say, wan } from "./words.js";
import { of } from "./net.js";

const LONG = 24, NUMBER = /^-?\d+(\.\d+)?$/;

export function drawHead({ record, document: about }, page) {
  const unit = about.unit_name || about.file_name;
  $("unit").textContent = [unit, about.fiscal_year || say("no_year"), kindLabel(about.kind), page && say("page", { number: page })]
    .filter(Boolean).join(" · ");
  $("original").href = `${of(record, "file")}${page ? `#page=${page}` : ""}`;
  $("results").hidden = true;
}

export function drawFact(told) {
  const { fact } = told;
  drawHead(told, fact.places[0].page);
  $("label").textContent = [fact.label, fact.name, ...fact.beside, measure(fact.measure)].filter(Boolean).join(" · ");
  drawValue(fact);
  $("quote").hidden = false;
  $("quote").replaceChildren(...quoteParts(fact));
  drawVerdict(fact.verdict, fact);
  drawChecks(fact.checks);
  drawEvidence([[say("confidence"), fact.confidence], fact.status === "read" ? null : [say("status"), say(`status.${fact.status}`)],
                fact.as_read ? [say("as_read"), fact.as_read] : null,
                ...Object.entries(fact.evidence).filter(([name]) => known(`evidence.${name}`)).map(([name, value]) => [say(`evidence.${name}`), value])]);
}

export function drawCell(cell, partName) {
  $("label").textContent = [partName(cell), cell.column].filter(Boolean).join(" · ");
  drawValue(cell);
  $("quote").hidden = true;
  drawVerdict(cell.verdict, cell);
  drawChecks(cell.checks);
  drawEvidence([[say("confidence"), cell.confidence ?? "–"]]);
}

function drawValue(figure) {
  const { value, unit } = figure;
  $("value").className = value !== null && value.length > LONG ? "long" : "";
  if (value === null) $("value").replaceChildren(element("small", say("blank")));
  else if (unit === "CNY") $("value").replaceChildren(document.createTextNode(wan(value)), element("small", say("money", { yuan: value })));
  else $("value").replaceChildren(document.createTextNode(value), element("small", unit === "percent" ? " %" : unit ? ` ${unit}` : ""));
}

function quoteParts(fact) {
  const places = fact.places.filter((p) => p.end > p.start);
  if (!places.length) return [document.createTextNode(fact.quote)];
  const start = Math.min(...places.map((p) => p.start)), end = Math.max(...places.map((p) => p.end));
  const characters = Array.from(fact.quote);
  return [document.createTextNode(characters.slice(0, start).join("")), element("mark", characters.slice(start, end).join("")),
          document.createTextNode(characters.slice(end).join(""))];
}

let own = () => false;
export const tellOwn = (isOwn) => { own = isOwn; };

export function drawVerdict(verdict, figure) {
  $("verdict").hidden = !verdict;
  if (!verdict) return;
  $("verdict").className = verdict.disputed ? "disputed" : "";
  // What was typed stands as it was typed until the server answers.
  const shown = verdict.new === null ? "" : !NUMBER.test(verdict.new) ? verdict.new : inUnit({ value: verdict.new, unit: figure.unit });
  $("verdict").firstElementChild.textContent = [say(`said.${verdict.action}`, { who: verdict.who, new: shown }),
    verdict.disputed && say("said.disputed"), verdict.note && say("said.note", { note: verdict.note })].filter(Boolean).join(" · ");
  $("take-back").hidden = !(verdict.id && own(verdict.who));
}

function drawChecks(checks) {
  $("checks").replaceChildren(...checks.map((c) => element("li", say(`check.${c.outcome}`, {
    formula: c.formula, difference: c.difference, blame: say(`blame.${c.blame ?? "nobody"}`) }), c.outcome)));
}

function drawEvidence(pairs) {
  $("evidence").replaceChildren(...pairs.filter(Boolean).flatMap(([name, value]) => [element("dt", name), element("dd", value)]));
}

export function fail(words) {
  $("error").textContent = words;
  $("error").hidden = !words;
}
