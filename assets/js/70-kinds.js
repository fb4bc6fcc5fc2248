"use strict";

// The editor of a kind: what is typed is kept a moment later, and the samples beside it are drawn anew. The body is shown
// with its items as chips; the textarea under it carries the text with braces, as it does without script.
(function () {
  const page = document.querySelector("[data-kind]");
  const form = document.getElementById("kind");
  if (!page || !form) return;
  const beside = document.getElementById("beside");
  const kept = document.getElementById("kept");
  let sample = beside.dataset.sample;

  parts.keeper(
    form,
    page.dataset.kind,
    900,
    function (json) {
      form.elements.seen.value = json.seen;
      kept.textContent = "草稿已于 " + json.saved + " 自动保存";
      return draw();
    },
    function (sentence) {
      kept.textContent = sentence || "暂时没有保存成功，请检查网络。填写的内容还在本页，点击“保存草稿”会再次保存。";
    }
  );

  // The samples, what is still wrong, and the items that can be put in follow what was kept.
  function draw() {
    return fetch(location.pathname + "?sample=" + encodeURIComponent(sample), { credentials: "same-origin" })
      .then(function (answer) {
        return answer.ok && !answer.redirected ? answer.text() : "";
      })
      .then(function (text) {
        const fresh = new DOMParser().parseFromString(text, "text/html");
        ["beside", "items"].forEach(function (id) {
          const now = fresh.getElementById(id);
          const old = document.getElementById(id);
          if (!now || now.innerHTML === old.innerHTML) return;
          const focused = old.contains(document.activeElement) ? document.activeElement.value : null;
          const scrolled = old.scrollTop;
          old.replaceChildren.apply(old, Array.from(now.childNodes));
          old.scrollTop = scrolled;
          if (focused === null) return;
          const button = Array.from(old.querySelectorAll("button")).find(function (one) {
            return one.value === focused;
          });
          if (button) button.focus();
        });
        // The labels as the server knows them now: the body's text names fields by these.
        fresh.querySelectorAll('input[name$=".was"]').forEach(function (input) {
          const own = form.elements[input.name];
          if (own) own.value = input.value;
        });
        if (editor) editor.paint();
      })
      .catch(function () {});
  }

  beside.addEventListener("click", function (event) {
    const button = event.target.closest('button[value^="sample:"]');
    if (!button) return;
    event.preventDefault();
    sample = button.value.slice("sample:".length);
    draw();
  });

  // ---- the body as chips ----------------------------------------------------------------------------------------
  const editor = chips(document.querySelector("[data-chips-editor]"));

  function known() {
    return new Set(
      Array.from(document.querySelectorAll("#items [data-item]")).map(function (button) {
        return button.dataset.item;
      })
    );
  }

  function chips(place) {
    const area = place.querySelector("textarea");
    const label = place.querySelector("label");
    const text = document.createElement("div");
    text.className = "chips-text";
    text.contentEditable = "true";
    text.setAttribute("role", "textbox");
    text.setAttribute("aria-multiline", "true");
    text.setAttribute("aria-required", "true");
    label.id = "body-label";
    text.setAttribute("aria-labelledby", "body-label");
    if (area.getAttribute("aria-describedby")) text.setAttribute("aria-describedby", area.getAttribute("aria-describedby"));
    area.hidden = true;
    area.after(text);
    area.removeAttribute("id");
    text.id = "body";
    label.removeAttribute("for");
    label.addEventListener("click", function () {
      text.focus();
    });

    function chip(word) {
      const made = document.createElement("span");
      made.className = "chip-word";
      made.contentEditable = "false";
      made.dataset.word = word;
      made.textContent = word;
      return made;
    }

    function pieces(line) {
      return line.split(/(\{[^{}]*\})/).filter(Boolean).map(function (piece) {
        return /^\{[^{}]*\}$/.test(piece) ? chip(piece.slice(1, -1)) : document.createTextNode(piece);
      });
    }

    function show() {
      const rows = area.value.split("\n");
      text.replaceChildren();
      rows.forEach(function (line, at) {
        if (at > 0) text.append("\n");
        text.append.apply(text, pieces(line));
      });
      // A last line that is empty is only seen with a break after it.
      text.append(document.createElement("br"));
    }

    // The text with braces, line by line, whatever elements the browser made of an Enter.
    function read() {
      let out = "";
      (function walk(node) {
        Array.from(node.childNodes).forEach(function (child) {
          if (child.nodeType === 3) {
            out += child.data;
          } else if (child.dataset && child.dataset.word !== undefined) {
            out += "{" + child.dataset.word + "}";
          } else if (child.nodeName === "BR") {
            if (child !== text.lastChild) out += "\n";
          } else {
            if (out && !out.endsWith("\n")) out += "\n";
            walk(child);
          }
        });
      })(text);
      return out.replace(/\u00a0/g, " ");
    }

    function tell() {
      area.value = read();
      area.dispatchEvent(new Event("input", { bubbles: true }));
    }

    // The break at the end, which deleting everything takes away: without it the caret cannot stand in a last line.
    function closed() {
      if (!text.lastChild || text.lastChild.nodeName !== "BR") text.append(document.createElement("br"));
    }

    function put(node) {
      const selection = getSelection();
      let range = selection.rangeCount ? selection.getRangeAt(0) : null;
      closed();
      const outside = !range || !text.contains(range.commonAncestorContainer);
      if (outside || (range.startContainer === text && range.startOffset === text.childNodes.length)) {
        range = document.createRange();
        range.setStartBefore(text.lastChild);
        range.collapse(true);
      }
      const end = node.nodeType === 11 ? node.lastChild : node;
      range.deleteContents();
      range.insertNode(node);
      range.setStartAfter(end);
      range.collapse(true);
      selection.removeAllRanges();
      selection.addRange(range);
    }

    let last = null;
    document.addEventListener("selectionchange", function () {
      const selection = getSelection();
      if (selection.rangeCount && text.contains(selection.anchorNode)) last = selection.getRangeAt(0).cloneRange();
    });

    text.addEventListener("keydown", function (event) {
      if (event.key !== "Enter" || event.isComposing) return;
      event.preventDefault();
      put(document.createTextNode("\n"));
      tell();
    });
    text.addEventListener("paste", function (event) {
      event.preventDefault();
      const pasted = event.clipboardData.getData("text/plain").replace(/\r\n?/g, "\n");
      const group = document.createDocumentFragment();
      pasted.split("\n").forEach(function (line, at) {
        if (at > 0) group.append("\n");
        group.append.apply(group, pieces(line));
      });
      if (!group.lastChild) return;
      put(group);
      tell();
    });
    text.addEventListener("drop", function (event) {
      event.preventDefault();
    });
    text.addEventListener("input", function (event) {
      event.stopPropagation();
      if (!event.isComposing) closed();
      tell();
    });

    document.addEventListener("click", function (event) {
      const button = event.target.closest("#items [data-item]");
      if (!button) return;
      event.preventDefault();
      if (last && text.contains(last.startContainer)) {
        const selection = getSelection();
        selection.removeAllRanges();
        selection.addRange(last);
      }
      text.focus();
      put(chip(button.dataset.item));
      tell();
    });

    function paint() {
      const names = known();
      text.querySelectorAll(".chip-word").forEach(function (one) {
        one.classList.toggle("unknown", !names.has(one.dataset.word));
      });
    }

    show();
    return { paint: paint };
  }

  editor.paint();
})();
