"use strict";

// 省市区: the lists follow each other at once; without script a button asks the server for the next list. The file has one
// line for a province, one for each of its cities with its districts.
(function () {
  const place = document.querySelector("[data-regions]");
  if (!place) return;
  const lists = Array.from(place.querySelectorAll("select"));
  const province = lists[0];
  const city = lists[1];
  const district = lists[2];
  let known = null;

  function read() {
    known =
      known ||
      fetch(place.dataset.regions, { credentials: "same-origin" }).then(function (answer) {
        if (!answer.ok) throw new Error();
        return answer.text();
      });
    return known;
  }

  function offer(list, entries) {
    const empty = list.options[0];
    list.replaceChildren.apply(
      list,
      [empty].concat(
        entries.map(function (entry) {
          return new Option(entry[1], entry[0]);
        })
      )
    );
    list.selectedIndex = entries.length === 1 ? 1 : 0;
  }

  function cities(text) {
    return text
      .split("\n")
      .filter(function (line) {
        return province.value && line.startsWith(province.value) && line.charAt(4) === " ";
      })
      .map(function (line) {
        return line.split(" ");
      });
  }

  function districts(text) {
    const line = cities(text).find(function (words) {
      return words[0] === city.value;
    });
    if (!line || line.length < 3) return [];
    return line
      .slice(2)
      .map(function (word) {
        return [line[0] + word.slice(0, 2), word.slice(2)];
      })
      .concat([[line[0] + "--", "其他区县（写在详细地址中）"]]);
  }

  function follow(changed) {
    if (changed === district) return;
    read()
      .then(function (text) {
        if (changed === province) offer(city, cities(text));
        offer(district, districts(text));
      })
      .catch(function () {
        known = null;
        place.querySelector("[data-scriptless]").hidden = false;
      });
  }

  place.querySelector("[data-scriptless]").hidden = true;
  place.addEventListener("focusin", function () {
    read().catch(function () {
      known = null;
    });
  });
  place.addEventListener("change", function (event) {
    follow(event.target);
  });
})();
