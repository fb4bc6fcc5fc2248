"use strict";

// 选择律师 as a dialog over step 3. Its list is the one of the page without script; when it cannot be had, that page
// opens instead.
(function () {
  const section = document.querySelector("[data-lawyers]");
  const page = document.querySelector("main [data-picker]");
  if (page) watch(page);
  if (!section || !window.HTMLDialogElement) return;

  const opener = section.querySelector("[data-open-lawyers]");
  const chips = section.querySelector("[data-chips]");
  const count = section.querySelector("[data-count]");

  opener.addEventListener("click", function (event) {
    event.preventDefault();
    if (opener.getAttribute("aria-busy")) return;
    opener.setAttribute("aria-busy", "true");
    fetch(section.dataset.lawyers, { credentials: "same-origin" })
      .then(function (answer) {
        if (!answer.ok) throw new Error();
        return answer.text();
      })
      .then(function (text) {
        const picker = new DOMParser().parseFromString(text, "text/html").querySelector("[data-picker]");
        if (!picker) throw new Error();
        opener.removeAttribute("aria-busy");
        open(document.importNode(picker, true));
      })
      .catch(function () {
        opener.removeAttribute("aria-busy");
        // Goes the way without script: saves, and opens the page.
        const hidden = document.createElement("button");
        hidden.type = "submit";
        hidden.name = "go";
        hidden.value = "lawyers";
        hidden.hidden = true;
        opener.form.appendChild(hidden);
        hidden.click();
      });
  });

  chips.addEventListener("click", function (event) {
    const button = event.target.closest("button");
    if (!button) return;
    event.preventDefault();
    const next = button.closest("li").nextElementSibling;
    button.closest("li").remove();
    (next ? next.querySelector("button") : opener).focus();
    tell();
  });

  function tell() {
    count.textContent = String(chips.children.length);
    const error = section.querySelector(".error");
    if (error && chips.children.length) error.remove();
    chips.dispatchEvent(new CustomEvent("lawyers-chosen", { bubbles: true }));
  }

  function element(name, className, text) {
    const made = document.createElement(name);
    if (className) made.className = className;
    if (text) made.textContent = text;
    return made;
  }

  function button(className, text) {
    const made = element("button", className, text);
    made.type = "button";
    return made;
  }

  function open(picker) {
    const chosen = new Set(
      Array.from(chips.querySelectorAll("input")).map(function (input) {
        return input.value;
      })
    );
    const boxes = Array.from(picker.querySelectorAll(".person input"));
    boxes.forEach(function (box) {
      box.checked = chosen.has(box.value) && !box.disabled;
      // The page behind may have ids of the same names.
      const label = picker.querySelector('label[for="' + box.id + '"]');
      box.id = "pick-" + box.value;
      label.htmlFor = box.id;
    });
    const search = picker.querySelector("input[type=search]");
    search.id = "pick-q";
    search.removeAttribute("aria-describedby");
    picker.querySelector("label[for=q]").htmlFor = "pick-q";
    const hint = picker.querySelector("#q-hint");
    if (hint) hint.id = "pick-q-hint";
    picker.querySelectorAll("input[type=hidden]").forEach(function (kept) {
      kept.remove();
    });
    const list = picker.querySelector(".people");
    Array.from(list.children)
      .filter(function (person) {
        return person.querySelector("input").checked;
      })
      .reverse()
      .forEach(function (person) {
        list.prepend(person);
      });

    const dialog = element("dialog");
    dialog.setAttribute("aria-labelledby", "pick-title");
    const head = element("div", "dialog-head");
    const title = element("h2", "", "选择律师");
    title.id = "pick-title";
    const close = button("button quiet", "关闭");
    head.append(title, close);
    const body = element("div", "dialog-body");
    body.append(picker);
    const foot = element("div", "dialog-foot");
    const cancel = button("button", "取消");
    const done = button("button primary", "确定");
    foot.append(cancel, done);
    dialog.append(head, body, foot);
    document.body.append(dialog);

    watch(picker);
    close.addEventListener("click", end);
    cancel.addEventListener("click", end);
    dialog.addEventListener("cancel", end);
    dialog.addEventListener("keydown", function (event) {
      if (event.key === "Enter" && event.target === search) event.preventDefault();
    });
    done.addEventListener("click", function () {
      chips.replaceChildren.apply(
        chips,
        boxes
          .filter(function (box) {
            return box.checked;
          })
          .map(chip)
      );
      end();
      tell();
    });
    dialog.showModal();
    search.focus();

    function end() {
      if (dialog.open) dialog.close();
      dialog.remove();
      opener.focus();
    }
  }

  function chip(box) {
    const person = box.closest(".person");
    const made = element("li", "chip");
    made.title = person.dataset.licence;
    const value = element("input");
    value.type = "hidden";
    value.name = "lawyers";
    value.value = box.value;
    const remove = element("button");
    remove.type = "submit";
    remove.name = "go";
    remove.value = "remove:" + box.value;
    remove.append("×", element("span", "unseen", "移除" + person.dataset.name));
    made.append(value, element("span", "", person.dataset.name), remove);
    return made;
  }

  // Search, 全选 and 清空 at once, in the dialog and on the page alike.
  function watch(picker) {
    const search = picker.querySelector("input[type=search]");
    const people = Array.from(picker.querySelectorAll(".person"));
    const nobody = picker.querySelector("[data-nobody]");
    const tally = picker.querySelector("[data-count]");
    const kept = picker.querySelectorAll("input[type=hidden]").length;
    picker.querySelectorAll("[data-scriptless]").forEach(function (part) {
      part.hidden = true;
    });

    function boxOf(person) {
      return person.querySelector("input");
    }

    function sum() {
      const boxes = people.map(boxOf);
      tally.textContent = String(
        kept +
          boxes.filter(function (box) {
            return box.checked;
          }).length
      );
    }

    function find() {
      const word = search.value.trim().toLowerCase();
      let found = 0;
      people.forEach(function (person) {
        const data = person.dataset;
        const fits =
          !word ||
          data.name.toLowerCase().includes(word) ||
          data.initials.split(" ").some(function (initials) {
            return initials.startsWith(word);
          }) ||
          data.licence.includes(word);
        person.hidden = !fits;
        if (fits) found += 1;
      });
      nobody.hidden = found > 0;
    }

    // While an input method composes, what stands there is no word yet.
    search.addEventListener("input", function (event) {
      if (!event.isComposing) find();
    });
    search.addEventListener("compositionend", find);
    picker.addEventListener("change", sum);
    picker.addEventListener("click", function (event) {
      const button = event.target.closest("button[name=go]");
      if (!button || (button.value !== "all" && button.value !== "none")) return;
      event.preventDefault();
      people.forEach(function (person) {
        if (!person.hidden && !boxOf(person).disabled) boxOf(person).checked = button.value === "all";
      });
      sum();
    });
    sum();
  }
})();
