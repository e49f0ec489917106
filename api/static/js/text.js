// Offsets of the API count characters (Unicode code points); a script's strings count UTF-16 units.

const WIDE = /[\ud800-\udfff]/;

/** A function that cuts a text by offsets in characters. */
export function cutter(text) {
  if (!WIDE.test(text)) return (start, end) => text.slice(start, end);
  const characters = Array.from(text);
  return (start, end) => characters.slice(start, end).join("");
}
