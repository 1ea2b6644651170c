/** Before the first paint, so that nothing moves after it. No module: the browser waits for it,
 * and it travels beside the stylesheet. */

(() => {
  const root = document.documentElement;
  try {
    // Large type, where this device keeps that choice.
    if (localStorage.getItem("large")) root.setAttribute("data-large", "");
  } catch {
    // Storage is switched off: the link in the address still works.
  }
  // Where the position will come by itself, nothing needs to be offered in its stead.
  if (location.pathname !== "/") return;
  navigator.permissions
    ?.query({ name: "geolocation" })
    .then(({ state }) => root.toggleAttribute("data-locating", state === "granted"));
})();
