/** The sheet on the phone: three heights, by drag, by its button, by arrow keys. */

import { say } from "./words.js";

/** @typedef {"peek" | "half" | "full"} Height */
/** @type {Height[]} */
const HEIGHTS = ["peek", "half", "full"];
const FLICK = 0.4; // pixels a millisecond

const page = document.body;
const current = () => /** @type {Height} */ (page.dataset.sheet);

/** @param {Height} height */
export function setHeight(height) {
  page.dataset.sheet = height;
  const label = height === "full" ? "sheet_down" : "sheet_up";
  document.getElementById("grip")?.setAttribute("aria-label", say(label));
}

/** @param {number} by */
const step = (by) => setHeight(HEIGHTS[Math.min(2, Math.max(0, HEIGHTS.indexOf(current()) + by))]);

export function enhanceSheet() {
  const sheet = /** @type {HTMLElement} */ (document.getElementById("sheet"));
  const grip = /** @type {HTMLElement} */ (document.getElementById("grip"));
  grip.addEventListener("click", ({ detail }) => {
    // The click that ends a drag is none; one by key has no count.
    if (detail && page.hasAttribute("data-dragged")) return;
    current() === "full" ? setHeight("peek") : step(1);
  });
  grip.addEventListener("keydown", (event) => {
    const by = { ArrowUp: 1, ArrowDown: -1 }[event.key];
    if (!by) return;
    event.preventDefault();
    step(by);
  });
  for (const handle of [grip, /** @type {HTMLElement} */ (document.getElementById("head"))]) {
    handle.addEventListener("pointerdown", (event) => startDrag(event, handle, sheet));
  }
}

/** @param {PointerEvent} start @param {HTMLElement} handle @param {HTMLElement} sheet */
function startDrag(start, handle, sheet) {
  page.removeAttribute("data-dragged");
  const target = /** @type {Element} */ (start.target);
  if (target !== handle && target.closest("button, a, select, input")) return;
  if (getComputedStyle(handle.parentElement ?? handle).position !== "absolute") return;
  handle.setPointerCapture(start.pointerId); // a quick finger leaves the handle at once
  const from = sheet.offsetHeight;
  let [last, speed, moved] = [start, 0, false];
  /** @param {PointerEvent} event */
  const move = (event) => {
    if (!moved && Math.abs(event.clientY - start.clientY) < 6) return;
    moved = true;
    page.setAttribute("data-dragged", "");
    page.classList.add("dragging");
    speed = (last.clientY - event.clientY) / Math.max(1, event.timeStamp - last.timeStamp);
    last = event;
    sheet.style.height = `${from + start.clientY - event.clientY}px`;
  };
  const over = new AbortController();
  const end = () => {
    over.abort();
    if (!moved) return;
    const height = sheet.offsetHeight;
    page.classList.remove("dragging");
    sheet.style.removeProperty("height");
    setHeight(restingHeight(height, speed));
  };
  handle.addEventListener("pointermove", move, over);
  for (const name of ["pointerup", "pointercancel"]) handle.addEventListener(name, end, over);
}

/** Where a sheet let go of at this height comes to rest.
 * @param {number} height @param {number} speed pixels a millisecond, upwards @returns {Height} */
function restingHeight(height, speed) {
  const share = height / window.innerHeight;
  const nearest = share < 0.42 ? 0 : share < 0.7 ? 1 : 2;
  const before = HEIGHTS.indexOf(current());
  if (speed > FLICK) return HEIGHTS[Math.min(2, Math.max(nearest, before + 1))];
  if (speed < -FLICK) return HEIGHTS[Math.max(0, Math.min(nearest, before - 1))];
  return HEIGHTS[nearest];
}
