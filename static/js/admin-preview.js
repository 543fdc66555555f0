/* The body beside its preview, rendered by the server as a published version is; both scroll together, and
   the server counts the words. */
"use strict";
{
  const text = document.querySelector("textarea.md");
  const view = document.getElementById("pv");

  let asked = 0;
  const show = async () => {
    const mine = ++asked;
    const data = new FormData();
    for (const [name, value] of new FormData(text.form)) {
      if (/^(csrfmiddlewaretoken|body_markdown|reference_links-.*)$/.test(name)) data.append(name, value);
    }
    data.append("article", view.dataset.article);
    const answer = await fetch(view.dataset.preview, { method: "POST", body: data }).catch(() => null);
    if (mine !== asked) return;
    if (!answer || (!answer.ok && answer.status !== 422)) {
      view.textContent = "The preview cannot be had now. What you type is kept in this page.";
      return;
    }
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (mine !== asked) return;
    view.replaceChildren(...page.body.childNodes);
    const length = answer.headers.get("X-Length");
    if (length) document.querySelector("[data-words]").textContent = decodeURIComponent(length);
  };

  const follow = () => {
    const part = text.scrollTop / Math.max(1, text.scrollHeight - text.clientHeight);
    view.scrollTop = part * (view.scrollHeight - view.clientHeight);
  };

  if (text && view) {
    let timer;
    text.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(show, 400);
    });
    text.addEventListener("scroll", follow);
    view.addEventListener("click", (event) => {
      const link = event.target.closest("a");
      if (!link) return;
      event.preventDefault();
      if (!link.getAttribute("href").startsWith("#")) open(link.href, "_blank", "noopener");
    });
    show();
  }
}
