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
    if (event.target.closest("input, textarea, select")) return;
    const approve = document.getElementById("approve");
    const refuse = review.querySelector("[data-refuse]");
    if (event.key === "j") step(1);
    else if (event.key === "k") step(-1);
    else if (event.key === "a" && approve) to(approve.querySelector("textarea") || approve.querySelector("button"));
    else if (event.key === "r" && refuse) {
      refuse.open = true;
      to(refuse.querySelector("textarea"));
    } else if (event.key === "?") to(review.querySelector(".keys"));
    else return;
    event.preventDefault();
  });

  const keys = review.querySelector(".keys");
  if (keys) keys.tabIndex = -1;
})();
