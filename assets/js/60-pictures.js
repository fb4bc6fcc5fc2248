"use strict";

// A template's thumbnail opens large over the page; without script its link leads to the template's page.
(function () {
  if (!window.HTMLDialogElement) return;
  document.addEventListener("click", function (event) {
    const link = event.target.closest("[data-enlarge]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const dialog = document.createElement("dialog");
    dialog.className = "large-picture";
    const head = document.createElement("div");
    head.className = "dialog-head";
    const title = document.createElement("h2");
    title.id = "picture-title";
    title.textContent = "模板预览";
    const close = document.createElement("button");
    close.type = "button";
    close.className = "button quiet";
    close.textContent = "关闭";
    head.append(title, close);
    const body = document.createElement("div");
    body.className = "dialog-body";
    body.tabIndex = 0;
    const picture = document.createElement("img");
    picture.src = link.dataset.enlarge;
    picture.alt = link.querySelector("img").alt;
    body.append(picture);
    dialog.append(head, body);
    dialog.setAttribute("aria-labelledby", "picture-title");
    document.body.append(dialog);
    function end() {
      if (dialog.open) dialog.close();
      dialog.remove();
      link.focus();
    }
    close.addEventListener("click", end);
    dialog.addEventListener("cancel", end);
    dialog.addEventListener("click", function (press) {
      if (press.target === dialog) end();
    });
    dialog.showModal();
  });
})();
