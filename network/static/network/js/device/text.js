/** Text as search compares it, and names spelled: the same as edition/text.py and syllables.py. */

export const SEPARATOR = "\x1f";

const PLAIN = /^[!-~\u4e00-\u9fff]*(?: [!-~\u4e00-\u9fff]+)*$/; // only capitals to be changed
const GAPS = /[\p{C}\p{Z}]+/gu; // controls and white space
// Letters whose full case folding is more than their small letter (ß, final sigma).
const FOLDED = /[\u00df\u0149\u01f0\u0345\u0370-\u1fff]+/g;
const CHINESE = /^[\u4e00-\u9fff]*$/;
const OTHERS = /([^\u3007\u3400-\u9fff\uf900-\ufaff\u{20000}-\u{32389}])[^\u3007\u3400-\u9fff\uf900-\ufaff\u{20000}-\u{32389}]+/gu;

/** Full width to half width, small letters, all gaps one space.
 * @param {string} text */
export function normalise(text) {
  if (PLAIN.test(text)) return text.toLowerCase();
  return text
    .normalize("NFKC")
    .toLowerCase()
    .replace(FOLDED, (part) => part.toUpperCase().toLowerCase().replaceAll("ς", "σ"))
    .replace(GAPS, " ")
    .trim();
}

/** Pinyin and initials of a normalised name.
 * @param {string} name @param {Record<string, string>} readings @returns {[string, string]} */
export function spell(name, readings) {
  let pinyin = "";
  let initials = "";
  for (const character of name) pinyin += readings[character] ?? character;
  const pieces = CHINESE.test(name) ? name : name.replace(OTHERS, "$1");
  for (const character of pieces) initials += readings[character]?.[0] ?? character;
  return [pinyin, initials];
}
