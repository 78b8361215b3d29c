// Reads {xml, slots, asked} from standard input; prints for each situation what the decisions of a DMN document say.
console.warn = console.error = () => {}; // it logs each decision of which no row matches
const { decisionTable } = require("@hbtgmbh/dmn-eval-js");
const { xml, slots, asked } = JSON.parse(require("fs").readFileSync(0, "utf-8"));

(async () => {
  const decisions = await decisionTable.parseDmnXml(xml), known = new Map();
  const decide = (slot, { policy, inputs }, facts) => { // once for whatever the decision is given
    const given = Object.fromEntries(inputs.map((name) => [name, facts[name]])), key = JSON.stringify([slot, given]);
    if (!known.has(key)) {
      const found = decisionTable.evaluateDecision(slot, decisions, given);
      known.set(key, policy === "COLLECT" ? found.map((it) => it[slot]) : found[slot] ?? null);
    }
    return known.get(key);
  };
  process.stdout.write(JSON.stringify(asked.map((facts) =>
    Object.fromEntries(Object.entries(slots).map(([slot, how]) => [slot, decide(slot, how, facts)])))));
})();
