/** A rulebook: the parsed `book.json` that `squeezelogic bundle` wrote. */
export interface Book {
  schema: "squeezelogic/book/1";
  rulebook: Provenance;
  attributes: Record<string, Attribute>;
  slots: Record<string, Slot>;
  topics: readonly object[];
  advice: Record<string, { text: string; carried: Record<string, string> }>;
  claims: Record<string, { article: string; section: string; gist: string }>;
  phrases: Record<string, string>;
  languages: Record<string, { texts: Record<string, string>; phrases: Record<string, string> }>;
  coaching?: { catalogues: Record<string, Record<string, Facts>>; [key: string]: unknown };
}

export interface Attribute {
  of: string;
  type: "enum" | "boolean" | "integer" | "number" | "date" | "set";
  takes: string;
  values?: string[];
  at_least?: number | string | null;
  at_most?: number | string | null;
  required?: boolean;
  ask?: string;
  tell?: string;
  label?: string;
  labels?: Record<string, string>;
  implies?: Record<string, Record<string, string | boolean>>;
}

export interface Slot {
  type: string;
  values?: string[];
  label?: string;
  labels?: Record<string, string>;
  sums?: boolean;
}

export type Value = string | boolean | number | readonly string[];
/** Facts by attribute; left out, null or "unknown" is unknown. */
export type Facts = Record<string, Value | null | undefined>;

export interface Provenance { name: string; version: string; digest: string }

export interface Decision {
  slots: Record<string, Value>;
  /** Ids of the rules in force, in order of importance. */
  standing: string[];
  /** For each rule that held and lost, the rule that overrules it. */
  overruled: Record<string, string>;
}

export interface Item {
  id: string;
  text: string;
  rule: string;
  focus?: "internal" | "external";
  severity?: "info" | "warning" | "critical";
  fault?: string;
  short?: string;
}

export interface Recommendation {
  schema: string;
  verdict: string;
  strength: string;
  phase: string | null;
  effort: string | null;
  hold_seconds: number | null;
  breath: string | null;
  summary: string;
  setup: Item[];
  cues: Item[];
  avoid: Item[];
  cautions: Item[];
  corrections: Item[];
  notes: Item[];
  alternatives: Item[];
  progression: { direction: string | null; current: Item | null; next: Item | null; criterion: Item | null; easier: Item | null } | null;
  reasons: { rule: string; topic: string; because: string; claims: string[]; basis: string; disputed_by: string[] }[];
  overruled: { rule: string; topic: string; by: string; ranks_by: "level" | "override"; because: string }[];
  unused: { attribute: string; value: string | boolean | number; meant?: string }[];
  facts: Record<string, Value>;
  rulebook: Provenance;
  disclaimer: string;
}

export interface Because {
  rule: string;
  title: string;
  because: string;
  basis: string;
  disputed_by: string[];
  sources: { claim: string; article: string; section: string; gist: string }[];
  /** For each branch of the rule's condition that holds, what it found. */
  conditions: { attribute: string; value: Value }[][];
}

/** Facts that a rulebook cannot take; `problems` lists all that is wrong with them. */
export class FactsError extends Error { readonly problems: string[] }
/** A rulebook that gives no one answer for these facts. */
export class DecisionError extends Error { readonly topic: string; readonly slot: string | null; readonly rules: string[] }

export const UNKNOWN: "unknown";
export function situation(book: Book, facts: Facts): Record<string, Value>;
export function languages(book: Book): string[];
export function inLanguage(book: Book, language: string): Book;
export function decide(book: Book, facts: Facts): Decision;
export function recommend(book: Book, facts: Facts): Recommendation;
export function why(book: Book, facts: Facts, what: string): Because[];
export interface Refused {
  rule: string;
  title: string;
  because: string;
  overruled_by: string | null;
  /** For each branch of the rule's condition, what it asks and did not find. */
  failed: { attribute: string; value: Value; needs: object }[][];
}

export function whyNot(book: Book, facts: Facts, what: string): Refused[];
export function questions(book: Book, facts: Facts, about?: string[]): string[];
export function brief(book: Book, facts: Facts): string;
