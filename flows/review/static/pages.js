// The page's pictures with boxes over them; boxes of a whole document are drawn where pages come into sight.
import { $, element, say } from "./words.js";
import { Refused, get } from "./net.js";
import { pictureOf } from "./facts.js";

const LEAST = 0.5, MOST = 4, STEP = 1.25, AGAIN = 1500;
const FEW = 4;  // pages, whose boxes are all drawn at once
let zoom = 1, sight = null, watched = null;

// Shows pages [{number, width, height}] of a Record; `boxes` are {page, bbox, title, classes, here, open}. Where they are
// the very list that is shown, only pages with what was `here` and what is now are drawn again.
export function draw({ record, version, pages, boxes }) {
  const holder = $("pages"), shown = `${record} ${version} ${pages.map((p) => p.number).join()}`;
  if (sight && watched?.boxes === boxes && holder.dataset.shown === shown) {
    again();
    return centre();
  }
  if (holder.dataset.shown !== shown) {
    sight?.disconnect();
    sight = null;
    holder.replaceChildren(...pages.map((page) => drawPage(record, version, page)));
    holder.dataset.shown = shown;
  }
  const by = new Map(pages.map((page) => [page.number, []]));
  for (const box of boxes) by.get(box.page)?.push(box);
  if (pages.length <= FEW) for (const page of pages) drawBoxes(page, by.get(page.number));
  else watch(pages, by, boxes);
  centre();
}

function again() {
  const { boxes, by, sizes } = watched;
  const before = [...$("pages").querySelectorAll(".box.here")].map((box) => Number(box.parentElement.dataset.page));
  const now = boxes.filter((box) => box.here).map((box) => box.page);
  for (const number of new Set([...before, ...now])) drawBoxes(sizes.get(number), by.get(number));
}

function watch(pages, by, boxes) {
  const sizes = new Map(pages.map((page) => [page.number, page]));
  sight?.disconnect();
  watched = { boxes, by, sizes };
  again();
  sight = new IntersectionObserver((entries) => {
    for (const { isIntersecting, target } of entries) {
      const number = Number(target.dataset.page);
      if (isIntersecting) drawBoxes(sizes.get(number), by.get(number));
    }
  }, { root: $("pages"), rootMargin: "50%" });
  for (const page of $("pages").children) sight.observe(page);
}

function drawPage(record, version, { number, width, height }) {
  const page = element("div", undefined, "page"), image = element("img");
  page.dataset.page = number;
  page.style.aspectRatio = `${width} / ${height}`;
  image.loading = "lazy";
  image.alt = say("page", { number });
  image.src = pictureOf(record, number, version);
  const missing = element("p", undefined, "missing");
  image.addEventListener("load", () => { missing.remove(); image.hidden = false; });
  image.addEventListener("error", async () => {
    const error = await get(image.src).then(() => null, (why) => why);
    missing.textContent = say("page.missing", { number, why: error?.message ?? "" });
    image.hidden = true;
    page.prepend(missing);
    if (!(error instanceof Refused)) setTimeout(() => { if (page.isConnected) image.src = pictureOf(record, number, version); }, AGAIN);
  });
  page.append(image);
  return page;
}

function drawBoxes(size, boxes) {
  const page = $("pages").querySelector(`.page[data-page="${size.number}"]`);
  for (const old of page.querySelectorAll(".box")) old.remove();
  page.append(...boxes.map((told) => {
    const [x0, y0, x1, y1] = told.bbox, box = element("button", undefined, `box ${told.classes.join(" ")}`);
    box.style.left = `${(100 * x0) / size.width}%`;
    box.style.top = `${(100 * y0) / size.height}%`;
    box.style.width = `${(100 * (x1 - x0)) / size.width}%`;
    box.style.height = `${(100 * (y1 - y0)) / size.height}%`;
    box.title = told.title;
    box.setAttribute("aria-label", told.title);
    box.tabIndex = -1;
    box.classList.toggle("here", told.here);
    if (told.open) box.addEventListener("click", told.open);
    return box;
  }));
}

function centre() {
  const holder = $("pages"), here = holder.querySelector(".box.here");
  if (!here) return;
  holder.scrollTo({ top: here.offsetTop + here.parentElement.offsetTop - holder.offsetTop - holder.clientHeight / 2,
                    left: here.offsetLeft + here.parentElement.offsetLeft - holder.offsetLeft - holder.clientWidth / 2 + here.offsetWidth / 2 });
}

export function zoomBy(steps) {
  zoom = steps ? Math.min(MOST, Math.max(LEAST, zoom * STEP ** steps)) : 1;
  $("pages").style.setProperty("--zoom", zoom);
  document.body.dataset.zoom = zoom;
  centre();
}
