// What the desk's pages do: decide on findings, publish anew, sign in and out. All else is links and forms.
import { $, fail, identifier, send } from "./sending.js";
import "./sources.js";

const WHO = "juesuan-who";
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
  try {
    await send("POST", "/api/refresh", {});
    location.reload();
  } catch (error) {
    event.target.textContent = error.message;
  }
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
