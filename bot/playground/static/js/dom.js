/**
 * Elements built from values. Every string becomes a text node, so whatever stands in a
 * message is shown as it was written and never read as markup.
 */

const SVG = "http://www.w3.org/2000/svg";

/** An HTML element: `h("button.chip", { type: "button", onclick: send }, "Send")`. */
export function h(selector, props = {}, ...children) {
  const [tag, ...classes] = selector.split(".");
  const node = document.createElement(tag || "div");
  if (classes.length) node.className = classes.join(" ");
  return fill(node, props, children);
}

/** An SVG element; takes the same arguments as `h`. */
export function svg(selector, props = {}, ...children) {
  const [tag, ...classes] = selector.split(".");
  const node = document.createElementNS(SVG, tag);
  if (classes.length) node.setAttribute("class", classes.join(" "));
  return fill(node, props, children);
}

function fill(node, props, children) {
  for (const [name, value] of Object.entries(props)) setProp(node, name, value);
  node.append(...children.flat(Infinity).filter(present).map(asNode));
  return node;
}

function setProp(node, name, value) {
  if (value === undefined || value === null || value === false) return;
  if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
  else if (name === "style") setStyle(node, value);
  else if (name === "value" || name === "checked") node[name] = value;
  else node.setAttribute(name, value === true ? "" : value);
}

function setStyle(node, rules) {
  for (const [rule, value] of Object.entries(rules)) node.style.setProperty(rule, value);
}

const present = (child) => child !== null && child !== undefined && child !== false;
const asNode = (child) => (child instanceof Node ? child : document.createTextNode(String(child)));

const drawn = new WeakMap();

/**
 * Show `items` inside `parent`, keeping the node of every item that has not changed: a table
 * stays on its page and a half-chosen date stays chosen while new messages come in.
 * `draw(item)` makes a node; `print(item)` tells whether an item is still the same.
 */
export function keep(parent, items, key, print, draw) {
  const before = drawn.get(parent) ?? new Map();
  const after = new Map();
  for (const item of items) {
    const old = before.get(key(item));
    const now = print(item);
    after.set(key(item), old?.print === now ? old : { print: now, node: draw(item) });
  }
  drawn.set(parent, after);
  arrange(
    parent,
    [...after.values()].map((entry) => entry.node),
  );
}

function arrange(parent, nodes) {
  const wanted = new Set(nodes);
  for (const child of [...parent.childNodes]) if (!wanted.has(child)) child.remove();
  nodes.forEach((node, at) => {
    if (parent.childNodes[at] !== node) parent.insertBefore(node, parent.childNodes[at] ?? null);
  });
}

const facts = new WeakMap();

/**
 * Fill `node` with `parts()`, unless it was last filled from the same facts: a button that is
 * being pressed while news arrive stays the same button.
 */
export function redraw(node, from, parts) {
  const print = JSON.stringify(from);
  if (facts.get(node) === print) return;
  facts.set(node, print);
  node.replaceChildren(...[parts()].flat(Infinity).filter(present));
}

/** Run `act` on Enter or Space too, for elements that are no native button. */
export function onPress(act) {
  return {
    onclick: act,
    onkeydown: (event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      act(event);
    },
  };
}

let lastId = 0;

/** An id no other element of the page has, for labels and ARIA references. */
export function uniqueId(stem) {
  lastId += 1;
  return `${stem}-${lastId}`;
}
