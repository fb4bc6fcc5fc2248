"use strict";

// Menus made of <details> close when the person clicks elsewhere or presses Escape.
(function () {
  function closeAll(except) {
    document.querySelectorAll("details[data-menu][open]").forEach(function (menu) {
      if (menu !== except) menu.open = false;
    });
  }

  document.addEventListener("click", function (event) {
    closeAll(event.target.closest("details[data-menu]"));
  });

  document.addEventListener("keydown", function (event) {
    if (event.key !== "Escape") return;
    const open = document.querySelector("details[data-menu][open]");
    if (!open) return;
    open.open = false;
    open.querySelector("summary").focus();
  });

  // A refused form begins with what has to be corrected.
  const focus = document.querySelector("[data-focus]");
  if (focus) focus.focus();

  document.querySelectorAll("[data-scripted]").forEach(function (element) {
    element.hidden = false;
  });
})();
