// A table of pairs to choose from. Everything is put in as text, never as HTML.
function cell(row, kind, text, more) {
  const box = document.createElement(kind);
  const main = document.createElement(more === undefined ? "span" : "b");
  main.textContent = text;
  box.append(main);
  if (more !== undefined) {
    const small = document.createElement("span");
    small.textContent = more;
    box.append(small);
    box.className = "who";
  }
  row.append(box);
  return box;
}

function draw(model, el) {
  const { head, rows, columns = ["topics", "fit", "state"], ask = ["Why?", "Why"] } = model.get("table");
  const chosen = model.get("chosen");
  const wanted = (model.get("search") || "").toLowerCase();
  const table = document.createElement("table");
  const top = table.createTHead().insertRow();
  for (const text of head) {
    const th = cell(top, "th", text);
    th.scope = "col";
  }
  const body = table.createTBody();
  rows.forEach((data, index) => {
    if (wanted && !Object.values(data).join(" ").toLowerCase().includes(wanted)) return;
    const row = body.insertRow();
    if (index === chosen) row.className = "chosen";
    cell(row, "td", data.mentor, data.mentor_place);
    cell(row, "td", data.mentee, data.mentee_place);
    for (const name of columns) {
      const shown = cell(row, "td", data[name]);
      if (name === "fit") shown.className = "n";
    }
    const last = row.insertCell();
    const button = document.createElement("button");
    button.type = "button";
    button.className = "pick";
    button.textContent = ask[0];
    button.setAttribute("aria-label", `${ask[1]} ${data.mentor} with ${data.mentee}${ask[0].endsWith("?") ? "?" : ""}`);
    button.setAttribute("aria-pressed", String(index === chosen));
    button.dataset.index = String(index);
    button.addEventListener("click", () => {
      model.set("chosen", index);
      model.save_changes();
    });
    last.append(button);
  });
  if (!body.rows.length) {
    const empty = body.insertRow().insertCell();
    empty.colSpan = head.length;
    empty.textContent = rows.length ? "Nobody by that name or topic." : "No pairs yet.";
  }
  const focused = el.contains(document.activeElement) ? document.activeElement.dataset.index : undefined;
  el.querySelector(".table").replaceChildren(table);
  if (focused !== undefined) el.querySelector(`button[data-index="${focused}"]`)?.focus();
}

function render({ model, el }) {
  el.classList.add("rm", "rm-pairs");
  el.setAttribute("data-lm-suppress-shortcuts", "true");
  const label = document.createElement("label");
  label.textContent = "Find a person or a topic ";
  const search = document.createElement("input");
  search.type = "search";
  search.value = model.get("search");
  search.addEventListener("input", () => {
    model.set("search", search.value);
    model.save_changes();
  });
  label.append(search);
  const place = document.createElement("div");
  place.className = "table";
  el.append(label, place);
  const again = () => draw(model, el);
  for (const trait of ["table", "chosen", "search"]) model.on(`change:${trait}`, again);
  again();
}

export default { render };
