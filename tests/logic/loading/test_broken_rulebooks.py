"""Every kind of error in a rulebook, with its exact message."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from squeezelogic.logic.model.errors import RulebookError
from squeezelogic.logic.rulebook import Rulebook
from tests.logic import tea

# (what is wrong, the file, the text that is replaced, by what, the one problem expected)
BROKEN = [
    (
        "unknown attribute", "brew", 'when.leaf = "green"', 'when.laef = "green"',
        "tea/brew.toml:11: rule `green-warm`: unknown attribute `laef` in `when`; did you mean `leaf`?",
    ),
    (
        "unknown value", "brew", 'when.leaf = "green"', 'when.leaf = "grean"',
        "tea/brew.toml:11: rule `green-warm`: `leaf` cannot be `grean`; did you mean `green`?",
    ),
    (
        "value that is nothing like the others", "brew", 'when.leaf = "green"', 'when.leaf = "zzz"',
        "tea/brew.toml:11: rule `green-warm`: `leaf` cannot be `zzz`; choose from `green`, `black`, `herbal`",
    ),
    (
        "unknown slot", "brew", 'then.water = "warm"', 'then.watter = "warm"',
        "tea/brew.toml:12: rule `green-warm`: unknown slot `watter` in `then`; did you mean `water`?",
    ),
    (
        "unknown slot value", "brew", 'then.water = "warm"', 'then.water = "wam"',
        "tea/brew.toml:12: rule `green-warm`: `water` cannot be `wam`; did you mean `warm`?",
    ),
    (
        "unknown operator", "brew", "{ at_most = 5 }", "{ atmost = 5 }",
        "tea/brew.toml:29: rule `herbal-is-boiled`: `atmost` is no operator for `minutes`; did you mean `at_most`?",
    ),
    (
        "operator of another type", "brew", 'when.leaf = "herbal"', "when.leaf = { at_least = 3 }",
        "tea/brew.toml:28: rule `herbal-is-boiled`: `at_least` is no operator for `leaf`; "
        "its values have no order: list those that are meant",
    ),
    (
        "two bounds on one side", "brew", "{ at_most = 5 }", "{ at_most = 5, below = 3 }",
        "tea/brew.toml:29: rule `herbal-is-boiled`: `at_most` and `below` both bound `minutes`; use one of them",
    ),
    (
        "comparison in quotes", "brew", "{ at_most = 5 }", '">= 18"',
        "tea/brew.toml:29: rule `herbal-is-boiled`: `minutes` cannot be `>= 18`; write { at_least = 18 }",
    ),
    (
        "operator of another language", "brew", "{ at_most = 5 }", "{ less_than = 5 }",
        "tea/brew.toml:29: rule `herbal-is-boiled`: `less_than` is no operator for `minutes`; say below = …",
    ),
    (
        "number in quotes", "brew", "{ at_most = 5 }", '"5"',
        'tea/brew.toml:29: rule `herbal-is-boiled`: `minutes` cannot be `"5"`; give a whole number from 0 to 60',
    ),
    (
        "operator inside an operator", "brew", "{ at_most = 5 }", "{ not = { not = 5 } }",
        "tea/brew.toml:29: rule `herbal-is-boiled`: `not` is no operator for `minutes`; "
        "choose from `at_least`, `at_most`, `above`, `below`",
    ),
    (
        "range for a word", "brew", 'when.leaf = "herbal"', 'when.leaf = ["green", { at_least = 3 }]',
        "tea/brew.toml:28: rule `herbal-is-boiled`: `leaf` has no order; list the values that are meant",
    ),
    (
        "no operator", "brew", "{ at_most = 5 }", "{ }",
        "tea/brew.toml:29: rule `herbal-is-boiled`: the condition on `minutes` is empty; "
        "choose from `at_least`, `at_most`, `above`, `below`, `not`",
    ),
    (
        "bound that is no integer", "brew", "{ at_most = 5 }", "{ at_most = true }",
        "tea/brew.toml:29: rule `herbal-is-boiled`: `at_most` must be a whole number, not `true`",
    ),
    (
        "boolean for an integer", "brew", "{ at_most = 5 }", "true",
        "tea/brew.toml:29: rule `herbal-is-boiled`: `minutes` cannot be `true`; give a whole number from 0 to 60",
    ),
    (
        "integer for a boolean", "brew", "when.guests = true", "when.guests = 1",
        "tea/brew.toml:21: rule `guests-like-it-strong`: `guests` cannot be `1`; choose from `true`, `false`",
    ),
    (
        "text for a boolean", "brew", "when.guests = true", 'when.guests = "true"',
        'tea/brew.toml:21: rule `guests-like-it-strong`: `guests` cannot be `"true"`; choose from `true`, `false`',
    ),
    (
        "float for an integer", "brew", "{ at_most = 5 }", "5.0",
        "tea/brew.toml:29: rule `herbal-is-boiled`: `minutes` cannot be `5.0`; give a whole number from 0 to 60",
    ),
    (
        "boolean for a number slot", "brew", "then.grams = 4.5", "then.grams = true",
        "tea/brew.toml:23: rule `guests-like-it-strong`: `grams` cannot be `true`; give a value of type number",
    ),
    (
        "not a number", "brew", "then.grams = 4.5", "then.grams = nan",
        "tea/brew.toml:23: `nan` is no number to reckon with; give a finite one",
    ),
    (
        "empty list of values", "brew", 'when.leaf = "green"', "when.leaf = []",
        "tea/brew.toml:11: rule `green-warm`: the condition on `leaf` needs a list of values, not an empty list",
    ),
    (
        "empty branch list", "serve", 'when = [{ water = "warm", extras = "milk" }, '
        '{ leaf = "green", extras = { all = ["milk", "honey"] } }]', "when = []",
        "tea/serve.toml:6: rule `milk-spoils-green`: `when` is an empty list; "
        "leave it out for a rule that always holds",
    ),
    (
        "when that is no table", "brew", 'when.leaf = "green"', 'when = "green"',
        'tea/brew.toml:11: rule `green-warm`: `when` must be a table or tables, not `green`; write when.… = "…"',
    ),
    (
        "set that is unknown", "serve", 'when.extras = { not = "any" }', 'when.extras = "unknown"',
        "tea/serve.toml:12: rule `strong-in-small-cups`: `extras` is a set, and never unknown; "
        'for an empty one: { not = "any" }',
    ),
    (
        "any in a list", "serve", 'when.extras = { not = "any" }', 'when.extras = ["any", "milk"]',
        "tea/serve.toml:12: rule `strong-in-small-cups`: `\"any\"` stands alone, not in a list; "
        'write "any" without brackets',
    ),
    (
        "set element", "serve", 'when.extras = { not = "any" }', 'when.extras = "mlk"',
        "tea/serve.toml:12: rule `strong-in-small-cups`: `extras` cannot hold `mlk`; did you mean `milk`?",
    ),
    (
        "priority", "brew", "because = ", 'priority = 3\nbecause = ',
        "tea/brew.toml:13: rule `green-warm`: unknown key `priority`; "
        "rules have levels, highest first, and `overrides` within a level",
    ),
    (
        "rules of another language", "brew", '[[rule]]\nid = "green-warm"', '[[rules]]\nid = "green-warm"',
        "tea/brew.toml:7: unknown key `rules`; write [[rule]] for each rule",
    ),
    (
        "unknown rule key", "brew", "because = ", "becuase = ",
        "tea/brew.toml:13: rule `green-warm`: unknown key `becuase`; did you mean `because`?",
    ),
    (
        "unknown topic key", "brew", "question = ", "qestion = ",
        "tea/brew.toml:2: unknown key `qestion`; did you mean `question`?",
    ),
    (
        "unknown level", "brew", 'level = "safety"', 'level = "safty"',
        "tea/brew.toml:27: rule `herbal-is-boiled`: unknown level `safty`; did you mean `safety`?",
    ),
    (
        "no level", "brew", 'level = "safety"', "",
        "tea/brew.toml:25: rule `herbal-is-boiled`: no `level`; choose from `safety`, `taste`, `habit`",
    ),
    (
        "duplicate id", "brew", 'id = "usually-boiling"', 'id = "green-warm"',
        "tea/brew.toml:33: duplicate id `green-warm`; give each its own",
    ),
    (
        "id that stands in another topic", "serve", 'id = "strong-in-small-cups"', 'id = "usually-boiling"',
        "tea/serve.toml:10: duplicate id `usually-boiling`; give each its own",
    ),
    (
        "no id", "brew", 'id = "usually-boiling"', "",
        'tea/brew.toml:32: no `id`; add id = "…"',
    ),
    (
        "unusable id", "brew", 'id = "usually-boiling"', 'id = "Usually Boiling"',
        "tea/brew.toml:33: rule `Usually Boiling`: unusable name `Usually Boiling`; "
        "use kebab-case (`ribs-down`), at most 100 characters",
    ),
    (
        "override of a rule that is not there", "brew", '["guests-like-it-strong"]', '["guests-like-it-stong"]',
        "tea/brew.toml:16: rule `green-warm`: overrides `guests-like-it-stong`, which is no rule of this topic; "
        "did you mean `guests-like-it-strong`?",
    ),
    (
        "override on another level", "brew",
        '["guests-like-it-strong"]', '["guests-like-it-strong", "usually-boiling"]',
        "tea/brew.toml:16: rule `green-warm`: overrides `usually-boiling`, which is on another level (`habit`); "
        "levels alone decide between levels: leave it out",
    ),
    (
        "rule that overrides itself", "brew", 'level = "habit"', 'level = "habit"\noverrides = ["usually-boiling"]',
        "tea/brew.toml:35: rule `usually-boiling`: overrides itself in a circle: "
        "`usually-boiling` → `usually-boiling`; leave one of them out",
    ),
    (
        "no then", "brew", 'then.water = "warm"', "",
        'tea/brew.toml:7: rule `green-warm`: no `then`; a rule concludes something: then.… = "…"',
    ),
    (
        "accumulating slot with one value", "serve", 'then.cups = ["small"]', 'then.cups = "small"',
        "tea/serve.toml:13: rule `strong-in-small-cups`: `cups` accumulates; give a list: [`small`]",
    ),
    (
        "list for a slot of one value", "brew", 'then.water = "warm"', 'then.water = ["warm"]',
        "tea/brew.toml:12: rule `green-warm`: `water` holds one value; give it without brackets",
    ),
    (
        "empty conclusion", "serve", 'then.cups = ["small"]', "then.cups = []",
        "tea/serve.toml:13: rule `strong-in-small-cups`: `cups` is an empty list; leave the key out",
    ),
    (
        "unknown advice", "serve", '"no-milk", ', '"no-mlk", ',
        "tea/serve.toml:7: rule `milk-spoils-green`: unknown advice `no-mlk` in `tips`; did you mean `no-milk`?",
    ),
    (
        "advice that lacks what its slot carries", "advice", 'tone = "firm"', "",
        "tea/serve.toml:7: rule `milk-spoils-green`: `tips` need a `tone`, and `no-milk` has none; "
        "add tone = … to [advice.no-milk]",
    ),
    (
        "advice with a wrong extra", "advice", 'tone = "firm"', 'tone = "frm"',
        "tea/advice.toml:3: unknown tone `frm`; did you mean `firm`?",
    ),
    (
        "advice without text", "advice", 'text = "Take your time."', 'text = " "',
        'tea/advice.toml:6: no `text`; add text = "…"',
    ),
    (
        "unknown claim", "brew", '"L-1"', '"L-2"',
        "tea/brew.toml:14: rule `green-warm`: unknown claim `L-2`; did you mean `L-1`?",
    ),
    (
        "unknown basis", "brew", '"stated"', '"state"',
        "tea/brew.toml:15: rule `green-warm`: unknown basis `state`; did you mean `stated`?",
    ),
    (
        "unknown article", "sources", 'article = "leaflet"', 'article = "leaf"',
        "tea/sources.toml:6: claim `L-1` names an unknown article `leaf`; did you mean `leaflet`?",
    ),
    (
        "fills a slot the topic does not conclude", "brew", 'concludes = ["water", "grams"]', 'concludes = ["water"]',
        "tea/brew.toml:23: rule `guests-like-it-strong`: fills `grams`, which the topic does not conclude; "
        "add it to `concludes`",
    ),
    (
        "requires a slot that is not concluded", "brew", 'required = ["water"]', 'required = ["cups"]',
        "tea/brew.toml:5: unknown slot `cups` in `required`; choose from `water`, `grams`",
    ),
    (
        "no topic", "serve", 'topic = "serve"', "",
        'tea/serve.toml: no `topic`; begin the file with topic = "…"',
    ),
    (
        "topic twice", "serve", 'topic = "serve"', 'topic = "brew"',
        "tea/serve.toml:1: topic `brew` stands in `tea/brew.toml` too; put one topic in one file",
    ),
    (
        "single-valued slot of two topics", "serve", 'then.cups = ["small"]', 'then.water = "warm"\n',
        "tea/serve.toml:13: rule `strong-in-small-cups`: fills `water`, which the topic does not conclude; "
        "add it to `concludes`",
    ),
    (
        "circle of topics", "brew", "when.guests = true", 'when.guests = true\nwhen.cups = ["small"]',
        "tea/brew.toml:1: topics read one another's slots in a circle: `brew` → `serve` → `brew`; "
        "move one of the rules to a topic of its own",
    ),
    (
        "type of attribute", "vocabulary", 'type = "integer"', 'type = "intger"',
        "tea/vocabulary.toml:10: unknown type `intger`; did you mean `integer`?",
    ),
    (
        "bounds of a word", "vocabulary", 'ask = "Which leaf?"', "at_most = 3",
        "tea/vocabulary.toml:7: `at_most` belongs to an integer, a number or a date; leave it out",
    ),
    (
        "sum of words", "vocabulary", "[slot.water]", '[slot.water]\naccumulates = "sum"',
        'tea/vocabulary.toml:22: `accumulates = "sum"` belongs to an integer; say type = "integer"',
    ),
    (
        "enum without values", "vocabulary", 'values = ["warm", "boiling"]', "",
        'tea/vocabulary.toml:21: no `values`; list them: values = ["…", "…"]',
    ),
    (
        "value that is taken", "vocabulary", '["warm", "boiling"]', '["warm", "boiling", "unknown"]',
        "tea/vocabulary.toml:22: unusable value `unknown`; `unknown` and `any` are taken",
    ),
    (
        "value twice", "vocabulary", '["warm", "boiling"]', '["warm", "boiling", "warm"]',
        "tea/vocabulary.toml:22: `warm` stands twice in `values`",
    ),
    (
        "attribute that is a slot too", "vocabulary", "[slot.cups]", "[slot.guests]",
        "tea/vocabulary.toml:31: `guests` is both an attribute and a slot; rename one of them",
    ),
    (
        "list in a list", "brew", 'when.leaf = "green"', 'when.leaf = [["green"]]',
        "tea/brew.toml:11: rule `green-warm`: `leaf` cannot be compared with `[green]`",
    ),
    (
        "topic name", "brew", 'topic = "brew"', 'topic = "Brew it"',
        "tea/brew.toml:1: unusable name `Brew it`; use kebab-case (`ribs-down`), at most 100 characters",
    ),
    (
        "topic name with capitals between underscores", "brew", 'topic = "brew"', 'topic = "brew_It"',
        "tea/brew.toml:1: unusable name `brew_It`; use snake_case (`back_pain`), at most 100 characters",
    ),
    (
        "text that is too long", "advice", "Take your time.", "t" * 2001,
        "tea/advice.toml:6: the text is 2001 characters long; keep it within 2000",
    ),
    (
        "values of a boolean", "vocabulary", 'type = "boolean"', 'type = "boolean"\nvalues = ["many"]',
        "tea/vocabulary.toml:16: `values` belongs to an enum or a set; leave it out",
    ),
    (
        "bounds the wrong way round", "vocabulary", "at_most = 60", "at_most = -1",
        "tea/vocabulary.toml:11: no value lies from 0 to -1; let at_least ≤ at_most",
    ),
    (
        "attribute name", "vocabulary", "[attribute.guests]", '[attribute."$guests"]',
        "tea/vocabulary.toml:14: unusable name `$guests`; use snake_case (`back_pain`), at most 100 characters",
    ),
    (
        "carries nothing known", "vocabulary", '["kind", "firm"]', '"leef"',
        "tea/vocabulary.toml:29: `carries.tone` must list values, or name an attribute; did you mean `leaf`?",
    ),
    (
        "text carries what every text may have", "vocabulary", "carries.tone", "carries.rank",
        "tea/vocabulary.toml:29: every text may have a `rank`; call what is carried something else",
    ),
    (
        "rank that is no number", "advice", 'tone = "firm"', 'tone = "firm"\nrank = "first"',
        "tea/advice.toml:4: `rank` must be a whole number, not `first`",
    ),
    (
        "rank out of range", "advice", 'tone = "firm"', 'tone = "firm"\nrank = 1000001',
        "tea/advice.toml:4: rank 1000001 is out of range; keep it within 1,000,000 of 0",
    ),
    (
        "short form that is longer", "advice", 'tone = "firm"', 'tone = "firm"\nshort = "No milk in green tea, ever."',
        "tea/advice.toml:4: `short` is longer than the text; say it in fewer words, or leave it out",
    ),
    (
        "empty short form", "advice", 'tone = "firm"', 'tone = "firm"\nshort = " "',
        "tea/advice.toml:4: `short` is empty; say it in fewer words, or leave it out",
    ),
    (
        "label that is no line", "vocabulary", "ask = ", 'label = ""\nask = ',
        "tea/vocabulary.toml:7: unusable label ``; a label is one line of 1 to 100 characters",
    ),
    (
        "label of what is no value", "vocabulary", "ask = ", 'labels.grean = "green tea"\nask = ',
        "tea/vocabulary.toml:7: `labels` names `grean`, which is not a value; did you mean `green`?",
    ),
    (
        "label of a value that is no text", "vocabulary", "ask = ", "labels.green = 1\nask = ",
        "tea/vocabulary.toml:7: `labels.green` must be a text, not `1`",
    ),
    (
        "labels for numbers", "vocabulary", "at_most = 60", 'at_most = 60\nlabels.3 = "three"',
        "tea/vocabulary.toml:13: `labels` belongs to what lists its values; leave it out",
    ),
    (
        "change without by", "vocabulary", "ask = ", 'change = { along = ["green", "black"] }\nask = ',
        "tea/vocabulary.toml:7: no `by` in `change`; say who can change it: `nobody`, `time`, or a word for a person",
    ),
    (
        "slip in who changes it", "vocabulary", "ask = ", 'change = { by = "nobdy" }\nask = ',
        "tea/vocabulary.toml:7: unusable `by` `nobdy`; did you mean `nobody`?",
    ),
    (
        "nobody in one direction", "vocabulary", "ask = ", 'change = { by = "nobody", when = "never" }\nask = ',
        "tea/vocabulary.toml:7: what `nobody` changes has no direction; leave all but `by` out",
    ),
    (
        "time without a date", "vocabulary", "ask = ", 'change = { by = "time" }\nask = ',
        'tea/vocabulary.toml:7: no `when` in `change`; say when it comes: when = "once …"',
    ),
    (
        "removal from what is no set", "vocabulary", "ask = ", 'change = { by = "guest", only = "removal" }\nask = ',
        "tea/vocabulary.toml:7: `only` belongs to a set; list the values in order: along = […]",
    ),
    (
        "removal misspelt", "vocabulary", '"honey"]', '"honey"]\nchange = { by = "guest", only = "remval" }',
        "tea/vocabulary.toml:20: unknown only `remval`; did you mean `removal`?",
    ),
    (
        "direction in a set", "vocabulary", '"honey"]', '"honey"]\nchange = { by = "you", along = ["milk", "lemon"] }',
        "tea/vocabulary.toml:20: `along` belongs to an enum or a boolean; leave it out",
    ),
    (
        "direction through what is no value", "vocabulary", "ask = ",
        'change = { by = "guest", along = ["grean", "black", "black"] }\nask = ',
        "tea/vocabulary.toml:7: `along`: `leaf` cannot be `grean`: did you mean `green`?",
        "tea/vocabulary.toml:7: `black` stands twice in `along`; leave it out",
    ),
    (
        "direction of one value, which is none", "vocabulary", "ask = ",
        'change = { by = "guest", along = ["unknown"] }\nask = ',
        "tea/vocabulary.toml:7: `along` needs two values or more; list them from the first to the last",
        "tea/vocabulary.toml:7: `unknown` has no place in `along`; leave it out",
    ),
    (
        "meaning of what is no value", "vocabulary", '"honey"]', '"honey"]\nmeant.milk = "lemn"',
        "tea/vocabulary.toml:20: `meant` names `lemn`, which is not a value; did you mean `lemon`?",
    ),
    (
        "meaning of itself", "vocabulary", '"honey"]', '"honey"]\nmeant.milk = "milk"',
        "tea/vocabulary.toml:20: `milk` is meant by itself; name another one",
    ),
    (
        "meaning of a value", "vocabulary", "ask = ", 'meant.green = "black"\nask = ',
        "tea/vocabulary.toml:7: `meant` belongs to a set; leave it out",
    ),
    (
        "unknown key of a change", "vocabulary", "ask = ", 'change = { by = "guest", allong = [] }\nask = ',
        "tea/vocabulary.toml:7: unknown key `allong`; did you mean `along`?",
    ),
    (
        "change that is no table", "vocabulary", "ask = ", 'change = "nobody"\nask = ',
        "tea/vocabulary.toml:7: `change` must be a table, not `nobody`",
    ),
    (
        "disputed by a claim that is none", "brew", 'claims = ["L-1"]', 'claims = ["L-1"]\ndisputed_by = ["L-2"]',
        "tea/brew.toml:15: rule `green-warm`: unknown claim `L-2`; did you mean `L-1`?",
    ),
    (
        "disputed by its own claim", "brew", 'claims = ["L-1"]', 'claims = ["L-1"]\ndisputed_by = ["L-1"]',
        "tea/brew.toml:15: rule `green-warm`: claim `L-1` stands in `claims` and in `disputed_by`; "
        "leave it out of one of them",
    ),
    (
        "claim that disputes itself", "sources", "gist = ", 'disputes = ["L-1", "L-2"]\ngist = ',
        "tea/sources.toml:8: claim `L-1` disputes an unknown claim `L-2`; did you mean `L-1`?",
        "tea/sources.toml:8: claim `L-1` disputes itself; leave it out",
    ),
    (
        "address that is none", "sources", 'title = "The leaflet"', 'title = "The leaflet"\nurl = "tea.example"',
        "tea/sources.toml:3: `tea.example` is no address; begin it with https://",
    ),
    (
        "DOI that is none", "sources", 'title = "The leaflet"', 'title = "The leaflet"\ndoi = "https://doi.org/10.1/x"',
        "tea/sources.toml:3: `https://doi.org/10.1/x` is no DOI; write it without an address: 10.1000/182",
    ),
    (
        "date of reading that is none", "sources", 'title = "The leaflet"', 'title = "The leaflet"\naccessed = "May"',
        "tea/sources.toml:3: `accessed` `May` is no date; write YYYY-MM-DD",
    ),
    (
        "empty evidence", "sources", 'title = "The leaflet"', 'title = "The leaflet"\nevidence = ""',
        'tea/sources.toml:3: `evidence` is empty; say what kind it is: evidence = "expert opinion"',
    ),
    (
        "TOML syntax", "brew", 'when.leaf = "green"', 'when.leaf = "green',
        "tea/brew.toml:11: not TOML: illegal character '\\n'",
    ),
    (
        "TOML key twice", "brew", 'when.leaf = "green"', 'when.leaf = "green"\nwhen.leaf = "black"',
        "tea/brew.toml:12: not TOML: cannot overwrite a value",
    ),
    (
        "value with a colon in it", "brew", 'when.leaf = "green"', 'when.leaf = "black: no"',
        "tea/brew.toml:11: rule `green-warm`: `leaf` cannot be `black: no`; did you mean `black`?",
    ),
    (
        "element called like its set", "serve", 'when.extras = { not = "any" }', 'when.extras = "extras"',
        "tea/serve.toml:12: rule `strong-in-small-cups`: `extras` cannot hold `extras`; "
        "choose from `milk`, `lemon`, `honey`",
    ),
    (
        "empty when", "brew", 'when.leaf = "green"', "when = {}",
        "tea/brew.toml:11: rule `green-warm`: `when` is empty; leave it out for a rule that always holds",
    ),
    (
        "no operator for a set", "serve", '{ not = "any" }', "{}",
        "tea/serve.toml:12: rule `strong-in-small-cups`: the condition on `extras` is empty; "
        "choose from `any`, `all`, `not`, `only`, `count_at_least`, `of`",
    ),
    (
        "count of too few", "serve", '{ not = "any" }', '{ count_at_least = 3, of = ["milk", "lemon"] }',
        "tea/serve.toml:12: rule `strong-in-small-cups`: `count_at_least` cannot be 3 of 2 elements; "
        "it counts from 1 to 2",
    ),
    (
        "elements without a count", "serve", '{ not = "any" }', '{ of = ["milk", "lemon"] }',
        "tea/serve.toml:12: rule `strong-in-small-cups`: `of` goes with `count_at_least`; "
        "say how many of them: count_at_least = …",
    ),
    (
        "no operator for a word", "brew", 'when.leaf = "green"', "when.leaf = {}",
        "tea/brew.toml:11: rule `green-warm`: the condition on `leaf` is empty; choose from `not`",
    ),
    (
        "blocks what is no rule", "brew", 'then.water = "warm"', 'then.water = "warm"\nblocks = ["green-worm"]',
        "tea/brew.toml:13: rule `green-warm`: blocks `green-worm`, which is no rule of this topic; "
        "did you mean `green-warm`?",
    ),
    (
        "blocks a rule of its level", "brew", 'then.water = "warm"', 'then.water = "warm"\nblocks = ["green-warm"]',
        "tea/brew.toml:13: rule `green-warm`: blocks `green-warm`, which is on level `taste`; "
        "a rule blocks rules on lower levels: put it on a higher one",
    ),
    (
        "all of what is no list", "serve", '{ not = "any" }', '{ all = "milk" }',
        "tea/serve.toml:12: rule `strong-in-small-cups`: "
        "the condition on `extras` needs a list of values, not `milk`",
    ),
    (
        "number for a text", "brew", 'because = "Hot water makes green leaves bitter."', "because = 3",
        "tea/brew.toml:13: rule `green-warm`: `because` must be a text, not `3`",
    ),
    (
        "truth value for a number", "vocabulary", "at_most = 60", "at_most = true",
        "tea/vocabulary.toml:12: `at_most` must be a whole number, not `true`",
    ),
    (
        "text for a list", "brew", 'claims = ["L-1"]', 'claims = "L-1"',
        "tea/brew.toml:14: rule `green-warm`: `claims` must be a list, not `L-1`",
    ),
    (
        "empty list of texts", "brew", 'claims = ["L-1"]', "claims = []",
        "tea/brew.toml:14: rule `green-warm`: `claims` is an empty list; leave the key out",
    ),
    (
        "number among texts", "brew", 'claims = ["L-1"]', 'claims = ["L-1", 3]',
        "tea/brew.toml:14: rule `green-warm`: `claims` must hold texts, not `3`",
    ),
    (
        "text among tables", "sources", tea.SOURCES, 'claim = ["L-1"]',
        "tea/sources.toml:1: `claim` must hold tables; write [[claim]]",
    ),
    (
        "text for a table", "advice", "[advice.no-milk]", '[advice]\nno-sugar = "No sugar."\n[advice.no-milk]',
        "tea/advice.toml:2: `no-sugar` must be a table; write [advice.no-sugar]",
    ),
    (
        "empty conclusion on its own line", "brew", 'then.water = "warm"', "then = {}",
        'tea/brew.toml:12: rule `green-warm`: no `then`; a rule concludes something: then.… = "…"',
    ),
    (
        "list in a list of advice", "serve", '"no-milk", ', '["no-milk"], ',
        "tea/serve.toml:7: rule `milk-spoils-green`: `tips` cannot be `[no-milk]`; give a value of type advice",
    ),
    (
        "concludes a slot that is not there", "brew", '["water", "grams"]', '["water", "gram"]',
        "tea/brew.toml:4: unknown slot `gram` in `concludes`; did you mean `grams`?",
    ),
    (
        "article without title", "sources", 'title = "The leaflet"', "",
        'tea/sources.toml:1: no `title`; add title = "…"',
    ),
    (
        "value that is white space", "vocabulary", '["warm", "boiling"]', '["warm", "boiling", "\\u00a0"]',
        "tea/vocabulary.toml:22: unusable value `\\xa0`; give up to 100 printable characters",
    ),
    (
        "value of no letters", "vocabulary", '["warm", "boiling"]', '["warm", "boiling", ""]',
        "tea/vocabulary.toml:22: unusable value ``; give up to 100 printable characters",
    ),
    (
        "carries a number", "vocabulary", 'carries.tone = ["kind", "firm"]', "[slot.tips.carries]\ntone = 3",
        "tea/vocabulary.toml:30: `carries.tone` must list values, or name an attribute",
    ),
    (
        "implied by an element of a set", "vocabulary",
        '["milk", "lemon", "honey"]', '["milk", "lemon", "honey"]\nimplies.milk.leaf = "black"',
        "tea/vocabulary.toml:20: `implies` belongs to an enum; leave it out",
    ),
    (
        "implied by what is no value", "vocabulary", 'ask = "Which leaf?"', "implies.grean.minutes = 3",
        "tea/vocabulary.toml:7: `implies` names `grean`, which is not a value; did you mean `green`?",
    ),
    (
        "implies what is no table", "vocabulary", 'ask = "Which leaf?"', 'implies.green = "milk"',
        "tea/vocabulary.toml:7: `implies` needs a table, not `milk`; write implies.green.… = \"…\"",
    ),
    (
        "implies what is no table, further down", "vocabulary", 'ask = "Which leaf?"',
        '[attribute.leaf.implies]\nblack.guests = true\ngreen = "milk"',
        "tea/vocabulary.toml:9: `implies` needs a table, not `milk`; write implies.green.… = \"…\"",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("file", "old", "new", "problems"), [pytest.param(*b[1:4], b[4:], id=b[0]) for b in BROKEN])
def test_a_defect_is_reported_with_file_line_rule_and_fix(
    tmp_path: Path, file: str, old: str, new: str, problems: tuple[str, ...]
) -> None:
    """Each defect gets its own sentence, and the first one is the defect itself."""
    text = tea.FILES[f"{file}.toml"]
    assert old in text
    with pytest.raises(RulebookError) as caught:
        Rulebook.load(tea.write(tmp_path, **{file: text.replace(old, new, 1)}))
    assert {*problems} <= {*str(caught.value).splitlines()}


@pytest.mark.parametrize("alternatives", [25, 26])
def test_alternatives_of_a_topic_and_of_its_rule_multiply_up_to_a_thousand(tmp_path: Path, alternatives: int) -> None:
    """Both may say any of several things; what comes of it is counted before it is made."""
    guard, when = (
        f"when = [{', '.join([table] * number)}]\n"
        for table, number in (("{ guests = true }", 40), ('{ leaf = "green" }', alternatives))
    )
    brew = f'topic = "brew"\n{guard}[[rule]]\nid = "green-warm"\n{when}then.water = "warm"\n'
    folder = tea.write(tmp_path, brew=brew, serve=None)
    if alternatives * 40 <= 1_000:
        assert len(Rulebook.load(folder).rules["green-warm"].when) == 1_000
    else:
        assert problems_of(folder) == [
            "tea/brew.toml:5: rule `green-warm`: more than 1,000 alternatives; divide it: alternatives multiply"
        ]


def problems_of(folder: Path) -> list[str]:
    """The problems that loading a folder reports, as sentences."""
    with pytest.raises(RulebookError) as caught:
        Rulebook.load(folder)
    return str(caught.value).splitlines()


def test_all_problems_of_all_files_are_reported_at_once(tmp_path: Path) -> None:
    """One load reports every defect, in the order of files and lines."""
    brew = tea.BREW.replace('when.leaf = "green"', 'when.laef = "green"').replace("because", "becuase")
    serve = tea.SERVE.replace('"no-milk"', '"no-mlk"')
    assert problems_of(tea.write(tmp_path, brew=brew, serve=serve)) == [
        "tea/brew.toml:11: rule `green-warm`: unknown attribute `laef` in `when`; did you mean `leaf`?",
        "tea/brew.toml:13: rule `green-warm`: unknown key `becuase`; did you mean `because`?",
        "tea/serve.toml:7: rule `milk-spoils-green`: unknown advice `no-mlk` in `tips`; did you mean `no-milk`?",
    ]


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ('[attribute.minutes]\ntype = "integer"', '[attribute.minutes]\ntype = "intger"\nlabels.a = "A"'),
        ('[slot.cups]\ntype = "list"', '[slot.cups]\ntype = "lists"\naccumulates = "sum"'),
    ],
)
def test_a_wrong_type_is_one_problem(tmp_path: Path, right: str, wrong: str) -> None:
    """Whatever else the attribute or slot says, and whatever rules ask of it or give it."""
    assert right in tea.VOCABULARY
    (problem,) = problems_of(tea.write(tmp_path, vocabulary=tea.VOCABULARY.replace(right, wrong)))
    assert "unknown type" in problem


def test_a_file_that_cannot_be_read_does_not_hide_the_defects_of_others(tmp_path: Path) -> None:
    """A syntax error is reported beside the other files' own defects, and blamed for nothing else."""
    brew = tea.BREW.replace('when.leaf = "green"', 'when.laef = "green"')
    assert problems_of(tea.write(tmp_path, brew=brew, advice='[advice.no-milk]\ntext = "No', sources="[")) == [
        "tea/advice.toml:2: not TOML: unterminated string",
        "tea/brew.toml:11: rule `green-warm`: unknown attribute `laef` in `when`; did you mean `leaf`?",
        "tea/sources.toml:1: not TOML: invalid initial character for a key part",
    ]


def test_a_circle_of_overrides_is_one_problem(tmp_path: Path) -> None:
    """It is reported once, with the way around; the middle of a long way is left out."""
    brew = tea.BREW.replace("when.guests = true", 'when.guests = true\noverrides = ["green-warm"]')
    assert problems_of(tea.write(tmp_path, brew=brew)) == [
        "tea/brew.toml:16: rule `green-warm`: overrides itself in a circle: "
        "`green-warm` → `guests-like-it-strong` → `green-warm`; leave one of them out"
    ]
    many = 300
    rules = (f'[[rule]]\nid = "r{n}"\nthen.water = "warm"\noverrides = ["r{(n + 1) % many}"]' for n in range(many))
    (problem,) = problems_of(tea.write(tmp_path, brew='topic = "brew"\n' + "\n".join(rules)))
    first, last = " → ".join(f"`r{n}`" for n in range(11)), "`r0`; leave one of them out"
    assert problem == f"tea/brew.toml:5: rule `r0`: overrides itself in a circle: {first} → … 289 more … → {last}"


def test_each_circle_of_overrides_is_a_problem(tmp_path: Path) -> None:
    """Two circles are two problems; circles that share a rule are one."""
    wanted = {"a": "b", "b": "a", "c": "c", "d": "e f", "e": "d", "f": "d"}
    rules = (f'[[rule]]\nid = "{a}"\nthen.water = "warm"\noverrides = {b.split()}\n' for a, b in wanted.items())
    told = [
        problem.partition("circle: ")[2]
        for problem in problems_of(tea.write(tmp_path, brew="topic = 'b'\n" + "".join(rules)))
    ]
    assert told == [f"{way}; leave one of them out" for way in ("`a` → `b` → `a`", "`c` → `c`", "`d` → `e` → `d`")]


def test_a_slot_with_one_value_belongs_to_one_topic(tmp_path: Path) -> None:
    """Two topics that conclude the same single-valued slot are rejected, because nothing ranks them."""
    serve = 'topic = "serve"\n[[rule]]\nid = "warm-up"\nthen.water = "warm"\n'
    assert problems_of(tea.write(tmp_path, serve=serve)) == [
        "tea/serve.toml:1: topics `brew` and `serve` both conclude `water`; a single-valued slot belongs to one topic"
    ]


def test_folders_that_hold_no_rulebook_are_refused(tmp_path: Path) -> None:
    """A missing folder, a file, an empty folder, one without words and one without a topic each say what is missing."""
    file = tmp_path / "file.toml"
    file.write_text("")
    (tmp_path / "empty").mkdir()
    (tmp_path / "wordless").mkdir()
    (tmp_path / "idle").mkdir()
    assert problems_of(tmp_path / "nowhere") == [
        f"{tmp_path / 'nowhere'}: cannot be read: No such file or directory; name a folder"
    ]
    assert problems_of(file) == [f"{file}: cannot be read: Not a directory; name a folder"]
    assert problems_of(tmp_path / "empty") == [
        f"{tmp_path / 'empty'}: no rulebook here; put `vocabulary.toml` and a topic in it"
    ]
    assert problems_of(tea.write(tmp_path / "wordless", vocabulary=None)) == [
        "tea: no vocabulary; declare its words in `vocabulary.toml`"
    ]
    assert problems_of(tea.write(tmp_path / "idle", brew=None, serve=None)) == [
        'tea: no topic; add a file with topic = "…"'
    ]


def test_files_that_cannot_be_opened_are_reported(tmp_path: Path) -> None:
    """A folder named like a file, and a link to nowhere, are problems like any other."""
    folder = tea.write(tmp_path)
    (folder / "odd.toml").mkdir()
    (folder / "link.toml").symlink_to("nowhere")
    assert problems_of(folder) == [
        "tea/link.toml: cannot be read: No such file or directory",
        "tea/odd.toml: cannot be read: Is a directory",
    ]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (
            "x = " + "[" * 5000 + "]" * 5000,
            "tea/odd.toml: nested too deeply to be read",
        ),
        ("x = 1" + " " * 5_000_000, "tea/odd.toml: the file is larger than 4 MiB; split it by topic"),
    ],
    ids=["nested too deeply", "too large"],
)
def test_monstrous_files_are_refused(tmp_path: Path, text: str, problem: str) -> None:
    """A file made to exhaust the reader is a problem, not a crash."""
    assert problems_of(tea.write(tmp_path, odd=text))[0].startswith(problem)


def load_or_explain(folder: Path) -> None:
    """Load a rulebook; if that fails, every problem must name its file."""
    problems: tuple[object, ...] = ()
    try:
        Rulebook.load(folder)
    except RulebookError as error:
        problems = error.problems
    assert all(str(problem).startswith("tea") for problem in problems)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(sorted(tea.FILES)), st.binary(max_size=200))
def test_random_bytes_give_a_rulebook_error_or_a_rulebook(tmp_path: Path, file: str, content: bytes) -> None:
    """No content of any file leads to another exception."""
    folder = tea.write(tmp_path)
    (folder / file).write_bytes(content)
    load_or_explain(folder)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(sorted(tea.FILES)), st.integers(0, 2**32))
def test_shuffled_text_gives_a_rulebook_error_or_a_rulebook(tmp_path: Path, file: str, seed: int) -> None:
    """Lines lost, doubled, swapped or cut lead to no other exception."""
    chance = random.Random(seed)
    lines = tea.FILES[file].split("\n")
    for _ in range(chance.randint(1, 3)):
        i, j = chance.randrange(len(lines)), chance.randrange(len(lines))
        lines[i] = chance.choice(["", lines[j], lines[i] + "\n" + lines[j], lines[i][: chance.randrange(20)]])
        value = chance.choice(["[]", "{}", "1", "nan", "true", '""', "[[1]]", "1979-05-27", '"any"', "{not = []}"])
        key, equals, _ = lines[i].partition("=")
        if equals and chance.random() < 0.5:
            lines[i] = f"{key}= {value}"
    load_or_explain(tea.write(tmp_path, **{file.removesuffix(".toml"): "\n".join(lines)}))


WORD = re.compile(r'"(?:[^"\\]|\\.)*"|[A-Za-z_][A-Za-z0-9_-]*')
RAIN = {
    path.name: path.read_text("utf-8")
    for path in sorted((Path(__file__).parents[3] / "docs/examples/rain").glob("*.toml"))
}


@pytest.mark.parametrize("file", RAIN)
def test_one_slip_is_one_problem(tmp_path: Path, file: str) -> None:
    """Misspell any word of a rulebook; only a misspelt name is a problem wherever it is used, which each one says."""
    for name, text in RAIN.items():
        (tmp_path / name).write_text(text, "utf-8")
    found = 0
    for word in WORD.finditer(RAIN[file]):
        slip = f'{word.group()[:-1]}x"' if word.group().endswith('"') else f"{word.group()}x"
        (tmp_path / file).write_text(RAIN[file][: word.start()] + slip + RAIN[file][word.end() :], "utf-8")
        problems: list[str] = []
        try:
            Rulebook.load(tmp_path)
        except RulebookError as error:
            problems = [str(problem) for problem in error.problems]
            assert problems
        found += len(problems)
        meant = "`" + slip.strip('"') + "`"
        assert len(problems) <= 1 or all(f"did you mean {meant}?" in problem for problem in problems), slip
    assert found
