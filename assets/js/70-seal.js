"use strict";

// A scan of the QR code brings its seal in the address's fragment, which no server sees; one that was read from a photo
// stands in the card. It is checked here, on the reader's own machine, and shown beside the server's answer.
(function () {
  const card = document.getElementById("qr-seal");
  const g = window.goodstanding;
  const payload = location.hash.slice(1) || (card && card.dataset.payload) || "";
  if (!card || !g || payload.length < 100) return;
  function show(finding, seal) {
    card.hidden = false;
    card.querySelectorAll("[data-finding]").forEach(function (notice) {
      notice.hidden = notice.dataset.finding !== finding;
    });
    card.querySelector("[data-facts]").hidden = !seal;
    if (!seal) return;
    const names = seal.names.join("、") + (seal.subjects > seal.names.length ? " … (" + seal.subjects + ")" : "");
    const facts = {
      number: seal.number,
      firm: seal.firm,
      names: names,
      issued: seal.issueDate,
      expiry: seal.expiry,
      copy: seal.copy.index > 0 ? seal.copy.index + " / " + seal.copy.of : "",
    };
    card.querySelectorAll("[data-fact]").forEach(function (cell) {
      cell.textContent = facts[cell.dataset.fact] || "";
      cell.parentNode.hidden = !facts[cell.dataset.fact];
    });
  }
  let seal;
  try {
    seal = g.seal(payload.toUpperCase());
  } catch (error) {
    return show("forged");
  }
  const known = card.dataset.keys.split(" ").map(function (key) {
    return key.split(":");
  });
  const key = known.find(function (pair) {
    return pair[0] === seal.issuer;
  });
  if (!key || !g.ed25519(g.fromHex(key[1]), seal.signed, seal.signature)) return show("forged");
  const same = seal.code === card.dataset.code && g.toHex(seal.statementHash) === card.dataset.statement;
  show(same ? "good" : "other", seal);
})();
