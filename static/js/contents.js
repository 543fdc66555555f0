// Marks in the contents list the section being read.
(() => {
  "use strict";
  const links = [...document.querySelectorAll(".c-toc a")];
  const mark = (id) => {
    for (const link of links) {
      if (link.hash === "#" + id) link.setAttribute("aria-current", "location");
      else link.removeAttribute("aria-current");
    }
  };
  const observer = new IntersectionObserver((entries) => {
    for (const entry of entries) if (entry.isIntersecting) mark(entry.target.id);
  }, { rootMargin: "0px 0px -75% 0px" });
  for (const link of links) {
    const target = document.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (target) observer.observe(target);
  }
})();
