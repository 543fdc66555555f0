/* Writing: the block in view is marked in the jump list; leaving with unsaved words is asked about. */
"use strict";
{
  const form = document.getElementById("article_form");
  const jumps = new Map([...document.querySelectorAll('.jump a[href^="#b-"]')].map((link) => [link.hash.slice(1), link]));
  const blocks = [...document.querySelectorAll("section.blk")];
  const BELOW_BAR = 190;

  const mark = () => {
    const current = blocks.filter((block) => block.getBoundingClientRect().top < BELOW_BAR).at(-1) || blocks[0];
    jumps.forEach((link, id) => {
      if (id === current.id) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    });
  };
  addEventListener("scroll", mark, { passive: true });
  mark();

  let isChanged = Boolean(document.getElementById("summary"));
  let isSaving = false;
  form.addEventListener("input", () => {
    isChanged = true;
  });
  form.addEventListener("submit", (event) => {
    isSaving = !event.submitter?.hasAttribute("data-proof");
  });
  addEventListener("beforeunload", (event) => {
    if (isChanged && !isSaving) event.preventDefault();
  });
}
