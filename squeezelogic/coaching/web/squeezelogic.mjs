// Decides by a rulebook that `squeezelogic bundle` wrote. No dependency, and no API of Node.js or of a browser.
//
// `book` is the parsed book.json; `facts` maps attributes to values: text, true or false, numbers, dates as "2026-05-31", lists
// of text for sets. What is left out, null or "unknown" is unknown. Functions are pure; bad facts throw one FactsError with all problems.

export const UNKNOWN = "unknown";

/** Facts that a rulebook cannot take: `problems` lists all that is wrong with them. */
export class FactsError extends Error {
  constructor(problems) {
    super(problems.join("\n"));
    this.name = "FactsError";
    this.problems = problems;
  }
}

/** A rulebook that gives no one answer: two rules in force disagree, or a required slot stays empty. */
export class DecisionError extends Error {
  constructor(message, topic, slot, rules) {
    super(message);
    this.name = "DecisionError";
    Object.assign(this, { topic, slot, rules });
  }
}

// ---------------------------------------------------------------- facts

const quoted = (value) => "`" + (typeof value === "string" ? value : JSON.stringify(value)) + "`";
const isDate = (value) => /^(?!0000)\d{4}-\d\d-\d\d$/.test(value) && new Date(value).toJSON()?.slice(0, 10) === value; // no 30 February

function admits(attribute, value) {
  const within = (low, high) => (low === null || low <= value) && (high === null || value <= high);
  switch (attribute.type) {
    case "boolean": return typeof value === "boolean";
    case "integer": return Number.isSafeInteger(value) && within(attribute.at_least, attribute.at_most);
    case "number": return Number.isFinite(value) && within(attribute.at_least, attribute.at_most);
    case "date": return isDate(value) && within(attribute.at_least, attribute.at_most);
    default: return attribute.values.includes(value);
  }
}

function* imply(book, known) { // fills in what follows from what is known; yields contradictions
  for (let before = -1, count = 0; before !== count;) {
    before = count;
    for (const [name, { implies }] of Object.entries(book.attributes)) {
      for (const [other, implied] of Object.entries(implies?.[String(known[name])] ?? {})) {
        if (known[other] === UNKNOWN) {
          known[other] = implied;
          count += 1;
        } else if (known[other] !== implied) {
          yield `${quoted(other)} cannot be ${quoted(known[other])}: ${quoted(name)} ${quoted(known[name])} makes it ${quoted(implied)}`;
        }
      }
    }
    if (before === -1 && count === 0) return;
  }
}

/** The facts made complete: checked, what follows filled in, the rest unknown (a set: empty). */
export function situation(book, facts) {
  const known = {}, problems = [];
  for (const [name, { type }] of Object.entries(book.attributes)) known[name] = type === "set" ? [] : UNKNOWN;
  for (const [name, value] of Object.entries(facts ?? {})) {
    const attribute = Object.hasOwn(book.attributes, name) ? book.attributes[name] : null;
    if (attribute === null) problems.push(`unknown fact ${quoted(name)}: choose from ${Object.keys(book.attributes).map(quoted).join(", ")}`);
    else if (value === null || value === undefined || value === UNKNOWN) continue;
    else if (attribute.type === "set") {
      const elements = Array.isArray(value) ? value : [value];
      for (const each of elements) if (!admits(attribute, each)) problems.push(`${quoted(name)} cannot hold ${quoted(each)}: choose from ${attribute.values.map(quoted).join(", ")}`);
      known[name] = [...new Set(elements)].sort();
    } else if (admits(attribute, value)) known[name] = value;
    else problems.push(`${quoted(name)} cannot be ${quoted(value)}: ${attribute.values?.length ? `choose from ${attribute.values.map(quoted).join(", ")}` : `give ${attribute.takes}`}`);
  }
  if (!problems.length) problems.push(...new Set(imply(book, known)));
  for (const [name, { required, type, takes }] of Object.entries(book.attributes)) {
    if (required && type !== "set" && known[name] === UNKNOWN && !problems.length) problems.push(`${quoted(name)} is required: give ${takes}`);
  }
  if (problems.length) throw new FactsError(problems);
  return known;
}

// ---------------------------------------------------------------- deciding

function passes(test, value) {
  if ("not" in test) return !passes(test.not, value);
  if ("is" in test) return test.is.includes(value);
  if ("any" in test) return Array.isArray(value) && test.any.some((it) => value.includes(it));
  if ("all" in test) return Array.isArray(value) && test.all.every((it) => value.includes(it));
  if ("count" in test) return Array.isArray(value) && test.of.filter((it) => value.includes(it)).length >= test.count;
  const { at_least = null, at_most = null, above = null, below = null } = test.between;
  return typeof value !== "boolean" && !Array.isArray(value) && value !== UNKNOWN
    && (at_least === null || at_least <= value) && (at_most === null || value <= at_most)
    && (above === null || above < value) && (below === null || value < below);
}

const holds = (rule, read) => rule.when.some((branch) => branch.every(([name, test]) => passes(test, read[name])));

function gather(rules, sums, slots) { // what rules in force conclude together
  const found = Object.fromEntries(sums.map((slot) => [slot, 0])), ranks = {};
  for (const rule of rules) {
    for (const [slot, of] of Object.entries(rule.ranks ?? {})) Object.assign(ranks[slot] ??= {}, of);
    for (const [slot, value] of Object.entries(rule.then)) {
      if (Array.isArray(value)) {
        const list = found[slot] ??= [];
        for (const each of value) if (!list.includes(each)) list.push(each);
      } else found[slot] = slots[slot].sums ? (found[slot] ?? 0) + value : value;
    }
  }
  for (const [slot, of] of Object.entries(ranks)) found[slot].sort((one, other) => (of[one] ?? 0) - (of[other] ?? 0));
  return found;
}

function settle(topic, read, slots) { // which rules hold, and which of them stand: from the highest rank down
  const standing = [], overruled = [];
  for (const [place, rule] of topic.rules.entries()) {
    if (!holds(rule, read)) continue;
    const rivals = standing.filter((it) => rule.rivals?.includes(it)), winner = rivals.find((it) => rule.above?.includes(it));
    if (winner !== undefined) overruled.push([rule, topic.rules[winner]]);
    else if (rivals.length) {
      const rules = [topic.rules[rivals[0]].id, rule.id];
      throw new DecisionError(`rules ${rules.map(quoted).join(" and ")} of topic ${quoted(topic.name)} both stand and disagree`, topic.name, null, rules);
    } else standing.push(place);
  }
  const rules = standing.map((place) => topic.rules[place]), found = gather(rules, topic.sums, slots);
  const gap = topic.required.find((slot) => !(slot in found));
  if (gap !== undefined) throw new DecisionError(`no rule of topic ${quoted(topic.name)} fills ${quoted(gap)}`, topic.name, gap, []);
  return { topic, read, rules, overruled, slots: found };
}

function run(book, known) {
  const outcomes = [], filled = {};
  for (const topic of book.topics) {
    const read = {};
    for (const [name, type] of Object.entries(topic.reads)) {
      read[name] = name in known ? known[name] : filled[name] ?? (type === "set" ? [] : UNKNOWN);
    }
    const outcome = settle(topic, read, book.slots);
    outcomes.push(outcome);
    for (const [slot, value] of Object.entries(outcome.slots)) filled[slot] = Array.isArray(value) ? [...(filled[slot] ?? []), ...value] : value;
  }
  return outcomes;
}

const combine = (book, outcomes) => gather(outcomes.flatMap(({ rules }) => rules), outcomes.flatMap(({ topic }) => topic.sums), book.slots);

/** What the rulebook decides: `slots`, the ids of the rules in force in order of importance, and who overruled whom. */
export function decide(book, facts) {
  const outcomes = run(book, situation(book, facts));
  return {
    slots: combine(book, outcomes),
    standing: outcomes.flatMap(({ rules }) => rules.map(({ id }) => id)),
    overruled: Object.fromEntries(outcomes.flatMap(({ overruled }) => overruled.map(([lost, won]) => [lost.id, won.id]))),
  };
}

// ---------------------------------------------------------------- explaining

/** The rules in force that give a slot, a value of one (`effort=none`), a piece of advice, or that have an id. */
export function why(book, facts, what) {
  const outcomes = run(book, situation(book, facts)), [slot, wanted] = String(what).split(/=(.*)/s);
  const gives = (rule) => rule.id === what || Object.entries(rule.then).some(([name, value]) => {
    const values = [value].flat().map(String);
    return name === what || (wanted === undefined ? values.includes(what) : name === slot && values.includes(wanted));
  });
  return outcomes.flatMap(({ rules, read }) => rules.filter(gives).map((rule) => ({
    rule: rule.id, title: rule.title, because: rule.because, basis: rule.basis, disputed_by: rule.disputed_by,
    sources: rule.claims.map((id) => ({ claim: id, ...book.claims[id] })),
    conditions: rule.when.filter((branch) => branch.every(([name, test]) => passes(test, read[name])))
      .map((branch) => branch.map(([attribute]) => ({ attribute, value: read[attribute] }))),
  })));
}

// ---------------------------------------------------------------- coaching

/** The whole recommendation: equal to what `recommend(…).to_dict()` gives in Python. Only for a book that speaks of lifting. */
export function recommend(book, facts) {
  const { coaching } = book;
  if (!coaching) throw new TypeError(`rulebook ${quoted(book.rulebook.name)} gives no recommendations: call decide`);
  const known = situation(book, facts), outcomes = run(book, known), rules = outcomes.flatMap((outcome) => outcome.rules);
  const slots = combine(book, outcomes);
  const main = outcomes.find(({ topic }) => topic.rules.some(({ then }) => coaching.values[0] in then));
  const told = [main, ...outcomes.filter((it) => it !== main)]; // the topic that gives the verdict goes first
  const gives = (value, id) => Array.isArray(value) ? value.includes(id) : value === id;
  const giver = (slot, id) => rules.find(({ then }) => gives(then[slot], id)).id; // the most important one
  const item = (slot, id) => ({ id, text: book.advice[id].text, rule: giver(slot, id), ...book.advice[id].carried });
  const steps = Object.fromEntries(Object.entries(coaching.progression).map(([name, slot]) => [name, slot in slots ? item(slot, slots[slot]) : null]));
  const given = Object.keys(known).filter((name) => book.attributes[name].type === "set" ? known[name].length : known[name] !== UNKNOWN).sort();
  const missing = coaching.needed.find((slot) => !(slot in slots));
  if (missing !== undefined) throw new DecisionError(`no rule fills ${quoted(missing)}, which a recommendation needs`, "", missing, []);
  return {
    schema: coaching.schema,
    ...Object.fromEntries(coaching.values.map((slot) => [slot, slots[slot] ?? null])),
    summary: book.advice[slots.summary].text,
    ...Object.fromEntries(coaching.lists.map((slot) => [slot, (slots[slot] ?? []).map((id) => item(slot, id))])),
    progression: slots.direction || Object.values(steps).some(Boolean) ? { direction: slots.direction ?? null, ...steps } : null,
    reasons: told.flatMap((outcome) => outcome.rules).map(({ id, topic, because, claims, basis, disputed_by }) => ({ rule: id, topic, because, claims, basis, disputed_by })),
    overruled: told.flatMap(({ overruled }) => overruled.map(([lost, won]) =>
      ({ rule: lost.id, topic: lost.topic, by: won.id, ranks_by: won.level === lost.level ? "override" : "level", because: won.because }))),
    unused: given.flatMap((name) => unread(coaching.read[known.family][name], known[name]).map((value) =>
      ({ attribute: name, value, ...meant(coaching, known, name, value) }))),
    facts: Object.fromEntries(given.map((name) => [name, known[name]])),
    rulebook: book.rulebook,
    disclaimer: book.advice[slots.disclaimer].text,
  };
}

const unread = (asked, value) => asked === null ? [] : Array.isArray(value) ? value.filter((it) => !asked?.includes(it)) : asked ? [] : [value];

/** What was probably meant by an element that no rule reads here, if rules read that and it was not said too. */
const meant = (coaching, known, name, value) => {
  const other = coaching.meant[name]?.[value];
  return other && coaching.read[known.family][name]?.includes(other) && !known[name].includes(other) ? { meant: other } : {};
};

/** The codes of the languages that a book can be asked for, English first. */
export const languages = (book) => ["en", ...Object.keys(book.languages)];

/** The book with its texts in another language. It decides the same; what is not translated stays English. */
export function inLanguage(book, language) {
  if (language === "en") return book;
  if (!Object.hasOwn(book.languages, language)) throw new RangeError(`no texts in ${quoted(language)}: choose from ${languages(book).map(quoted).join(", ")}`);
  const { texts, phrases } = book.languages[language];
  const say = (key, english) => english && (texts[key] ?? english);
  const each = (of, change) => Object.fromEntries(Object.entries(of ?? {}).map(([name, it]) => [name, change(it, name)]));
  const labelled = (kind, value) => (it, name) => ({ ...it, label: say(`${kind}.${name}`, it.label), labels: each(it.labels, (text, of) => say(`${value}.${name}.${of}`, text)) });
  const asks = (it, name) => ({ ...labelled("label", "value")(it, name), ask: say(`ask.${name}`, it.ask), tell: say(`tell.${name}`, it.tell) });
  const rule = (it) => ({ ...it, title: say(`title.${it.id}`, it.title), because: say(`because.${it.id}`, it.because) });
  const carried = (it, id) => it.short ? { ...it, short: say(`short.${id}`, it.short) } : it;
  return {
    ...book, phrases: { ...book.phrases, ...phrases },
    attributes: each(book.attributes, asks), slots: each(book.slots, labelled("slot", "conclusion")),
    topics: book.topics.map((it) => ({ ...it, question: say(`question.${it.name}`, it.question), rules: it.rules.map(rule) })),
    advice: each(book.advice, (it, id) => ({ text: say(`advice.${id}`, it.text), carried: carried(it.carried, id) })),
    claims: each(book.claims, (it, id) => ({ ...it, gist: say(`gist.${id}`, it.gist) })),
  };
}

const MOST_WORDS = 90, MOST_CORRECTIONS = 2, MOST_CUES = 4;
const SENTENCE = /(?<=[.!?])\s+(?=[^a-z])/u;

/** What a coach says aloud, in at most ninety words: a paragraph a line. */
export function brief(book, facts) {
  const rec = recommend(book, facts), said = (item) => item.short ?? item.text, headed = (key, text) => `${book.phrases[`brief.${key}`]}: ${text}`;
  const ended = (text) => /[.!?…]$/u.test(text) ? text : `${text}.`;
  const critical = rec.cautions.filter(({ severity }) => severity === "critical").map(said);
  const { direction, next } = rec.progression ?? {}, back = direction === "regress" && next ? [headed("back", ended(said(next)))] : [];
  const full = {
    corrections: rec.corrections.slice(0, MOST_CORRECTIONS).map(said),
    cues: rec.cues.slice(0, MOST_CUES).map(said),
    reason: rec.reasons.length ? rec.reasons[0].because.trim().split(SENTENCE) : [],
  };
  const lines = ({ corrections, cues, reason }) => [
    rec.summary, ...critical, ...back, ...corrections.map((text) => headed("fix", text)),
    ...(cues.length ? [headed("cues", cues.map(ended).join(" "))] : []), ...(reason.length ? [headed("why", reason.join(" "))] : []),
  ];
  const fits = (version) => lines(version).join(" ").split(/\s+/u).filter(Boolean).length <= MOST_WORDS;
  let version = full;
  const drop = (part, least) => { while (!fits(version) && version[part].length > least) version = { ...version, [part]: version[part].slice(0, -1) }; };
  drop("reason", 1);
  drop("cues", 0);
  drop("corrections", 1);
  if (!fits(version)) version = { ...version, reason: [] };
  if (!fits(version)) version = { ...version, corrections: [] };
  return lines(version).filter((line) => line.trim()).join("\n");
}

// ---------------------------------------------------------------- asking

const gives = (rule, what) => rule.id === what || Object.entries(rule.then).some(([slot, value]) =>
  [value].flat().some((it) => String(it) === what || `${slot}=${it}` === what));

/** The rules that could give a value or a piece of advice and do not: what failed, or the rule that overrules each. */
export function whyNot(book, facts, what) {
  return run(book, situation(book, facts)).flatMap(({ topic, read, rules, overruled }) => topic.rules
    .filter((rule) => gives(rule, what) && !rules.includes(rule))
    .map((rule) => ({
      rule: rule.id, title: rule.title, because: rule.because,
      overruled_by: overruled.find(([lost]) => lost === rule)?.[1].id ?? null,
      failed: holds(rule, read) ? [] : rule.when.map((branch) => branch
        .filter(([name, test]) => !passes(test, read[name])).map(([attribute, test]) => ({ attribute, value: read[attribute], needs: test }))),
    })));
}

const YES = 1, MAYBE = 0, NO = -1;

function judge(test, options) { // a test of one of several values: options is null where any value may come
  if (options === null) return MAYBE;
  const passed = options.filter((value) => passes(test, value)).length;
  return passed === options.length ? YES : passed === 0 ? NO : MAYBE;
}

function judgeRules(topic, options, known, open) { // how each rule stands while some facts are open
  const held = topic.rules.map((rule) => {
    const branches = rule.when.map((branch) => Math.min(YES, ...branch.map(([name, test]) =>
      name in known ? (open.has(name) ? MAYBE : passes(test, known[name]) ? YES : NO) : judge(test, options[name] ?? null))));
    return Math.max(NO, ...branches);
  });
  const stands = [];
  topic.rules.forEach((rule, place) => {
    const above = (rule.above ?? []).map((it) => stands[it]);
    stands.push(held[place] === NO || above.includes(YES) ? NO : held[place] === YES && above.every((it) => it === NO) ? YES : MAYBE);
  });
  return stands;
}

function foresee(book, topic, stands, options) { // the values that the slots of a topic may still have; null for any
  for (const slot of new Set(topic.rules.flatMap(({ then }) => Object.keys(then)))) {
    const own = topic.rules.map((rule, place) => [rule, stands[place]]).filter(([rule, state]) => slot in rule.then && state !== NO);
    const isList = topic.rules.some(({ then }) => Array.isArray(then[slot])), settled = own.every(([, state]) => state === YES);
    if (slot in options || book.slots[slot].sums || (isList && !settled)) options[slot] = null;
    else if (isList) options[slot] = [[...new Set(own.flatMap(([rule]) => rule.then[slot]))]];
    else {
      const values = own.map(([rule]) => rule.then[slot]);
      const mayStayEmpty = !own.some(([, state]) => state === YES) && !topic.required.includes(slot);
      options[slot] = [...new Set(mayStayEmpty ? [...values, UNKNOWN] : values)];
    }
  }
}

/**
 * The facts not given that may still change some slots (all of them if left out), in the vocabulary's order.
 * None that can change them is left out. A fact that is given as null counts as answered: it stays unknown.
 */
export function questions(book, facts, about = Object.keys(book.slots)) {
  const attributes = Object.fromEntries(Object.entries(book.attributes).map(([name, it]) => [name, { ...it, required: false }]));
  const known = situation({ ...book, attributes }, facts), options = {}, states = new Map();
  const open = new Set(Object.keys(known).filter((name) => !Object.hasOwn(facts, name) && (known[name] === UNKNOWN || Array.isArray(known[name]))));
  for (const topic of book.topics) {
    const stands = judgeRules(topic, options, known, open);
    topic.rules.forEach((rule, place) => states.set(rule, stands[place]));
    foresee(book, topic, stands, options);
  }
  const wanted = new Set(about), asked = new Set();
  for (const { rules } of [...book.topics].reverse()) { // a later topic reads what earlier ones conclude
    const concerned = new Set(rules.filter(({ then }) => Object.keys(then).some((slot) => wanted.has(slot))));
    for (let size = -1; size !== concerned.size;) { // and whatever contests a rule that is concerned
      size = concerned.size;
      rules.forEach((rule) => (rule.rivals ?? []).map((it) => rules[it]).forEach((rival) => {
        if (concerned.has(rule) || concerned.has(rival)) concerned.add(rule).add(rival);
      }));
    }
    for (const [name] of [...concerned].filter((rule) => states.get(rule) === MAYBE).flatMap(({ when }) => when.flat())) {
      if (!(name in known)) wanted.add(name);
      else if (open.has(name)) asked.add(name);
    }
  }
  return Object.keys(book.attributes).filter((name) => asked.has(name));
}
