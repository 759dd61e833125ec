// Asks the server, in the language of the page. All addresses are relative: the page may be mounted anywhere.
import { language, say } from "./words.js";

const GIVE_UP = 10_000;  // milliseconds: a server that was killed may leave a connection open
const headers = (more) => ({ "X-Language": language(), ...more });

export class Refused extends Error {
  constructor(status, why) { super(why); this.status = status; }
}

export async function get(path) {
  return read(await ask(path, { headers: headers() }));
}

export async function post(path, body) {
  return read(await ask(path, { method: "POST", headers: headers({ "Content-Type": "application/json" }), body: JSON.stringify(body) }));
}

async function ask(path, options) {
  try {
    return await fetch(path, { ...options, signal: AbortSignal.timeout(GIVE_UP) });
  } catch {
    throw new Error(say("offline"));
  }
}

async function read(answer) {
  if (answer.ok) return answer.json();
  const { detail } = await answer.json().catch(() => ({}));
  const why = typeof detail === "string" ? detail : say("refused.unknown");
  if (answer.status >= 500) throw new Error(why);
  throw new Refused(answer.status, why);
}

export const of = (record, ...rest) => ["api/records", ...[record, ...rest].map(encodeURIComponent)].join("/");
