/**
 * Brings what stands in place in line with what was read, and leaves alone what is the same: pictures do not load again, and
 * a screen reader reads out what is new, once.
 */

/** What tells a node from its neighbours: the first message or file in it, else its words. @param {Node} node */
const key = (node) => {
  const first = node instanceof Element && (node.matches("[data-part]") ? node : node.querySelector("[data-part]"));
  return `${node.nodeName} ${first ? `${first.getAttribute("data-part")} ${first.getAttribute("value")}` : node.textContent}`;
};

/** @param {Node} one @param {Node} other but for what is in them */
const isAlike = (one, other) => one instanceof Element && one.cloneNode().isEqualNode(other.cloneNode());

/** @param {Node} place @param {Node} read loses what goes into the place */
export const morph = (place, read) => {
  const known = new Map(Array.from(place.childNodes, (node) => [key(node), node]));
  let next = place.firstChild;
  for (const node of [...read.childNodes]) {
    const old = known.get(key(node));
    known.delete(key(node));
    const isKept = old && (old.isEqualNode(node) || isAlike(old, node));
    if (isKept && !old.isEqualNode(node)) morph(old, node);
    const stands = isKept ? old : node;
    if (stands === next) next = next.nextSibling;
    else place.insertBefore(stands, next);
  }
  while (next) {
    const gone = next;
    next = gone.nextSibling;
    gone.remove();
  }
};
