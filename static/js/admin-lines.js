/* Rows with a place: number, move buttons, Alt+arrows, dragging, Enter for the next row. Works on the stock rows of
   Django's tabular inlines; without this script places are typed as numbers. */
"use strict";
{
  const live = document.createElement("p");
  live.className = "visually-hidden";
  live.setAttribute("role", "status");
  document.body.append(live);
  const say = (words) => {
    live.textContent = words;
  };

  const rowsOf = (body) => [...body.querySelectorAll(":scope > tr.form-row:not(.empty-form)")];

  const renumber = (body) => {
    rowsOf(body).forEach((row, index) => {
      const place = row.querySelector("input.pos");
      const shown = row.querySelector(".mv span");
      if (place && place.value !== String(index + 1)) place.value = index + 1;
      if (shown) shown.textContent = index + 1;
    });
  };

  const move = (row, isUp) => {
    const body = row.parentNode;
    const rows = rowsOf(body);
    const other = rows[rows.indexOf(row) + (isUp ? -1 : 1)];
    if (!other) {
      say(isUp ? "Already first" : "Already last");
      return;
    }
    const focused = document.activeElement;
    if (isUp) placeBefore(other, row);
    else placeAfter(other, row);
    renumber(body);
    focused.focus();
    say(`Moved to place ${rowsOf(body).indexOf(row) + 1}`);
  };

  /* Django prints a row's errors in a row of their own above it: they travel together. */
  const withErrors = (row) => {
    const before = row.previousElementSibling;
    return before?.classList.contains("row-form-errors") ? [before, row] : [row];
  };
  const placeBefore = (other, row) => withErrors(other)[0].before(...withErrors(row));
  const placeAfter = (other, row) => other.after(...withErrors(row));

  const dress = (row) => {
    if (row.querySelector(".mv") || !row.querySelector("input.pos")) return;
    const cell = row.insertCell(0);
    cell.className = "mv";
    const handle = document.createElement("span");
    handle.draggable = true;
    handle.title = "Drag to move";
    cell.append(handle);
    for (const isUp of [true, false]) {
      const button = document.createElement("button");
      button.type = "button";
      button.setAttribute("aria-label", isUp ? "Move up" : "Move down");
      button.addEventListener("click", () => move(row, isUp));
      cell.append(button);
    }
  };

  const nextRow = (fieldset, row) => {
    fieldset.querySelector(".add-row a")?.click();
    const body = row.parentNode;
    const added = rowsOf(body).at(-1);
    row.after(added);
    renumber(body);
    added.querySelector("textarea")?.focus();
  };

  let dragged = null;

  const onKey = (event) => {
    const row = event.target.closest("tr.form-row");
    if (!row) return;
    if (event.altKey && (event.key === "ArrowUp" || event.key === "ArrowDown")) {
      event.preventDefault();
      move(row, event.key === "ArrowUp");
      return;
    }
    const isLine = event.target.matches("textarea.grow:not([name$=answer_markdown])");
    if (event.key === "Enter" && isLine) {
      event.preventDefault();
      if (!event.shiftKey) nextRow(event.currentTarget, row);
    }
  };

  const onDragOver = (event) => {
    const row = event.target.closest("tr.form-row");
    if (!dragged || !row || row.parentNode !== dragged.parentNode) return;
    event.preventDefault();
    if (row === dragged) return;
    const box = row.getBoundingClientRect();
    if (event.clientY < box.top + box.height / 2) placeBefore(row, dragged);
    else placeAfter(row, dragged);
  };

  for (const fieldset of document.querySelectorAll("fieldset.lines")) {
    const body = fieldset.querySelector("tbody");
    if (!body?.querySelector("input.pos")) continue;
    fieldset.querySelector("thead tr").prepend(document.createElement("td"));
    body.querySelectorAll("tr.form-row").forEach(dress);
    renumber(body);
    fieldset.addEventListener("keydown", onKey);
    fieldset.addEventListener("dragstart", (event) => {
      dragged = event.target.closest("tr.form-row");
      event.dataTransfer.effectAllowed = "move";
      event.dataTransfer.setData("text/plain", "");
    });
    fieldset.addEventListener("dragover", onDragOver);
    fieldset.addEventListener("drop", (event) => event.preventDefault());
    fieldset.addEventListener("dragend", () => {
      if (dragged) renumber(dragged.parentNode);
      dragged = null;
    });
  }

  document.addEventListener("formset:added", (event) => {
    const row = event.target.closest("fieldset.lines tr.form-row");
    if (!row) return;
    row.querySelector(".mv")?.remove();
    dress(row);
    renumber(row.parentNode);
    row.querySelector("textarea, td:not(.mv, .original, .field-position) :is(input, select):not([type=hidden])")?.focus();
  });
  document.addEventListener("formset:removed", () => {
    document.querySelectorAll("fieldset.lines tbody").forEach(renumber);
  });
}
