// Shows a reference beside its citation: after 120 ms of hovering, on keyboard focus, on the first tap.
(() => {
  "use strict";
  const SHOW_AFTER = 120, HIDE_AFTER = 250, EDGE = 12, GAP = 8;
  const PARTS = ".c-ref__cite, .c-ref__check, .c-ref__links";
  let card = null, cite = null, timer = 0;

  const shut = () => {
    clearTimeout(timer);
    if (card) card.remove();
    card = cite = null;
  };
  const shutSoon = () => {
    clearTimeout(timer);
    timer = setTimeout(shut, HIDE_AFTER);
  };
  const place = () => {
    const line = cite.getClientRects()[0], size = card.getBoundingClientRect();
    const below = line.bottom + GAP;
    const top = below + size.height > innerHeight ? line.top - size.height - GAP : below;
    card.style.top = Math.max(EDGE, top) + "px";
    card.style.left = Math.min(Math.max(EDGE, line.left), innerWidth - size.width - EDGE) + "px";
  };
  const build = (reference) => {
    const made = document.createElement("span");
    made.className = "c-card";
    made.popover = "manual";
    made.setAttribute("role", "group");
    made.setAttribute("aria-label", "Reference " + parseInt(reference.textContent, 10));
    for (const part of reference.querySelectorAll(PARTS)) {
      const copy = document.createElement("span");
      copy.className = part.className;
      copy.append(...[...part.childNodes].map((node) => node.cloneNode(true)));
      made.append(copy);
    }
    made.addEventListener("pointerenter", () => clearTimeout(timer));
    made.addEventListener("pointerleave", shutSoon);
    return made;
  };
  const open = (marker) => {
    clearTimeout(timer);
    if (cite === marker) return;
    const reference = document.getElementById(marker.hash.slice(1));
    if (!reference || !document.body.showPopover) return;
    shut();
    cite = marker;
    card = build(reference);
    marker.after(card);
    card.showPopover();
    place();
  };

  for (const marker of document.querySelectorAll(".c-cite")) {
    marker.addEventListener("pointerenter", (event) => {
      if (event.pointerType !== "mouse") return;
      clearTimeout(timer);
      timer = setTimeout(open, SHOW_AFTER, marker);
    });
    marker.addEventListener("pointerleave", (event) => {
      if (event.pointerType === "mouse") shutSoon();
    });
    marker.addEventListener("focus", () => {
      if (marker.matches(":focus-visible")) open(marker);
    });
    marker.addEventListener("click", (event) => {
      if (event.pointerType === "touch" && cite !== marker) {
        event.preventDefault();
        open(marker);
      } else shut();
    });
  }
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !card) return;
    if (card.contains(document.activeElement)) cite.focus();
    shut();
  });
  document.addEventListener("focusin", (event) => {
    if (card && event.target !== cite && !card.contains(event.target)) shut();
  });
  document.addEventListener("pointerdown", (event) => {
    if (card && !card.contains(event.target) && !cite.contains(event.target)) shut();
  });
  addEventListener("scroll", () => {
    if (!card) return;
    const line = cite.getBoundingClientRect();
    if (line.bottom < 0 || line.top > innerHeight) shut();
    else place();
  }, { passive: true });
})();
