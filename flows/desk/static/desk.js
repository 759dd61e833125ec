// What the desk's pages do: decide on findings, publish anew, sign in and out. All else is links and forms.
const WHO = "juesuan-who";
const $ = (selector) => document.querySelector(selector);

const identifier = () =>
  Array.from(crypto.getRandomValues(new Uint8Array(12)), (b) => b.toString(16).padStart(2, "0")).join("");

async function send(method, path, body) {
  const answer = await fetch(path, {
    method, headers: { "Content-Type": "application/json" }, body: body === undefined ? undefined : JSON.stringify(body) });
  const told = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Error(typeof told.detail === "string" ? told.detail : answer.statusText);
  return told;
}

function fail(why, form) {
  const words = form?.dataset.failed || "{why}";
  $("#error").textContent = words.replace("{why}", why);
  $("#error").hidden = false;
}

const who = () => $("#who")?.value.trim() || "";

$("#who") && ($("#who").value = localStorage.getItem(WHO) || "");
$("#decide")?.addEventListener("submit", async (event) => {
  event.preventDefault();
  const form = event.target, action = event.submitter?.value || "confirm";
  if (who()) localStorage.setItem(WHO, who());
  try {
    await send("POST", `/api/findings/${form.dataset.finding}/decisions`,
               { id: identifier(), who: who(), action, note: $("#note").value });
    location.reload();
  } catch (error) {
    fail(error.message, form);
  }
});
for (const button of document.querySelectorAll("button.undo"))
  button.addEventListener("click", async () => {
    try {
      await send("POST", "/api/decisions/undo", { id: identifier(), who: who(), undoes: button.dataset.id });
      location.reload();
    } catch (error) {
      fail(error.message, $("#decide"));
    }
  });
$("#refresh")?.addEventListener("click", async (event) => {
  event.target.disabled = true;
  event.target.textContent = event.target.dataset.busy;
  await send("POST", "/api/refresh", {}).catch(() => {});
  location.reload();
});
$("#sign-out")?.addEventListener("click", async () => {
  await send("DELETE", "/api/session");
  location.assign("/sign-in");
});
$("#sign-in")?.addEventListener("submit", async (event) => {
  event.preventDefault();
  const form = new FormData(event.target);
  try {
    await send("POST", "/api/session", Object.fromEntries(form));
    const next = new URLSearchParams(location.search).get("next") || "/";
    location.assign(next.startsWith("/") && !next.startsWith("//") ? next : "/");
  } catch (error) {
    fail(error.message);
  }
});
