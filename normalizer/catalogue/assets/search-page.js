// The search form: what is typed is searched, the results are listed with the closest name of each.
"use strict";

(function wireSearch() {
  const input = document.getElementById("query");
  const status = document.getElementById("status");
  const list = document.getElementById("results");
  let search = null;

  // The index of names takes some tenths of a second; it is made when somebody turns to the form.
  function prepared() {
    search ??= makeSearch(catalogueData);
    return search;
  }

  function show() {
    const query = input.value.trim();
    const results = query ? prepared()(query) : [];
    list.replaceChildren(...results.map(item));
    if (!query) {
      status.textContent = "";
    } else if (results.length === 0) {
      status.textContent = "No entity has a name like this.";
    } else {
      status.textContent = results.length === 1 ? "1 entity found." : `${results.length} entities found.`;
    }
  }

  function item({ page, name, type, closest, score }) {
    const link = document.createElement("a");
    link.href = `entity/${page}.html`;
    link.textContent = name;
    const why = document.createElement("span");
    why.className = "why";
    const written = document.createElement("bdi");
    written.textContent = closest;
    why.append(`${type}, ${score === LISTED ? "listed as" : "by its name"} “`, written, "”");
    const entry = document.createElement("li");
    entry.append(link, why);
    return entry;
  }

  let waiting = 0;
  input.addEventListener("focus", () => setTimeout(prepared));
  input.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(show, 120);
  });
  input.form.addEventListener("submit", (event) => {
    event.preventDefault();
    history.replaceState(null, "", `?q=${encodeURIComponent(input.value)}`);
    show();
  });

  const asked = new URLSearchParams(location.search).get("q");
  if (asked) {
    input.value = asked.slice(0, input.maxLength);
    show();
  }
})();
