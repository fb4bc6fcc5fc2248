"use strict";

// 审核台 by keys: j next, k previous, a approve, r refuse, ? the list of keys.
(function () {
  const review = document.querySelector("[data-review]");
  if (!review) return;

  function step(by) {
    const links = Array.from(review.querySelectorAll(".queue a"));
    const at = links.findIndex(function (link) {
      return link.getAttribute("aria-current");
    });
    const next = links[at + by];
    if (next) location.href = next.href;
  }

  function to(element) {
    if (!element) return;
    element.scrollIntoView({ block: "center" });
    element.focus();
  }

  document.addEventListener("keydown", function (event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.target.closest("input, textarea, select, dialog")) return;
    const approve = document.getElementById("approve");
    const refuse = review.querySelector("[data-refuse]");
    if (event.key === "j") step(1);
    else if (event.key === "k") step(-1);
    else if (event.key === "a" && approve) to(approve.querySelector("textarea") || approve.querySelector("button"));
    else if (event.key === "r" && refuse) {
      refuse.open = true;
      to(refuse.querySelector("textarea"));
    } else if (event.key === "?") help();
    else return;
    event.preventDefault();
  });

  const KEYS = [
    ["j", "下一份"],
    ["k", "上一份"],
    ["a", "到“审核通过”，回车确认"],
    ["r", "写不通过的原因"],
    ["?", "这份说明"],
    ["Esc", "关闭说明"],
  ];

  function help() {
    if (!window.HTMLDialogElement || document.querySelector("dialog[open]")) return;
    const list = document.createElement("dl");
    list.className = "keys-list";
    KEYS.forEach(function (pair) {
      const row = document.createElement("div");
      const key = document.createElement("dt");
      const mark = document.createElement("kbd");
      mark.textContent = pair[0];
      key.append(mark);
      const does = document.createElement("dd");
      does.textContent = pair[1];
      row.append(key, does);
      list.append(row);
    });
    parts.dialog("keys-help", "审核台快捷键", list, document.activeElement);
  }
})();
