// Prints how long a call takes, in microseconds of CPU; also of matching alone, by the conditions of rules and by the compiled plan.
import { readFileSync } from "node:fs";

const [, , module, bookFile, planFile] = process.argv, read = (file) => JSON.parse(readFileSync(file, "utf-8"));
const { recommend, decide, situation } = await import(module);
const book = read(bookFile), plan = read(planFile), { attributes } = book, rules = book.topics.flatMap((topic) => topic.rules);

// ---------------------------------------------------------------- what the module would read if book.json held the plan

const UNKNOWN = "unknown";

const isWithin = ([least, above, most, below], value) => value !== UNKNOWN
  && (least === null || least <= value) && (above === null || above < value) && (most === null || value <= most) && (below === null || value < below);
const fits = (given, value) => Array.isArray(given) ? isWithin(given, value) : Array.isArray(value) ? value.includes(given) : given === value;

/** The places of the rules that hold, and of those that stand. `rules` are all rules of the book, in order. */
function match({ values, lookups, stages }, known, rules) {
  const keys = lookups.map(() => 0), rows = [], holding = new Set(), standing = new Set();
  const add = (adds) => { for (const [lookup, bits] of adds) keys[lookup] |= bits; };
  const give = (name, value) => { for (const [given, ...adds] of values[name] ?? []) if (fits(given, value)) add(adds); };
  for (const [name, value] of Object.entries(known)) give(name, value);
  for (const stage of stages) {
    for (const it of stage.lookups) rows[it] = lookups[it][keys[it]];
    for (const [place, lookup, bit, above, adds] of stage.rules) {
      if (!(rows[lookup] & bit)) continue;
      holding.add(place);
      if (above.some((it) => standing.has(it))) continue;
      standing.add(place);
      add(adds);
    }
    for (const [name, of, elements] of stage.totals) {
      give(name, elements.length ? elements.filter((it) => known[of].includes(it)).length
        : [...standing].reduce((sum, it) => sum + (rules[it]?.then[of] ?? 0), 0));
    }
  }
  return { holding, standing };
}

// ---------------------------------------------------------------- measuring

const pick = (list, place) => list[place % list.length];
const situations = Array.from({ length: 5000 }, (_, i) => ({
  movement: pick(attributes.movement.values, i), experience: pick(attributes.experience.values, i * 7 + (i >> 3)),
  goal: pick(attributes.goal.values, i >> 1), back_pain: pick(attributes.back_pain.values, i >> 2),
  load: pick(attributes.load.values, i >> 3), observed: i % 3 ? [] : [pick(attributes.observed.values, i)],
}));
const wanted = new Set(book.topics.flatMap(({ reads }) => Object.keys(reads))); // slots that no rule reads are not filled
const silence = (rule) => ({ ...rule, then: Object.fromEntries(Object.entries(rule.then).filter(([slot]) => wanted.has(slot))), ranks: {} });
const silent = { ...book, topics: book.topics.map((topic) => ({ ...topic, required: [], rules: topic.rules.map(silence) })) };
const calls = {
  decide: (facts) => decide(book, facts),
  recommend: (facts) => recommend(book, facts),
  "matching by conditions": (facts) => decide(silent, facts).standing,
  "matching by the plan": (facts) => match(plan, situation(book, facts), rules).standing,
};
for (const facts of situations) {
  const expected = String(decide(book, facts).standing), places = calls["matching by the plan"](facts);
  for (const found of [calls["matching by conditions"](facts), rules.filter((_, place) => places.has(place)).map(({ id }) => id)]) {
    if (String(found) !== expected) throw new Error(`decided differently: ${JSON.stringify(facts)}`);
  }
}
for (const [name, call] of Object.entries(calls)) {
  let best = Infinity;
  for (let round = 0; round < 5; round += 1) {
    const began = process.cpuUsage();
    situations.forEach(call);
    best = Math.min(best, process.cpuUsage(began).user / situations.length);
  }
  console.log(`${name}\t${best.toFixed(0)}`);
}
