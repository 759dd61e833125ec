// Tries an address and shows what would be seen there; adds it where it is the right one.
import { $, fail, send } from "./sending.js";

let tried = "";

$("#try")?.addEventListener("submit", async (event) => {
  event.preventDefault();
  const form = event.target, body = $("#seen tbody");
  $("#error").hidden = true;
  $("#seen").hidden = true;
  $("#trying").textContent = form.dataset.busy;
  $("#trying").hidden = false;
  try {
    const url = new FormData(form).get("url");
    const seen = await send("POST", "/api/sources/try", { url });
    tried = url;
    body.replaceChildren(...seen.documents.map((document_) => {
      const row = document.createElement("tr");
      for (const text of [document_.title || document_.url, document_.unit, document_.year, document_.kind]) {
        const cell = document.createElement("td");
        cell.textContent = text ?? "";
        row.append(cell);
      }
      return row;
    }));
    const failures = seen.failures.map(([address, cause]) => `${address}: ${cause}`);
    $("#trying").textContent = seen.documents.length ? failures.join("；") : [form.dataset.nothing, ...failures].join(" ");
    $("#seen").hidden = !seen.documents.length;
  } catch (error) {
    $("#trying").hidden = true;
    fail(error.message);
  }
});
$("#add")?.addEventListener("submit", async (event) => {
  event.preventDefault();
  try {
    await send("POST", "/api/sources", { name: new FormData(event.target).get("name"), url: tried });
    location.reload();
  } catch (error) {
    fail(error.message);
  }
});
