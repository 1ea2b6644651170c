/** The switch for large type; early.js puts it back on the next page. */

export function enhanceLarge() {
  const root = document.documentElement;
  if (root.hasAttribute("data-large")) localStorage.setItem("large", "1"); // by the address
  document.addEventListener("click", (event) => {
    const link = /** @type {Element} */ (event.target).closest("a[data-large]");
    if (!link) return;
    event.preventDefault();
    if (root.toggleAttribute("data-large")) localStorage.setItem("large", "1");
    else localStorage.removeItem("large");
  });
}
