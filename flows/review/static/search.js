// Search, and jumps to a fact by its number: f12 of the document that is shown, RECORD/f12 of another.
import { $, element, measure, say } from "./words.js";
import { get } from "./net.js";

const NUMBER = /^(?:(.+)\/)?(f\d+)$/i;

export function setUp({ shown, open, fail }) {
  const find = async () => {
    const words = $("search").value.trim();
    if (!words) { $("results").hidden = true; return; }
    const number = NUMBER.exec(words), record = number?.[1] ?? shown();
    if (number && record) {
      $("search").blur();
      $("search").value = "";
      return open({ record, fact: number[2].toLowerCase() });
    }
    const found = await get(`api/search?q=${encodeURIComponent(words)}`);
    $("results").replaceChildren(...found.map((one) => {
      const button = element("button", `${one.label} ${measure(one.measure)} ${one.raw.slice(0, 40)} `);
      button.append(element("small", `${one.unit_name || ""} ${one.fiscal_year || ""} · ${one.confidence.toFixed(3)}`));
      button.addEventListener("click", () => { open({ record: one.record, fact: one.fact }); });
      return button;
    }));
    if (!found.length) $("results").replaceChildren(element("p", say("find.none")));
    $("results").hidden = false;
    $("search").blur();
    $("results").querySelector("button")?.focus();
  };
  $("search").addEventListener("keydown", (event) => { if (event.key === "Enter") find().catch((error) => fail(error.message)); });
}
