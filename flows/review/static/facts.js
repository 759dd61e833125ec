// The queue of facts, and the facts themselves: those next in turn are fetched before they are asked for.
import { get, of } from "./net.js";
import { unsent } from "./outbox.js";
import { filters } from "./filters.js";

const AHEAD = 48, BATCH = 16, PICTURES = 3, KEPT = 400, MOST = 1000;
export const queue = { items: [], at: 0, waiting: 0 };
const facts = new Map(), coming = new Map(), pictures = new Map(), seen = new Set();
let extending = null;

export const key = (item) => `${item.record}/${item.fact}`;
export const here = (item) => facts.get(key(item));
export const forget = (item) => facts.delete(key(item));
export const forgetRecord = (record) => { for (const name of facts.keys()) if (name.startsWith(`${record}/`)) facts.delete(name); };
export const pictureOf = (record, number, version) => `${of(record, "pages", number)}?v=${version}`;

export async function load(who) {
  const answer = await get(`api/queue?${filters({ who })}`);
  const taken = decided();
  queue.items = answer.items.filter((item) => !taken.has(key(item)));
  queue.waiting = answer.waiting;
  queue.at = 0;
  ahead();
}

// What was decided and may not have reached the server.
const decided = () => new Set(unsent().filter(({ body }) => body.fact).map(({ body }) => key(body)));

// More of the queue, behind what is there; asked for once a second at most.
function extend() {
  extending ??= get(`api/queue?${filters({ limit: MOST })}`).then(({ items, waiting }) => {
    const there = new Set([...queue.items.map(key), ...decided()]);
    queue.items.push(...items.filter((item) => !there.has(key(item))));
    queue.waiting = waiting;
  }).catch(() => {}).finally(() => { setTimeout(() => { extending = null; }, 1000); });
}

// Fetches the facts next in turn that are not there, in batches, and the pictures of the first pages of them.
export function ahead() {
  const next = queue.items.slice(queue.at, queue.at + AHEAD);
  const missing = next.filter((item) => !facts.has(key(item)) && !coming.has(key(item)));
  if (missing.length >= BATCH || missing.some((item) => next.indexOf(item) < 2 * BATCH)) {
    for (let i = 0; i < missing.length; i += BATCH) fetchBatch(missing.slice(i, i + BATCH));
  }
  if (queue.items.length - queue.at < AHEAD && queue.waiting > queue.items.length - queue.at) extend();
  for (const item of next.slice(0, BATCH)) {
    const told = here(item);
    if (told && pictures.size < PICTURES) picture(told);
  }
}

function picture(told) {
  const address = pictureOf(told.record, told.fact.places[0].page, told.document.version);
  if (seen.has(address)) return;
  seen.add(address);
  const image = new Image();
  pictures.set(address, image);
  image.onload = image.onerror = () => { pictures.delete(address); ahead(); };
  image.src = address;
}

function fetchBatch(items) {
  const asked = items.map((item) => `of=${encodeURIComponent(key(item))}`).join("&");
  const done = get(`api/facts?${asked}`).then((answers) => {
    items.forEach((item, i) => { if (!facts.has(key(item))) facts.set(key(item), answers[i]); });  // null: not there any more
    while (facts.size > KEPT) facts.delete(facts.keys().next().value);
  }).finally(() => { for (const item of items) coming.delete(key(item)); });
  for (const item of items) coming.set(key(item), done);
  done.then(ahead, () => {});
}

// A fact: at once where it is there (no promise), else when it comes. null: it is not there any more.
export function fact(item) {
  const told = here(item);
  if (told !== undefined) return told;
  const wait = coming.get(key(item)) ?? get(of(item.record, "facts", item.fact)).then((answer) => { facts.set(key(item), answer); });
  return wait.then(() => here(item));
}
