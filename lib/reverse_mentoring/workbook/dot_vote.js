// A dot vote: − / + and a number per topic, the running ranking beside it. Everything is put in as text, never as HTML.
function make(kind, className, text) {
  const element = document.createElement(kind);
  if (className) element.className = className;
  if (text !== undefined) element.textContent = text;
  return element;
}

function button(text, label, act, className) {
  const element = make("button", className, text);
  element.type = "button";
  if (label) element.setAttribute("aria-label", label);
  element.addEventListener("click", act);
  return element;
}

function setDots(model, id, dots) {
  const all = { ...model.get("dots") };
  if (dots > 0) all[id] = Math.min(dots, 999);
  else delete all[id];
  model.set("dots", all);
  model.save_changes();
}

function ask(model, trait, value) {
  model.set(trait, value);
  model.save_changes();
}

function topicRow(model, topic) {
  const row = make("li", "topic");
  row.dataset.id = topic.id;
  row.append(make("span", "name", topic.name));
  const now = () => model.get("dots")[topic.id] || 0;
  const count = make("input", "dots");
  count.type = "text";
  count.inputMode = "numeric";
  count.setAttribute("aria-label", `Dots for ${topic.name}`);
  count.addEventListener("input", () => {
    count.value = count.value.replace(/\D/g, "").slice(0, 3);
  });
  count.addEventListener("change", () => setDots(model, topic.id, Number(count.value)));
  count.addEventListener("focus", () => count.select());
  const fewer = button("−", `One dot less for ${topic.name}`, () => setDots(model, topic.id, now() - 1), "step");
  const more = button("+", `One dot more for ${topic.name}`, () => setDots(model, topic.id, now() + 1), "step");
  const group = make("span", "count");
  group.append(fewer, count, more);
  row.append(group);
  if (topic.own) {
    row.append(button("Remove", `Remove ${topic.name}`, () => ask(model, "remove", topic.id), "plain"));
  }
  return row;
}

function drawTopics(model, place) {
  const groups = new Map();
  for (const topic of model.get("topics")) {
    if (!groups.has(topic.group)) groups.set(topic.group, []);
    groups.get(topic.group).push(topicRow(model, topic));
  }
  place.replaceChildren(
    ...[...groups].map(([name, rows]) => {
      const section = make("section");
      const list = make("ul");
      list.append(...rows);
      section.append(make("h3", "", name), list);
      return section;
    }),
  );
}

function showDots(model, place) {
  const dots = model.get("dots");
  for (const row of place.querySelectorAll("li.topic")) {
    const count = row.querySelector("input.dots");
    const now = String(dots[row.dataset.id] || 0);
    if (count.value !== now) count.value = now;
    row.classList.toggle("dotted", now !== "0");
  }
}

function filter(place, words, nothing) {
  const wanted = words.trim().toLowerCase();
  let found = 0;
  for (const section of place.querySelectorAll("section")) {
    const whole = section.querySelector("h3").textContent.toLowerCase().includes(wanted);
    let here = 0;
    for (const row of section.querySelectorAll("li.topic")) {
      row.hidden = !whole && !row.querySelector(".name").textContent.toLowerCase().includes(wanted);
      if (!row.hidden) here += 1;
    }
    section.hidden = !here;
    found += here;
  }
  nothing.textContent = found ? "" : "No topic by that name. Add it as one of your own.";
}

function drawRanking(model, place) {
  const ranked = model.get("ranked");
  const count = model.get("count");
  const most = ranked.length ? ranked[0].dots : 1;
  const rows = ranked.map((topic, index) => {
    const row = make("li", index === count ? "edge" : "");
    const name = make("span", "name", topic.name);
    if (topic.asked) name.append(" ", make("span", "chip c-b", "put to the room"));
    const bar = make("span", "bar");
    const fill = make("i");
    fill.style.width = `${(100 * topic.dots) / most}%`;
    bar.append(fill);
    bar.setAttribute("aria-hidden", "true");
    const dots = make("b", "dots", String(topic.dots));
    dots.append(make("span", "sr", topic.dots === 1 ? " dot" : " dots"));
    row.append(make("b", "place", `${topic.place}.`), name, dots, bar);
    return row;
  });
  place.replaceChildren(...rows);
}

function labelled(text, field) {
  const label = make("label", "", text);
  label.append(field);
  return label;
}

function searchBar(model, place) {
  const search = make("input");
  search.type = "search";
  const nothing = make("p", "m");
  nothing.setAttribute("role", "status");
  const again = () => filter(place, search.value, nothing);
  search.addEventListener("input", again);
  const name = make("input");
  name.type = "text";
  name.maxLength = 80;
  const form = make("form", "own");
  const add = make("button", "do", "Add");
  add.type = "submit";
  form.append(labelled("A topic of your own", name), add);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (!name.value.trim()) return;
    ask(model, "new_topic", name.value);
    name.value = "";
  });
  const bar = make("div", "tools");
  bar.append(labelled("Find a topic", search), form);
  return { bar, nothing, again };
}

function takeBar(model) {
  const select = make("select");
  for (let number = 3; number <= 12; number += 1) select.append(new Option(String(number), String(number)));
  const take = button("", "", () => ask(model, "take", model.get("count")), "do primary");
  select.addEventListener("change", () => ask(model, "count", Number(select.value)));
  const bar = make("div", "tools take");
  bar.append(labelled("How many topics", select), take);
  const show = () => {
    select.value = String(model.get("count"));
    take.textContent = `Take the top ${model.get("count")}`;
    take.disabled = !model.get("ranked").length;
  };
  return { bar, show };
}

function render({ model, el }) {
  el.classList.add("rm", "rm-room", "rm-vote");
  el.setAttribute("data-lm-suppress-shortcuts", "true");
  const topics = make("div", "topics");
  const { bar, nothing, again } = searchBar(model, topics);
  const left = make("div", "left");
  const volunteers = make("p", "m volunteers");
  left.append(make("h2", "", "Dot vote: what should seniors learn from juniors?"), bar, nothing, topics, volunteers);
  const right = make("div", "right-side");
  const total = make("p", "total");
  const ranking = make("ol", "ranking");
  ranking.tabIndex = 0;
  ranking.setAttribute("aria-label", "Topics by dots");
  const said = make("p", "said");
  said.setAttribute("role", "status");
  const { bar: takes, show } = takeBar(model);
  right.append(make("h2", "", "What the room says"), total, takes, said, ranking);
  el.append(left, right);

  const redraw = () => {
    const held = el.contains(document.activeElement) && document.activeElement.getAttribute("aria-label");
    drawTopics(model, topics);
    showDots(model, topics);
    again();
    if (held) [...topics.querySelectorAll("[aria-label]")].find((one) => one.getAttribute("aria-label") === held)?.focus();
  };
  const rerank = () => {
    const dots = model.get("total");
    total.textContent = `${dots} ${dots === 1 ? "dot" : "dots"} on ${model.get("ranked").length} of ${model.get("topics").length} topics`;
    said.textContent = model.get("said");
    volunteers.textContent = model.get("volunteers");
    drawRanking(model, ranking);
    show();
  };
  model.on("change:topics", () => { redraw(); rerank(); });
  model.on("change:dots", () => showDots(model, topics));
  for (const trait of ["ranked", "total", "said", "count"]) model.on(`change:${trait}`, rerank);
  redraw();
  rerank();
}

export default { render };
