"use strict";

// Step 3 saves itself.
(function () {
  const form = document.querySelector("form[data-autosave]");
  if (!form) return;
  const status = document.getElementById("saved");
  let failed = false;

  function say(text) {
    failed = false;
    status.className = "meta saved";
    status.textContent = text;
  }

  // What could not be saved stays in sight, with a way to try again.
  function warn(text) {
    failed = true;
    status.className = "saved failed";
    const words = document.createElement("span");
    words.textContent = text;
    const again = document.createElement("button");
    again.type = "button";
    again.className = "button";
    again.textContent = "重新保存";
    again.addEventListener("click", function () {
      save();
    });
    status.replaceChildren(words, again);
  }

  // Leaving while something is unsaved asks first.
  window.addEventListener("beforeunload", function (event) {
    if (!failed || form.dataset.sent) return;
    event.preventDefault();
    event.returnValue = "";
  });

  const save = parts.keeper(
    form,
    form.dataset.autosave,
    1200,
    function (json) {
      say("已于 " + json.saved + " 自动保存");
      return refreshChecks();
    },
    function (sentence) {
      warn(sentence || "没有保存成功，请检查网络。填写的内容还在本页，网络恢复后会再次保存。");
    }
  );

  // 申请前自检 follows what was saved: the page is asked for again, and only that part is taken from it. So do lists whose
  // entries depend on the lawyer chosen.
  function refreshChecks() {
    const old = document.getElementById("self-check");
    if (!old) return;
    return fetch(location.pathname, { credentials: "same-origin" })
      .then(function (answer) {
        return answer.ok ? answer.text() : "";
      })
      .then(function (text) {
        const page = new DOMParser().parseFromString(text, "text/html");
        const fresh = page.getElementById("self-check");
        if (fresh) old.replaceChildren.apply(old, Array.from(fresh.childNodes));
        form.querySelectorAll("select:not([id^='paper.'])").forEach(function (list) {
          const now = page.getElementById(list.id);
          if (!now || now.textContent === list.textContent) return;
          const value = list.value;
          list.replaceChildren.apply(list, Array.from(now.children));
          list.value = value;
          if (list.selectedIndex < 0) list.selectedIndex = 0;
        });
      })
      .catch(function () {});
  }

  window.addEventListener("online", function () {
    if (failed) save();
  });

  form.addEventListener("lawyers-chosen", save);
})();
