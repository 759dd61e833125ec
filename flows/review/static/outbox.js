// Decisions go into an outbox that outlives the page, each an entry of its own, then to the server in their order; one
// is saved when the server says so, and sent again until it does. What the server refuses is kept until it is put away.
import { Refused, post } from "./net.js";

const OLD = "juesuan-outbox", PREFIX = "juesuan-outbox/", REFUSED = "juesuan-refused/", AGAIN = 700;
const waiters = new Map();
export const outbox = { who: "", saved: 0, failing: "", sending: false, changed: () => {}, answered: () => {} };

// randomUUID is there only on secure addresses.
export function identifier() {
  return Array.from(crypto.getRandomValues(new Uint8Array(12)), (b) => b.toString(16).padStart(2, "0")).join("");
}

const names = (prefix) => Object.keys(localStorage).filter((name) => name.startsWith(prefix)).sort();
const owner = (name) => decodeURIComponent(name.slice(PREFIX.length).split("/")[0]);
const held = (name) => JSON.parse(localStorage.getItem(name));
// What was decided under a name is sent only while nobody else is signed in: the server takes the name that it knows.
const mine = () => names(PREFIX).filter((name) => owner(name) === outbox.who || (!owner(name) && held(name).body.who === outbox.who));
export const unsent = () => mine().map(held);
export const refused = () => names(REFUSED).map((name) => ({ name, ...held(name) }));
export const putAway = (name) => localStorage.removeItem(name);

export function ofOthers() {
  const counts = new Map();
  for (const name of names(PREFIX)) if (!mine().includes(name)) counts.set(owner(name) || held(name).body.who, (counts.get(owner(name) || held(name).body.who) ?? 0) + 1);
  return [...counts];
}

let last = 0;
function store(prefix, path, body, who, name) {
  last = Math.max(last + 1, Date.now());  // names sort in the order of the decisions
  localStorage.setItem(`${prefix}${prefix === PREFIX ? `${encodeURIComponent(who)}/` : ""}${last}-${body.id}`, JSON.stringify({ path, body, name }));
}

// Keeps a decision and sends it (`name` is what it is about, for people); resolves to {saved: answer}, {refused: error} or {waiting: true}.
export function put(path, body, name) {
  store(PREFIX, path, body, outbox.who, name);
  outbox.changed();
  const done = new Promise((resolve) => waiters.set(body.id, resolve));
  send();
  return done;
}

export function takeOver() {
  for (const body of JSON.parse(localStorage.getItem(OLD) || "[]")) store(PREFIX, "api/decisions", body, "");
  localStorage.removeItem(OLD);
}

export async function send() {
  if (outbox.sending) return;
  outbox.sending = true;
  try {
    for (let [name] = mine(); name; [name] = mine()) await sendOne(name);
    outbox.failing = "";
  } catch (error) {
    outbox.failing = error.message;
    for (const [id, done] of waiters) { waiters.delete(id); done({ waiting: true }); }
    setTimeout(send, AGAIN);
  } finally {
    outbox.sending = false;
    outbox.changed();
  }
}

async function sendOne(name) {
  const { path, body, name: about } = held(name);
  const done = (result) => {
    localStorage.removeItem(name);
    const waiter = waiters.get(body.id);
    waiters.delete(body.id);
    waiter?.(result);
    outbox.answered(path, body, result);
    outbox.changed();
  };
  try {
    const answer = await post(path, body);
    outbox.failing = "";
    if (path !== "api/undo") outbox.saved += 1;
    done({ saved: answer });
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    // Who is signed out, or may not review for now, has decided all the same: it waits.
    if ([401, 403].includes(error.status)) throw new Error(error.message);
    if (!waiters.get(body.id)?.stays) localStorage.setItem(`${REFUSED}${name.split("/").pop()}`, JSON.stringify({ path, body, about, why: error.message }));
    done({ refused: error });
  }
}

// Who waits for the answer deals with a refusal: it is not listed among those to come back to.
export function putAndWait(path, body, name) {
  const done = put(path, body, name);
  const waiter = waiters.get(body.id);
  if (waiter) waiter.stays = true;
  return done;
}
