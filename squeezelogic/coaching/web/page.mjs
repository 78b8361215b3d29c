// The page: questions on one side, the answer on the other. `squeezelogic.mjs` stands above it in the same script.

const every = JSON.parse(document.getElementById("book").textContent);
const NOT_SURE = "";
const ANSWER = every.coaching ? every.coaching.values : Object.keys(every.slots);
const OPEN = ["corrections", "cues"]; // shown at once; the other lists unfold, cautions aside
const LONG = 160; // letters of a question that would shout in bold
const LANGUAGE = "lang"; // in the address, beside the facts
const TONE = { squeeze: "go", squeeze_gently: "go", start_gently: "go", learn_first: "wait", fix_form_first: "wait", no_squeeze: "wait", reassess: "stop", refer: "stop" };
let language = pickLanguage(location.hash), book = inLanguage(every, language), facts = read(location.hash), extra = false;

const form = document.getElementById("questions"), card = document.getElementById("card"), glance = document.getElementById("glance");
const phrase = (key, parts = {}) => book.phrases[key].replace(/\{(\w+)\}/gu, (_, name) => parts[name]);
const spoken = (name) => name.replaceAll("_", " ");
const labelOf = (it, name) => it?.label || spoken(name);
const valueOf = (it, value) => it?.labels?.[String(value)] ?? (typeof value === "boolean" ? phrase(value ? "yes" : "no") : spoken(String(value)));

function element(tag, properties = {}, ...children) {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children.filter((child) => child !== null && child !== undefined));
  return made;
}

// ---------------------------------------------------------------- the link

function pickLanguage(hash) { // the one in the address, or else the reader's, or else English
  const wanted = [new URLSearchParams(hash.replace(/^#/, "")).get(LANGUAGE), ...navigator.languages.map((code) => code.split("-")[0])];
  return wanted.find((code) => languages(every).includes(code)) ?? "en";
}

function read(hash) { // facts in the address of the page
  const found = [];
  for (const [name, text] of new URLSearchParams(hash.replace(/^#/, ""))) {
    const attribute = Object.hasOwn(book.attributes, name) ? book.attributes[name] : null;
    if (attribute === null) continue;
    if (text === NOT_SURE) found.push([name, attribute.type === "set" ? [] : null]);
    else if (attribute.type === "set") found.push([name, text.split(",")]);
    else if (attribute.type === "boolean") found.push([name, text === "true"]);
    else found.push([name, attribute.type === "integer" || attribute.type === "number" ? Number(text) : text]);
  }
  return keepPossible(found);
}

function keepPossible(given) { // facts without those that cannot be, or that contradict earlier ones
  const attributes = Object.fromEntries(Object.entries(book.attributes).map(([name, it]) => [name, { ...it, required: false }]));
  let kept = {};
  for (const [name, value] of given) {
    try {
      situation({ ...book, attributes }, { ...kept, [name]: value });
      kept = { ...kept, [name]: value };
    } catch {} // left out
  }
  return kept;
}

const written = () => new URLSearchParams([...(languages(every).length > 1 ? [[LANGUAGE, language]] : []), ...Object.entries(facts)].map(([name, value]) => [name, Array.isArray(value) ? value.join(",") : value === null ? NOT_SURE : String(value)])).toString();

// ---------------------------------------------------------------- the questions

function asked() { // those that can still change the answer, and those already answered
  const wanted = new Set(questions(book, facts, extra ? undefined : ANSWER));
  const shown = Object.keys(book.attributes).filter((name) => wanted.has(name) || Object.hasOwn(facts, name) || book.attributes[name].required);
  const left = new Set(shown.filter((name) => Object.hasOwn(facts, name) || !isImplied(name)));
  for (const name of left) { // what settles a required fact is asked in its place
    const settling = Object.keys(book.attributes).find((it) => Object.values(book.attributes[it].implies ?? {}).some((more) => name in more));
    if (!settling || !book.attributes[name].required || Object.hasOwn(facts, name)) continue;
    left.add(settling);
    if (facts[settling] !== null) left.delete(name);
  }
  return Object.keys(book.attributes).filter((name) => left.has(name));
}

function isImplied(name) { // what follows from another answer is not asked
  return Object.entries(book.attributes).some(([other, { implies }]) => implies?.[String(facts[other])]?.[name] !== undefined);
}

function set(name, value) {
  const { [name]: _, ...others } = facts, possible = keepPossible([[name, value], ...Object.entries(others)]); // the newer answer counts
  facts = Object.fromEntries(Object.entries({ ...facts, [name]: value }).filter(([it]) => Object.hasOwn(possible, it)));
  if (value === undefined) delete facts[name]; // not answered any more
  history.replaceState(null, "", `#${written()}`);
  draw();
}

function choice(name, type, value, checked, text) {
  const input = element("input", { type, name, checked, value: String(value), id: `${name}-${value}` });
  input.addEventListener("change", () => {
    if (type === "radio") set(name, value);
    else set(name, [...form.querySelectorAll(`input[name="${CSS.escape(name)}"]:checked`)].map((it) => it.value));
  });
  return element("label", {}, input, text);
}

function control(name, attribute) {
  const value = facts[name];
  if (attribute.type === "set") {
    const boxes = attribute.values.filter((it) => isRelevant(name, it)).map((it) => choice(name, "checkbox", it, (value ?? []).includes(it), valueOf(attribute, it)));
    const none = element("input", { type: "checkbox", checked: value?.length === 0, id: `${name}-none` });
    none.addEventListener("change", () => set(name, none.checked ? [] : undefined));
    return element("div", { className: "choices" }, ...boxes, element("label", {}, none, phrase("ask.none")));
  }
  if (attribute.type === "enum" || attribute.type === "boolean") {
    const values = attribute.type === "boolean" ? [true, false] : attribute.values;
    const pills = values.map((it) => choice(name, "radio", it, value === it, valueOf(attribute, it)));
    if (!attribute.required) pills.push(choice(name, "radio", null, Object.hasOwn(facts, name) && value === null, phrase("page.not-sure")));
    return element("div", { className: "choices" }, ...pills);
  }
  const input = element("input", { type: attribute.type === "date" ? "date" : "number", name, id: `${name}-value`, value: value ?? "", step: "any" });
  if (attribute.at_least !== null) input.min = attribute.at_least;
  if (attribute.at_most !== null) input.max = attribute.at_most;
  input.setAttribute("aria-label", attribute.ask || labelOf(attribute, name));
  input.addEventListener("change", () => {
    const given = attribute.type === "date" ? input.value : Number(input.value);
    if (input.value === "") set(name, null);
    else if (input.checkValidity()) set(name, given);
    else input.reportValidity();
  });
  return input;
}

function isRelevant(name, value) { // faults of the other family are not offered
  const read = book.coaching?.read[facts.family ?? implied("family")]?.[name];
  return name !== "observed" || !Array.isArray(read) || read.includes(value);
}

const implied = (name) => Object.entries(book.attributes).map(([other, { implies }]) => implies?.[String(facts[other])]?.[name]).find((it) => it !== undefined);

function drawQuestions() {
  const focused = document.activeElement?.id, groups = {};
  for (const name of asked()) (groups[book.attributes[name].of] ??= []).push(name);
  const order = ["exercise", "profile", "observed", "facts"].filter((of) => groups[of]);
  form.replaceChildren(...order.flatMap((of) => [
    element("h2", { textContent: phrase(`page.of.${of}`) }),
    ...groups[of].map((name) => {
      const attribute = book.attributes[name];
      return element("fieldset", {}, element("legend", { textContent: attribute.ask || labelOf(attribute, name), className: (attribute.ask ?? "").length > LONG ? "long" : "" }),
        attribute.tell ? element("p", { className: "tell", textContent: attribute.tell }) : null, control(name, attribute));
    }),
  ]), buttons());
  if (focused) document.getElementById(focused)?.focus();
}

function buttons() {
  const more = element("button", { type: "button", textContent: phrase(extra ? "page.less" : "page.more") });
  more.addEventListener("click", () => { extra = !extra; draw(); });
  const clear = element("button", { type: "button", textContent: phrase("page.again") });
  clear.addEventListener("click", () => { facts = {}; extra = false; history.replaceState(null, "", `#${written()}`); draw(); });
  const copy = element("button", { type: "button", textContent: phrase("page.link") });
  copy.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(location.href);
      copy.textContent = phrase("page.copied");
    } catch {
      copy.textContent = phrase("page.copy");
    }
  });
  return element("div", { className: "row" }, more, clear, copy);
}

// ---------------------------------------------------------------- the answer

const list = (heading, texts) => texts.length ? [element("h2", { textContent: heading }), element("ul", {}, ...texts.map((text) => element("li", { textContent: text })))] : [];
const fold = (kind, heading, ...children) => { // the kind keeps it open when it is drawn again
  const made = element("details", {}, element("summary", { textContent: heading }), ...children);
  made.dataset.kind = kind;
  return made;
};

function reasons(ids) { // why: each rule in force, its reason and its sources
  const byId = new Map(book.topics.flatMap(({ rules }) => rules).map((rule) => [rule.id, rule]));
  return element("ol", {}, ...ids.map((id) => byId.get(id)).map((rule) => element("li", {},
    element("strong", { textContent: `${rule.title || spoken(rule.id)}. ` }), rule.because,
    ...rule.claims.map((claim) => element("div", { className: "source", textContent: `${book.claims[claim].article}, “${book.claims[claim].section}” (${claim})` })),
    rule.claims.length || rule.basis !== "house" ? null : element("div", { className: "source", textContent: phrase("page.own") }),
    rule.disputed_by.length ? element("div", { className: "source", textContent: phrase("page.disputed", { claims: rule.disputed_by.map((claim) => book.claims[claim].gist).join(" ") }) }) : null)));
}

function lostRules(overruled) {
  const byId = new Map(book.topics.flatMap(({ rules }) => rules).map((rule) => [rule.id, rule])), name = (id) => byId.get(id).title || spoken(id);
  return element("ul", {}, ...overruled.map(([lost, won]) => element("li", {}, element("span", { className: "struck", textContent: name(lost) }), ` – ${phrase("page.by", { rule: name(won) })}`)));
}

const labelled = (name) => book.attributes[name] ?? book.slots[name];
const titleOf = (id) => book.topics.flatMap(({ rules }) => rules).find((rule) => rule.id === id).title || spoken(id);
const sayValue = (name, value) => value === UNKNOWN ? phrase("page.not-sure") : book.advice[value]?.text ?? valueOf(labelled(name), value);

function whyNotMenu(slot) {
  const known = book.slots[slot], menu = element("select", { id: "why-not" }), place = element("div");
  menu.append(element("option", { value: "", textContent: phrase("page.choose") }), ...(known.values ?? []).map((value) => element("option", { value, textContent: valueOf(known, value) })));
  menu.addEventListener("change", () => {
    const refused = menu.value ? whyNot(book, facts, `${slot}=${menu.value}`) : [];
    const texts = refused.map((it) => it.overruled_by ? `${it.title || spoken(it.rule)} – ${phrase("page.by", { rule: titleOf(it.overruled_by) })}`
      : `${it.title || spoken(it.rule)}: ${it.failed.map((branch) => branch.map(({ attribute, value }) => phrase("page.is", { fact: labelOf(labelled(attribute), attribute), value: [value].flat().map((each) => sayValue(attribute, each)).join(", ") || phrase("none") })).join("; ")).join(phrase("page.either"))}.`);
    place.replaceChildren(element("ul", {}, ...texts.map((text) => element("li", { textContent: text }))));
  });
  return fold("why-not", phrase("page.why-not"), element("label", { htmlFor: "why-not", textContent: `${phrase("page.why-not-this")} ` }), menu, place);
}

function drawRecommendation() {
  const rec = recommend(book, facts), decision = decide(book, facts), items = (part) => rec[part].map(({ text }) => text);
  const { progression } = rec;
  const steps = progression ? Object.keys(every.coaching.progression).filter((name) => progression[name]).map((name) => [phrase(`step.${name}`), progression[name].text]) : [];
  card.replaceChildren(
    element("p", { className: `verdict ${TONE[rec.verdict] ?? "wait"}`, textContent: valueOf(book.slots.verdict, rec.verdict) }),
    element("p", { className: "summary", textContent: rec.summary }),
    ...rec.cautions.map(({ text, severity }) => element("p", { className: `caution ${severity ?? ""}`, textContent: text })),
    ...OPEN.flatMap((part) => list(phrase(part), items(part))),
    ...every.coaching.lists.filter((part) => part !== "cautions" && !OPEN.includes(part) && rec[part].length).map((part) => fold(part, phrase(part), element("ul", {}, ...items(part).map((text) => element("li", { textContent: text }))))),
    ...(steps.length ? [fold("steps", progression.direction ? `${phrase("page.steps")}: ${valueOf(book.slots.direction, progression.direction)}` : phrase("page.steps"), element("dl", {}, ...steps.flatMap(([name, text]) => [element("dt", { textContent: name }), element("dd", { textContent: text })])))] : []),
    fold("why", phrase("page.why"), reasons(rec.reasons.map(({ rule }) => rule))),
    ...(rec.overruled.length ? [fold("lost", phrase("page.lost"), lostRules(Object.entries(decision.overruled)))] : []),
    whyNotMenu("verdict"),
    element("p", { className: "source", textContent: rec.disclaimer }),
  );
  return valueOf(book.slots.verdict, rec.verdict);
}

function drawDecision() {
  const decision = decide(book, facts), told = (slot, value) => [value].flat().map((it) => book.advice[it]?.text ?? valueOf(book.slots[slot], it)).join(" ");
  card.replaceChildren(
    element("dl", {}, ...Object.entries(decision.slots).flatMap(([slot, value]) => [element("dt", { textContent: labelOf(book.slots[slot], slot) }), element("dd", { textContent: told(slot, value) })])),
    fold("why", phrase("page.why"), reasons(decision.standing)),
    ...(Object.keys(decision.overruled).length ? [fold("lost", phrase("page.lost"), lostRules(Object.entries(decision.overruled)))] : []),
    ...Object.keys(decision.slots).filter((slot) => book.slots[slot].values?.length).slice(0, 1).map(whyNotMenu),
  );
  const slots = Object.entries(decision.slots), first = slots.findIndex(([slot]) => !book.slots[slot].sums);
  if (first === 0) return told(...slots[0]); // or else the points, and what they lead to
  return slots.slice(0, first < 0 ? slots.length : first + 1).map(([slot, value]) => `${labelOf(book.slots[slot], slot)}: ${told(slot, value)}`).join(" · ");
}

function showAtAGlance(said) { // on a phone: the answer, while the questions hide the card
  glance.hidden = !said;
  glance.textContent = said ? `${said} ↑` : "";
  glance.className = card.querySelector(".verdict")?.classList[1] ?? "";
}

function draw() {
  drawQuestions();
  const unfolded = [...card.querySelectorAll("details")].filter((it) => it.open).map((it) => it.dataset.kind);
  let said = "";
  try {
    said = book.coaching ? drawRecommendation() : drawDecision();
  } catch (error) {
    const isOpen = error instanceof FactsError && Object.keys(book.attributes).some((name) => book.attributes[name].required && !Object.hasOwn(facts, name));
    card.replaceChildren(element("p", { className: "summary", textContent: isOpen ? phrase("page.begin") : error.message }));
  }
  for (const each of card.querySelectorAll("details")) each.open = unfolded.includes(each.dataset.kind);
  showAtAGlance(said);
}

// ---------------------------------------------------------------- the language

function speak(code) {
  language = code;
  book = inLanguage(every, code);
  document.documentElement.lang = code;
  for (const each of document.querySelectorAll("[data-phrase]")) each.textContent = phrase(each.dataset.phrase);
  for (const each of document.querySelectorAll("[data-label]")) each.setAttribute("aria-label", phrase(each.dataset.label));
  for (const each of document.querySelectorAll("[data-language]")) each.hidden = each.dataset.language !== code;
  const question = book.topics.find(({ rules }) => rules.some(({ then }) => Object.hasOwn(then, ANSWER[0])))?.question ?? "";
  const title = document.getElementById("title"), own = title.dataset.own === "true" || !question;
  if (!own) document.title = title.textContent = question;
  document.getElementById("lead").textContent = own ? question : "";
  document.getElementById("provenance").textContent = phrase("page.rulebook", book.rulebook);
  const place = document.getElementById("languages"), codes = languages(every);
  place.hidden = codes.length === 1;
  place.setAttribute("role", "group");
  place.setAttribute("aria-label", phrase("page.language"));
  place.replaceChildren(...codes.map((each) => {
    const name = new Intl.DisplayNames([each], { type: "language" }).of(each);
    const button = element("button", { type: "button", id: `language-${each}`, lang: each, textContent: name[0].toLocaleUpperCase(each) + name.slice(1) });
    button.setAttribute("aria-pressed", String(each === code));
    button.addEventListener("click", () => { speak(each); history.replaceState(null, "", `#${written()}`); document.getElementById(`language-${each}`).focus(); });
    return button;
  }));
  draw();
}

for (const link of document.querySelectorAll('a[href="#answer"]')) link.addEventListener("click", (event) => { // the address keeps the facts
  event.preventDefault();
  document.getElementById("answer").focus();
});
speak(language);
