/* Select2 hides the field that has the label, and puts a search box into a list: names and roles put right. */
"use strict";
{
  const nameOf = (select) =>
    select.getAttribute("aria-label") || select.labels?.[0]?.textContent.trim().replace(/:$/, "") || "Choose";

  const mend = () => {
    for (const select of document.querySelectorAll("select.select2-hidden-accessible")) {
      const box = select.nextElementSibling?.querySelector(".select2-selection");
      if (!box) continue;
      const name = nameOf(select);
      const chosen = box.querySelector(".select2-selection__rendered");
      if (box.classList.contains("select2-selection--single")) {
        const label = [name, chosen?.getAttribute("title")].filter(Boolean).join(": ");
        if (box.getAttribute("aria-label") !== label) {
          box.removeAttribute("aria-labelledby");
          box.setAttribute("aria-label", label);
          chosen?.removeAttribute("role");
          chosen?.removeAttribute("aria-readonly");
        }
      } else if (box.getAttribute("aria-label") !== name) {
        box.setAttribute("aria-label", name);
      }
      box.querySelectorAll("ul, ul > li").forEach((node) => {
        if (node.getAttribute("role") !== "none") node.setAttribute("role", "none");
      });
      box.querySelectorAll(".select2-search__field:not([aria-label])").forEach((field) => {
        field.setAttribute("aria-label", `${name}: type to search`);
      });
    }
    document.querySelectorAll(".select2-dropdown .select2-search__field:not([aria-label])").forEach((field) => {
      field.setAttribute("aria-label", "Type to search");
    });
  };

  addEventListener("load", () => {
    if (!document.querySelector(".admin-autocomplete")) return;
    mend();
    let isAsked = false;
    new MutationObserver(() => {
      if (isAsked) return;
      isAsked = true;
      requestAnimationFrame(() => {
        isAsked = false;
        mend();
      });
    }).observe(document.body, { subtree: true, childList: true });
  });
}
