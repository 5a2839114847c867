/** What a person sent before, in this browser tab. */

const KEPT = 50;

/** The sent lines of `user`, walked with ↑ and ↓ while nothing else is typed. */
export function pastLines(user) {
  const key = `sent ${user}`;
  const lines = JSON.parse(sessionStorage.getItem(key) ?? "[]");
  let at = lines.length;
  const add = (text) => {
    if (lines.at(-1) !== text) lines.push(text);
    sessionStorage.setItem(key, JSON.stringify(lines.slice(-KEPT)));
    at = lines.length;
  };
  const onKey = (event, field, changed) => {
    const next = at + ({ ArrowUp: -1, ArrowDown: 1 }[event.key] ?? NaN);
    const isWalking = field.value === (lines[at] ?? "");
    if (!isWalking || !(next >= 0 && next <= lines.length)) return false;
    at = next;
    field.value = lines[at] ?? "";
    changed();
    return true;
  };
  return { add, onKey };
}
