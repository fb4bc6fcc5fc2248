"use strict";

// What several pages' scripts share.
const parts = {
  // A form that saves itself `pause` milliseconds after the last change; never in the middle of a word that an input method
  // composes, and one request at a time. `kept` is told the answer's JSON and may return a promise; `lost` is told a
  // sentence, or nothing where the network failed. Returns what saves at once.
  keeper: function (form, address, pause, kept, lost) {
    let timer = 0;
    let composing = false;
    let running = false;
    let again = false;
    let leaving = null;

    function wait() {
      clearTimeout(timer);
      timer = setTimeout(save, pause);
    }

    function save() {
      if (composing || form.dataset.sent) return;
      if (running) {
        again = true;
        return;
      }
      running = true;
      fetch(address, {
        method: "POST",
        credentials: "same-origin",
        headers: { Accept: "application/json" },
        body: new URLSearchParams(new FormData(form)),
      })
        .then(function (answer) {
          if (answer.redirected) throw new Error("登录已过期。请在新窗口登录，再回到本页刷新。");
          return answer.json().then(function (json) {
            if (!answer.ok) throw new Error(json.sentence || "");
            return kept(json);
          });
        })
        .catch(function (error) {
          const known = error.message && !(error instanceof SyntaxError) && !(error instanceof TypeError);
          lost(known ? error.message : "");
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

    function go() {
      const button = leaving;
      if (!button || form.dataset.sent) return;
      running = false;
      leaving = null;
      form.requestSubmit(button);
    }

    // What is being saved must arrive before what a button sends: the older would replace the newer, or be refused as
    // somebody else's.
    form.addEventListener("submit", function (event) {
      clearTimeout(timer);
      if (!running || leaving || !event.submitter || !form.requestSubmit) return;
      event.preventDefault();
      leaving = event.submitter;
      setTimeout(go, 3000);
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
    return save;
  },

  // A dialog over the page with a title and a button that closes it; Escape and a press beside it close it too. The focus
  // goes back to `before`. The caller puts `body` in and shows it.
  dialog: function (className, words, body, before) {
    const dialog = document.createElement("dialog");
    dialog.className = className;
    dialog.setAttribute("aria-labelledby", "dialog-title");
    const head = document.createElement("div");
    head.className = "dialog-head";
    const title = document.createElement("h2");
    title.id = "dialog-title";
    title.textContent = words;
    const close = document.createElement("button");
    close.type = "button";
    close.className = "button quiet";
    close.textContent = "关闭";
    head.append(title, close);
    dialog.append(head, body);
    document.body.append(dialog);
    function end() {
      if (dialog.open) dialog.close();
      dialog.remove();
      if (before) before.focus();
    }
    close.addEventListener("click", end);
    dialog.addEventListener("cancel", end);
    dialog.addEventListener("click", function (press) {
      if (press.target === dialog) end();
    });
    dialog.showModal();
  },
};
