"use strict";

// A form is sent once: a second press while the first is under way does nothing.
(function () {
  document.addEventListener("submit", function (event) {
    if (event.defaultPrevented) return;
    const form = event.target;
    if (form.method !== "post") return;
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "yes";
    form.querySelectorAll("button[type=submit]").forEach(function (button) {
      button.setAttribute("aria-disabled", "true");
    });
  });

  // Coming back by the back button finds the form usable again.
  window.addEventListener("pageshow", function () {
    document.querySelectorAll("form[data-sent]").forEach(function (form) {
      delete form.dataset.sent;
      form.querySelectorAll("button[aria-disabled]").forEach(function (button) {
        button.removeAttribute("aria-disabled");
      });
    });
  });

  // Parts that only matter for one choice: `data-when="name=value"`.
  const parts = document.querySelectorAll("[data-when]");
  function show() {
    parts.forEach(function (part) {
      const when = part.dataset.when.split("=");
      const form = part.closest("form");
      const chosen = Array.prototype.some.call(form.elements, function (field) {
        return field.name === when[0] && field.checked && field.value === when[1];
      });
      part.hidden = !chosen;
    });
  }
  if (parts.length) {
    show();
    document.addEventListener("change", show);
    window.addEventListener("pageshow", show);
  }

  // A file may be dropped where it can be chosen.
  document.querySelectorAll("[data-drop]").forEach(function (place) {
    const input = place.querySelector("input");
    ["dragenter", "dragover"].forEach(function (name) {
      place.addEventListener(name, function (event) {
        event.preventDefault();
        place.classList.add("over");
      });
    });
    ["dragleave", "drop"].forEach(function (name) {
      place.addEventListener(name, function () {
        place.classList.remove("over");
      });
    });
    place.addEventListener("drop", function (event) {
      event.preventDefault();
      if (event.dataTransfer.files.length !== 1) return;
      input.files = event.dataTransfer.files;
      input.dispatchEvent(new Event("change", { bubbles: true }));
    });
  });
})();
