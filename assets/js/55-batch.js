"use strict";

// Several applications at once: the bar appears when one is chosen, and counts.
(function () {
  const bar = document.querySelector("[data-batch]");
  if (!bar) return;
  const form = bar.closest("form");
  // Also those that stand elsewhere on the page and name the form.
  const boxes = Array.from(form.elements).filter(function (box) {
    return box.closest(".pick") && !box.disabled;
  });
  const count = bar.querySelector("[data-count]");
  const all = bar.querySelector("[data-all]");

  function sum() {
    const chosen = boxes.filter(function (box) {
      return box.checked;
    }).length;
    count.textContent = String(chosen);
    bar.hidden = chosen === 0;
    all.hidden = chosen === boxes.length;
  }

  all.addEventListener("click", function () {
    boxes.forEach(function (box) {
      box.checked = true;
    });
    sum();
  });
  document.addEventListener("change", sum);
  window.addEventListener("pageshow", sum);
  sum();
})();
