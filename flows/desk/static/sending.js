// Asks the desk's server, and says why something was not done.
export const $ = (selector) => document.querySelector(selector);

export const identifier = () =>
  Array.from(crypto.getRandomValues(new Uint8Array(12)), (b) => b.toString(16).padStart(2, "0")).join("");

export async function send(method, path, body) {
  const answer = await fetch(path, {
    method, headers: { "Content-Type": "application/json" }, body: body === undefined ? undefined : JSON.stringify(body) });
  const told = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Error(typeof told.detail === "string" ? told.detail : answer.statusText);
  return told;
}

export function fail(why, form) {
  const words = form?.dataset.failed || "{why}";
  $("#error").textContent = words.replace("{why}", why);
  $("#error").hidden = false;
}
