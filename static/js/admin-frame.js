/* The frame of every desk page: "/" finds, Escape and a click outside close menus, dashed buttons do nothing. */
"use strict";
{
  document.documentElement.classList.add("js");
  const menus = () => [...document.querySelectorAll("details:is(.me, .pub)[open]")];

  document.addEventListener("click", (event) => {
    if (event.target.closest("[aria-disabled=true]")) event.preventDefault();
    for (const menu of menus()) {
      if (!menu.contains(event.target)) menu.open = false;
    }
  });

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      for (const menu of menus()) {
        menu.open = false;
        menu.querySelector("summary").focus();
      }
    }
    const isTyping = event.target.matches("input, textarea, select, [contenteditable]");
    if (event.key === "/" && !isTyping && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      document.getElementById("find")?.focus();
    }
  });

  document.querySelector("[data-focus]")?.focus();
}
