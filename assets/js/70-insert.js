"use strict";

// What can be put into a field is a button where there is script: it goes to where the cursor is.
(function () {
  document.querySelectorAll("[data-insert]").forEach(function (chip) {
    const field = document.getElementById(chip.dataset.into);
    if (!field) return;
    const button = document.createElement("button");
    button.type = "button";
    button.className = chip.className;
    button.textContent = chip.textContent;
    button.addEventListener("click", function () {
      const text = chip.dataset.insert;
      field.focus();
      if ("whole" in chip.dataset) {
        field.value = text;
      } else {
        field.setRangeText(text, field.selectionStart, field.selectionEnd, "end");
      }
      field.dispatchEvent(new Event("input", { bubbles: true }));
    });
    chip.replaceWith(button);
  });
})();
