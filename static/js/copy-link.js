// Copies the page's canonical address and says so.
(() => {
  "use strict";
  const status = document.querySelector("[data-status]");
  const address = () => {
    const canonical = document.querySelector("link[rel=canonical]");
    return canonical ? canonical.href : location.href.split("#")[0];
  };
  for (const button of document.querySelectorAll("[data-copy]")) {
    const label = button.textContent;
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(address());
        button.textContent = status.textContent = "Copied";
        setTimeout(() => { button.textContent = label; }, 2000);
      } catch {
        status.textContent = "Copying failed. Use the address bar.";
      }
    });
  }
})();
