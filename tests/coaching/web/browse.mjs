// A page without a browser: reads {html, languages, visits: [{hash, steps}]} from standard input, runs the page's module on
// a small document of its own, and prints for each visit what the page shows at first and after each step, as lines.
import { readFileSync } from "node:fs";

const TEXTS = { id: "id", name: "name", type: "type", lang: "lang", min: "min", max: "max", step: "step", className: "class", htmlFor: "for" };
const EMPTY = ["meta", "input", "br"];

class Element {
  constructor(tag) { Object.assign(this, { tag, attributes: new Map(), children: [], parent: null, listeners: {} }); }
  append(...added) { for (const it of added) { this.children.push(it instanceof Element ? it : String(it)); if (it instanceof Element) it.parent = this; } }
  replaceChildren(...added) { for (const it of this.children) if (it instanceof Element) it.parent = null; this.children = []; this.append(...added); }
  addEventListener(name, act) { (this.listeners[name] ??= []).push(act); }
  async fire(name) { for (const act of this.listeners[name] ?? []) await act({ preventDefault() {} }); }
  setAttribute(name, value) { this.attributes.set(name, String(value)); }
  getAttribute(name) { return this.attributes.get(name) ?? null; }
  get textContent() { return this.children.map((it) => it instanceof Element ? it.textContent : it).join(""); }
  set textContent(text) { this.replaceChildren(...(String(text) === "" ? [] : [text])); }
  get classList() { return Object.assign(this.className.split(/\s+/).filter(Boolean), { contains(name) { return this.includes(name); } }); }
  get dataset() {
    const named = (key) => `data-${key.replace(/[A-Z]/g, (it) => `-${it.toLowerCase()}`)}`;
    return new Proxy({}, { get: (_, key) => this.attributes.get(named(key)), set: (_, key, value) => { this.setAttribute(named(key), value); return true; } });
  }
  get value() { return this.attributes.get("value") ?? ""; }
  set value(text) { this.setAttribute("value", text); }
  focus() { document.activeElement = this; }
  checkValidity() { const given = Number(this.value); return !(this.attributes.has("min") && given < Number(this.min)) && !(this.attributes.has("max") && given > Number(this.max)); }
  reportValidity() { reported.push(this.id); }
  *all() { for (const it of this.children) if (it instanceof Element) { yield it; yield* it.all(); } }
  matches(selector) {
    return selector.split(",").some((one) => {
      const steps = one.trim().replace(/\s*>\s*/g, " >").split(/\s+/);
      const at = (element, place) => {
        const direct = steps[place].startsWith(">"), simple = steps[place].replace(/^>/, "");
        if (!passes(element, simple)) return false;
        if (place === 0) return true;
        for (let above = element.parent; above; above = direct ? null : above.parent) if (at(above, place - 1)) return true;
        return false;
      };
      return at(this, steps.length - 1);
    });
  }
  querySelectorAll(selector) { return [...this.all()].filter((it) => it.matches(selector)); }
  querySelector(selector) { return this.querySelectorAll(selector)[0] ?? null; }
  *lines(depth = 0) {
    if (this.tag === "svg") { yield `${"  ".repeat(depth)}svg: ${this.querySelector("title").textContent}`; return; }
    const shown = [...this.attributes].filter(([name]) => !["class", "id"].includes(name)).map(([name, value]) => ` ${name}=${value}`).join("");
    const head = `${"  ".repeat(depth)}${this.tag}${this.id ? `#${this.id}` : ""}${this.className.trim() ? `.${this.className.trim().replace(/\s+/g, ".")}` : ""}${shown}`;
    if (this.children.every((it) => !(it instanceof Element))) yield this.children.length ? `${head}: ${this.textContent}` : head;
    else {
      yield head;
      for (const it of this.children) if (it instanceof Element) yield* it.lines(depth + 1); else if (it.trim()) yield `${"  ".repeat(depth + 1)}: ${it.trim()}`;
    }
  }
}
for (const [property, name] of Object.entries(TEXTS)) Object.defineProperty(Element.prototype, property, { get() { return this.attributes.get(name) ?? ""; }, set(text) { this.setAttribute(name, text); } });
for (const name of ["hidden", "checked", "open"]) Object.defineProperty(Element.prototype, name, { get() { return this.attributes.has(name); }, set(on) { if (on) this.attributes.set(name, ""); else this.attributes.delete(name); } });

function passes(element, simple) {
  if (simple === "*") return true;
  for (const part of simple.match(/[\w-]+|[.#][\w-]+|\[[^\]]+\]|:checked/g)) {
    const [, name, wanted] = part.match(/^\[([\w-]+)(?:=["']?([^"']*)["']?)?\]$/) ?? [];
    if (name) { if (!element.attributes.has(name) || (wanted !== undefined && element.attributes.get(name) !== wanted)) return false; }
    else if (part === ":checked") { if (!element.checked) return false; }
    else if (part.startsWith(".")) { if (!element.classList.includes(part.slice(1))) return false; }
    else if (part.startsWith("#")) { if (element.id !== part.slice(1)) return false; }
    else if (element.tag !== part) return false;
  }
  return true;
}

function parse(html) { // the shipped page and drawings: well-formed but for elements without an end
  const top = new Element("top"), entities = { lt: "<", gt: ">", quot: '"', "#x27": "'", amp: "&" };
  const plain = (text) => text.replace(/&(#?\w+);/g, (all, name) => entities[name] ?? all);
  let here = top, rest = html.replace(/<!doctype html>/, "");
  while (rest) {
    const [found] = here.tag === "script" || here.tag === "style" ? rest.match(new RegExp(`^[^]*?(?=</${here.tag}>)`)) : rest.match(/^[^<]*/);
    if (found.trim()) here.append(["script", "style"].includes(here.tag) ? found : plain(found));
    rest = rest.slice(found.length);
    const [all, end, tag, words, closed] = rest.match(/^<(\/?)([\w-]+)((?:\s+[\w:-]+(?:="[^"]*")?)*)\s*(\/?)>/) ?? [rest];
    rest = rest.slice(all.length);
    if (end) here = here.parent;
    else if (tag) {
      const made = new Element(tag);
      for (const [, name, value] of words.matchAll(/([\w:-]+)(?:="([^"]*)")?/g)) made.setAttribute(name, plain(value ?? ""));
      here.append(made);
      if (!closed && !EMPTY.includes(tag)) here = made;
    }
  }
  return top;
}

const { html, languages = [], visits } = JSON.parse(readFileSync(0, "utf-8"));
const reported = [], told = [];
let document = null;

async function visit({ hash = "", steps = [] }) {
  const top = parse(html), titled = top.querySelector("title"), copied = [];
  document = {
    activeElement: null, documentElement: top.querySelector("html"),
    getElementById: (id) => [...top.all()].find((it) => it.id === id) ?? null,
    createElement: (tag) => new Element(tag),
    querySelectorAll: (selector) => top.querySelectorAll(selector), querySelector: (selector) => top.querySelector(selector),
    get title() { return titled.textContent; }, set title(text) { titled.textContent = text; },
  };
  const location = { hash, get href() { return `page.html${this.hash}`; } };
  const history = { replaceState(_, __, address) { location.hash = address; } };
  const navigator = { languages, clipboard: { works: true, async writeText(text) { if (!this.works) throw new Error("refused"); copied.push(text); } } };
  const module = top.querySelector("script[type=module]").textContent;
  new Function("document", "location", "history", "navigator", "CSS", module)(document, location, history, navigator, { escape: (text) => text });
  const show = () => [`address ${location.hash}`, `title ${document.title}`, `lang ${document.documentElement.lang}`, `focus ${document.activeElement?.id ?? ""}`,
    `not valid ${reported.splice(0).join(" ")}`, `copied ${copied.splice(0).join(" ")}`,
    ...top.querySelector("body").children.filter((it) => it instanceof Element && !["script", "noscript"].includes(it.tag)).flatMap((it) => [...it.lines()])];
  const shown = [show()];
  for (const [act, where, value] of steps) {
    if (act === "read") { shown.push(new Function("document", `return (${where})()`)(document)); continue; }
    if (act === "break the clipboard") { navigator.clipboard.works = false; continue; }
    const it = document.querySelectorAll(where)[act === "click" ? value ?? 0 : 0];
    if (!it) throw new Error(`nothing is ${where}`);
    if (act === "open") it.open = true;
    if (act === "click") { it.focus(); await it.fire("click"); shown.push([...show(), ...(it.parent ? [] : [`the button: ${it.textContent}`])]); continue; }
    if (act === "check") { it.focus(); it.checked = value ?? true; await it.fire("change"); }
    if (act === "type") { it.focus(); it.value = value; await it.fire("change"); }
    shown.push(show());
  }
  told.push(shown);
}

for (const each of visits) await visit(each);
process.stdout.write(JSON.stringify(told));
