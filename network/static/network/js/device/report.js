/** The report's form without a network: made to be that of the place in the address. */

import { nameOf } from "../words.js";
import { openSource } from "./source.js";

const config = JSON.parse(document.getElementById("config")?.textContent ?? "{}");
const form = /** @type {HTMLFormElement} */ (document.getElementById("report"));
const id = decodeURIComponent(location.pathname.split("/")[2] ?? "");

form.action = location.pathname;
/** @type {HTMLInputElement} */ (form.elements.namedItem("place")).value = id;
document.querySelector(".back")?.setAttribute("href", `/places/${id}`);
// To drag the pin one needs a map.
form.querySelector("input[name=kind][value=pin]")?.closest("label")?.remove();
const place = await (await openSource(config, { offline: true }))?.place(id);
const about = /** @type {HTMLElement} */ (document.querySelector("main .about"));
about.textContent = place ? nameOf(place)[0] : "";
