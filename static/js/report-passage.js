// Takes the passage a reader has selected along to the page for reporting a correction.
(() => {
  "use strict";
  const SHORTEST = 9, LONGEST = 600;
  const link = document.querySelector("[data-report]"), text = document.querySelector("[data-passages]");
  if (!link || !text) return;
  document.addEventListener("selectionchange", () => {
    const selection = getSelection(), passage = selection.toString().trim().slice(0, LONGEST);
    if (passage.length < SHORTEST || !text.contains(selection.anchorNode)) return;
    const address = new URL(link.href);
    address.searchParams.set("passage", passage);
    link.href = address.href;
  });
})();
