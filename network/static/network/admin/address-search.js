/**
 * The address search beside the point picker: text to candidates, one press to take one.
 *
 * Nothing is taken by itself. Positions are WGS-84.
 *
 * @typedef {import("../js/datum.js").Position} Position latitude, longitude
 * @typedef {object} Candidate what network/admin/address_search.py says
 * @property {string} label
 * @property {number} latitude
 * @property {number} longitude
 */

const KEYS = 9; // candidates that a key of their own reaches

export class AddressSearch {
  /**
   * @param {HTMLElement} root
   * @param {{url: string, text: string, now: boolean, offline: string}} config
   * @param {string} token of the form, against forged requests
   * @param {(position: Position) => void} take
   */
  constructor(root, config, token, take) {
    Object.assign(this, { root, config, token, take });
    this.text = /** @type {HTMLInputElement} */ (this.part("text"));
    this.asked = 0; // number of the last request: late answers are dropped
  }

  /** @param {string} name @returns {any} */
  part(name) {
    return this.root.querySelector(`[data-search-${name}]`);
  }

  start() {
    this.root.hidden = false;
    this.text.value = this.config.text;
    this.part("go").addEventListener("click", () => this.look());
    this.text.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.isComposing) return;
      event.preventDefault(); // it would save the form
      this.look();
    });
    if (this.config.now && this.text.value) this.look();
  }

  async look() {
    const number = (this.asked += 1);
    const body = new FormData();
    body.set("text", this.text.value);
    this.root.setAttribute("aria-busy", "true");
    try {
      const headers = { "X-CSRFToken": this.token };
      const answer = await fetch(this.config.url, { method: "POST", body, headers });
      if (!answer.ok) throw new Error(`${answer.status}`);
      const found = await answer.json();
      if (number === this.asked) this.show(found.candidates, found.message);
    } catch (error) {
      if (number === this.asked) this.show([], this.config.offline);
      console.warn(error);
    } finally {
      if (number === this.asked) this.root.removeAttribute("aria-busy");
    }
  }

  /** @param {Candidate[]} candidates @param {string} message */
  show(candidates, message) {
    this.part("message").textContent = message;
    this.part("message").hidden = !message;
    this.part("found").replaceChildren(...candidates.map((one, n) => this.row(one, n)));
    this.part("found").hidden = !candidates.length;
  }

  /** @param {Candidate} candidate @param {number} n */
  row({ label, latitude, longitude }, n) {
    const [row, button] = [document.createElement("li"), document.createElement("button")];
    button.type = "button";
    button.textContent = label;
    if (n < KEYS) button.accessKey = String(n + 1);
    button.setAttribute("aria-pressed", "false");
    button.addEventListener("click", () => {
      for (const other of this.root.querySelectorAll("[aria-pressed]")) {
        other.setAttribute("aria-pressed", String(other === button));
      }
      this.take([latitude, longitude]);
    });
    row.append(button);
    return row;
  }
}
