/** The sheet on the phone: three heights, by drag, by its button, by arrow keys. */

import { say } from "./words.js";

/** @typedef {"peek" | "half" | "full"} Height */
/** @type {Height[]} */
const HEIGHTS = ["peek", "half", "full"];
const FLICK = 0.4; // pixels a millisecond

const page = document.body;
const current = () => /** @type {Height} */ (page.dataset.sheet);

/** Set the height; listeners hear it by the `sheet` event once it stands.
 * @param {Height} height */
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
  grip.addEventListener("click", () => (current() === "full" ? setHeight("peek") : step(1)));
  grip.addEventListener("keydown", (event) => {
    const by = { ArrowUp: 1, ArrowDown: -1 }[event.key];
    if (!by) return;
    event.preventDefault();
    step(by);
  });
  for (const handle of [grip, /** @type {HTMLElement} */ (document.getElementById("head"))]) {
    handle.addEventListener("pointerdown", (event) => startDrag(event, handle, sheet));
  }
  sheet.addEventListener("transitionend", ({ propertyName, target }) => {
    if (propertyName === "height" && target === sheet) page.dispatchEvent(new Event("sheet"));
  });
}

/** @param {PointerEvent} start @param {HTMLElement} handle @param {HTMLElement} sheet */
function startDrag(start, handle, sheet) {
  const target = /** @type {Element} */ (start.target);
  if (target !== handle && target.closest("button, a, select, input")) return;
  if (getComputedStyle(handle.parentElement ?? handle).position !== "absolute") return;
  const from = sheet.offsetHeight;
  let [last, speed, moved] = [start, 0, false];
  /** @param {PointerEvent} event */
  const move = (event) => {
    if (!moved && Math.abs(event.clientY - start.clientY) < 6) return;
    if (!moved) handle.setPointerCapture(event.pointerId);
    moved = true;
    page.classList.add("dragging");
    speed = (last.clientY - event.clientY) / Math.max(1, event.timeStamp - last.timeStamp);
    last = event;
    sheet.style.height = `${from + start.clientY - event.clientY}px`;
  };
  const end = () => {
    handle.removeEventListener("pointermove", move);
    if (!moved) return;
    const height = sheet.offsetHeight;
    page.classList.remove("dragging");
    sheet.style.removeProperty("height");
    setHeight(restingHeight(height, speed));
    handle.addEventListener("click", swallow, { capture: true, once: true });
    requestAnimationFrame(() => handle.removeEventListener("click", swallow, { capture: true }));
  };
  handle.addEventListener("pointermove", move);
  handle.addEventListener("pointerup", end, { once: true });
  handle.addEventListener("pointercancel", end, { once: true });
}

/** @param {Event} event */
const swallow = (event) => event.stopImmediatePropagation();

/** Where a sheet let go of at this height comes to rest.
 * @param {number} height @param {number} speed pixels a millisecond, upwards @returns {Height} */
function restingHeight(height, speed) {
  if (Math.abs(speed) > FLICK) {
    const next = HEIGHTS.indexOf(current()) + Math.sign(speed);
    return HEIGHTS[Math.min(2, Math.max(0, next))];
  }
  const share = height / window.innerHeight;
  return share < 0.42 ? "peek" : share < 0.7 ? "half" : "full";
}
