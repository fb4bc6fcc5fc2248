"use strict";

// A template's thumbnail opens large over the page; without script its link leads to the template's page.
(function () {
  if (!window.HTMLDialogElement) return;
  document.addEventListener("click", function (event) {
    const link = event.target.closest("[data-enlarge]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const body = document.createElement("div");
    body.className = "dialog-body";
    body.tabIndex = 0;
    const picture = document.createElement("img");
    picture.src = link.dataset.enlarge;
    picture.alt = link.querySelector("img").alt;
    body.append(picture);
    parts.dialog("large-picture", "模板预览", body, link);
  });
})();
