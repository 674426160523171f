// Hands raised in the room, typed in field by field; Enter moves on. Everything is put in as text, never as HTML.
function make(kind, className, text) {
  const element = document.createElement(kind);
  if (className) element.className = className;
  if (text !== undefined) element.textContent = text;
  return element;
}

function button(text, act, className) {
  const element = make("button", className, text);
  element.type = "button";
  element.addEventListener("click", act);
  return element;
}

function ask(model, trait, value) {
  model.set(trait, value);
  model.save_changes();
}

let made = 0;
function numberField(label, className) {
  made += 1;
  const name = make("label", "field");
  const input = make("input", className);
  input.type = "text";
  input.inputMode = "numeric";
  input.autocomplete = "off";
  input.id = `rm-hands-${made}`;
  name.htmlFor = input.id;
  name.append(...label, input);
  input.addEventListener("input", () => {
    input.value = input.value.replace(/\D/g, "").slice(0, 4);
  });
  input.addEventListener("focus", () => input.select());
  return { name, input };
}

function put(model, trait, key, text) {
  const all = { ...model.get(trait) };
  if (text === "") delete all[key];
  else all[key] = Number(text);
  if (JSON.stringify(all) !== JSON.stringify(model.get(trait))) ask(model, trait, all);
}

function note(key) {
  const place = make("p", "turnout");
  place.dataset.note = key;
  place.setAttribute("role", "status");
  made += 1;
  place.id = `rm-note-${made}`;
  return place;
}

function presentFields(model) {
  const box = make("div", "present");
  const fields = {};
  for (const [role, words] of [["mentee", "Mentees (senior) here"], ["mentor", "Mentors (junior) here"]]) {
    const { name, input } = numberField([make("span", "", words)], "present");
    const said = note(role);
    input.setAttribute("aria-describedby", said.id);
    input.addEventListener("change", () => put(model, "room", role, input.value));
    const one = make("div");
    one.append(name, said);
    box.append(one);
    fields[role] = input;
  }
  return { box, fields };
}

function clock(model) {
  const box = make("div", "clock");
  const shown = make("span", "time");
  shown.setAttribute("role", "timer");
  shown.setAttribute("aria-label", "Time left for this topic");
  const over = make("span", "sr");
  over.setAttribute("aria-live", "polite");
  let left = 0;
  let until = 0;
  let ticking = 0;
  const show = () => {
    const seconds = Math.ceil(left / 1000);
    shown.textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
    shown.classList.toggle("over", seconds === 0);
    start.textContent = ticking ? "Pause" : "Start";
  };
  const stop = () => {
    clearInterval(ticking);
    ticking = 0;
  };
  const tick = () => {
    left = Math.max(0, until - Date.now());
    if (!left) {
      stop();
      over.textContent = "Time is up for this topic.";
    }
    show();
  };
  const start = button("Start", () => {
    if (ticking) {
      tick();
      stop();
    } else if (left) {
      until = Date.now() + left;
      ticking = setInterval(tick, 250);
    }
    show();
  }, "do");
  const reset = () => {
    stop();
    left = 1000 * model.get("seconds");
    over.textContent = "";
    show();
  };
  box.append(shown, start, button("Reset", reset, "do"), over);
  reset();
  return { box, reset, stop };
}

function questionRow(model, question) {
  const row = make("fieldset", question.answers.length > 1 ? "question" : "question single");
  row.append(make("legend", "", question.text));
  const said = note(question.key);
  const fields = make("div", "levels");
  for (const [level, words] of question.answers) {
    const yes = question.answers.length === 1;
    const text = make("span", "anchor", yes ? "yes, hands" : "");
    if (!yes) text.append(make("b", "", String(level)), ` ${words}`);
    const { name, input } = numberField([text], "hands");
    input.dataset.field = `${question.key} ${level}`;
    input.setAttribute("aria-describedby", said.id);
    input.addEventListener("change", () => put(model, "typed", input.dataset.field, input.value));
    fields.append(name);
  }
  row.append(fields, said);
  return row;
}

function questionsOf(model) {
  const box = make("div", "questions");
  let card;
  let role = "";
  for (const question of model.get("questions")) {
    if (question.role !== role) {
      role = question.role;
      card = make("section", "role");
      card.append(make("h3", "", question.words.replace(/^./, (first) => first.toUpperCase())));
      box.append(card);
    }
    card.append(questionRow(model, question));
  }
  return box;
}

function topicBar(model, place) {
  const now = model.get("place");
  place.replaceChildren(
    ...model.get("topics").map((topic, index) => {
      const one = button(`${index + 1}${topic.inside ? " ✓" : ""}`, () => ask(model, "place", index), "step");
      one.setAttribute("aria-label", `Topic ${index + 1}, ${topic.name}${topic.inside ? ", is in" : ""}`);
      if (index === now) one.setAttribute("aria-current", "step");
      return one;
    }),
  );
}

function render({ model, el }) {
  el.classList.add("rm", "rm-room", "rm-tally");
  el.setAttribute("data-lm-suppress-shortcuts", "true");
  const progress = make("h2", "how-many");
  progress.setAttribute("role", "status");
  const { box: present, fields } = presentFields(model);
  const { box: time, reset, stop } = clock(model);
  const steps = make("nav", "steps-of");
  steps.setAttribute("aria-label", "Topics");
  const top = make("div", "top-row");
  top.append(progress, present);
  const head = make("div", "topic-head");
  const title = make("h2", "topic");
  const definition = make("p", "definition");
  const about = make("div", "about");
  about.append(title, definition);
  head.append(about, time);
  const state = make("div", "state");
  const isIn = make("span", "ok");
  const correct = button("Correct", () => ask(model, "act", "correct"), "do");
  state.append(isIn, correct);
  const questions = questionsOf(model);
  const hands = () => [...questions.querySelectorAll("input.hands")];
  const next = button("Next topic", () => go(), "do primary");
  const foot = make("div", "foot");
  foot.append(next, make("span", "m", "Enter goes to the next field; an empty field is no hand. Not everybody has to raise one."));
  const work = make("div", "work");
  work.append(steps, head, state, questions, foot);
  el.append(top, work);

  const last = () => hands().at(-1);
  const wait = (waiting) => {
    next.textContent = waiting ? "Saving …" : "Next topic";
    for (const input of hands()) input.readOnly = waiting;
  };
  function go() {
    wait(true);
    ask(model, "act", "next");
  }
  model.on("change:act", () => wait(model.get("act") === "next"));
  el.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.target.tagName !== "INPUT") return;
    event.preventDefault();
    const all = [...el.querySelectorAll("input")];
    const field = event.target;
    field.dispatchEvent(new Event("change"));
    if (field === last()) go();
    else all[all.indexOf(field) + 1]?.focus();
  });
  last().addEventListener("blur", () => {
    if (Object.keys(model.get("typed")).length) ask(model, "act", "save");
  });

  const showTopic = () => {
    const topic = model.get("topics")[model.get("place")];
    work.hidden = !topic;
    if (!topic) return;
    title.textContent = topic.name;
    definition.textContent = topic.definition ? `Good looks like: ${topic.definition}.` : "";
    isIn.textContent = topic.inside ? "✓ This topic is in." : "";
    correct.hidden = !topic.inside || !model.get("may_correct");
    state.hidden = !topic.inside;
    topicBar(model, steps);
  };
  const showTyped = () => {
    const typed = model.get("typed");
    for (const input of hands()) {
      const value = String(typed[input.dataset.field] ?? "");
      if (input.value !== value && input !== document.activeElement) input.value = value;
    }
  };
  const showNotes = () => {
    const notes = model.get("notes");
    for (const place of el.querySelectorAll("[data-note]")) {
      const said = notes[place.dataset.note];
      if (place.textContent !== (said?.text ?? "")) place.textContent = said?.text ?? "";
      place.classList.toggle("bad", Boolean(said?.bad));
      for (const input of el.querySelectorAll(`[aria-describedby="${place.id}"]`)) {
        input.setAttribute("aria-invalid", String(Boolean(said?.bad)));
      }
    }
  };
  const showRoom = () => {
    for (const [role, input] of Object.entries(fields)) input.value = String(model.get("room")[role] ?? "");
  };
  const turn = () => {
    const typing = el.contains(document.activeElement);
    model.set("typed", {});
    for (const input of hands()) input.value = "";
    showTopic();
    reset();
    if (!typing || work.hidden) return;
    hands()[0].focus({ preventScroll: true });
    steps.scrollIntoView({ block: "start" });
  };
  model.on("change:place", turn);
  model.on("change:topics", showTopic);
  model.on("change:may_correct", showTopic);
  model.on("change:typed", showTyped);
  model.on("change:notes", showNotes);
  model.on("change:room", showRoom);
  model.on("change:progress", () => { progress.textContent = model.get("progress"); });
  progress.textContent = model.get("progress");
  showTopic();
  showTyped();
  showRoom();
  showNotes();
  return stop;
}

export default { render };
