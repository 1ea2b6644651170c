/** What a click is meant for. */

/** A click that is not meant for a new tab.
 * @param {MouseEvent} event */
export const isPlain = (event) =>
  event.button === 0 && !(event.metaKey || event.ctrlKey || event.shiftKey || event.altKey);
