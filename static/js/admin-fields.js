/* Fields of forms: text grows with its words, one-paragraph fields take no line break, Ctrl+S saves. */
"use strict";
{
  if (!CSS.supports("field-sizing", "content")) {
    const fit = (field) => {
      field.style.height = "auto";
      field.style.height = `${field.scrollHeight + 2}px`;
    };
    document.querySelectorAll("textarea.grow").forEach(fit);
    document.addEventListener("input", (event) => {
      if (event.target.matches("textarea.grow")) fit(event.target);
    });
  }

  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.target.matches("textarea.grow") && !event.target.closest("fieldset.lines")) {
      event.preventDefault();
    }
    const save = document.querySelector("[name=_save]");
    if ((event.ctrlKey || event.metaKey) && event.key === "s" && save) {
      event.preventDefault();
      save.click();
    }
  });
}
