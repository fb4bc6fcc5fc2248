"use strict";

// Step 3 saves itself a moment after the last change; never in the middle of a word that an input method composes.
(function () {
  const form = document.querySelector("form[data-autosave]");
  if (!form) return;
  const status = document.getElementById("saved");
  let timer = 0;
  let composing = false;
  let running = false;
  let again = false;
  let leaving = null;

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
    again.addEventListener("click", save);
    status.replaceChildren(words, again);
  }

  // Leaving while something is unsaved asks first.
  window.addEventListener("beforeunload", function (event) {
    if (!failed || form.dataset.sent) return;
    event.preventDefault();
    event.returnValue = "";
  });

  function wait() {
    clearTimeout(timer);
    timer = setTimeout(save, 1200);
  }

  function save() {
    if (composing || form.dataset.sent) return;
    if (running) {
      again = true;
      return;
    }
    running = true;
    fetch(form.dataset.autosave, {
      method: "POST",
      credentials: "same-origin",
      headers: { Accept: "application/json" },
      body: new URLSearchParams(new FormData(form)),
    })
      .then(function (answer) {
        if (answer.redirected) throw new Error("登录已过期。请在新窗口登录，再回到本页刷新。");
        return answer.json().then(function (json) {
          if (!answer.ok) throw new Error(json.sentence || "");
          say("已于 " + json.saved + " 自动保存");
          return refreshChecks();
        });
      })
      .catch(function (error) {
        const known = error.message && !(error instanceof SyntaxError) && !(error instanceof TypeError);
        warn(known ? error.message : "没有保存成功，请检查网络。填写的内容还在本页，网络恢复后会再次保存。");
      })
      .then(function () {
        running = false;
        if (leaving) {
          go();
        } else if (again) {
          again = false;
          save();
        }
      });
  }

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

  // What is being saved must arrive before what the button sends, or the older would replace the newer.
  form.addEventListener("submit", function (event) {
    clearTimeout(timer);
    if (!running || leaving || !event.submitter || !form.requestSubmit) return;
    event.preventDefault();
    leaving = event.submitter;
    setTimeout(go, 3000);
  });

  function go() {
    const button = leaving;
    if (!button || form.dataset.sent) return;
    running = false;
    leaving = null;
    form.requestSubmit(button);
  }

  window.addEventListener("online", function () {
    if (failed) save();
  });

  form.addEventListener("compositionstart", function () {
    composing = true;
  });
  form.addEventListener("compositionend", function () {
    composing = false;
    wait();
  });
  form.addEventListener("input", wait);
  form.addEventListener("change", wait);
  form.addEventListener("lawyers-chosen", save);
})();
