-- Decides every row of "situations" by a rulebook. Made by `squeezelogic table --format sql`; made anew, not edited.
-- In: "situations", a column for each fact, NULL for unknown; for a set, a column for each element, NULL for not in it.
-- Out: "decided" (a row for each situation), "decided_lists" and "decided_rules" (a row for each item and rule).

DROP VIEW IF EXISTS "decided_lists";
DROP VIEW IF EXISTS "decided_rules";
DROP VIEW IF EXISTS "decided";
DROP VIEW IF EXISTS "rulebook_answers";
DROP TABLE IF EXISTS "rulebook";
DROP TABLE IF EXISTS "rulebook_questions";
DROP TABLE IF EXISTS "rulebook_rules";
DROP TABLE IF EXISTS "rulebook_rows";
DROP TABLE IF EXISTS "rulebook_conclusions";

CREATE TABLE "rulebook" ("name" TEXT, "version" TEXT, "digest" TEXT, "topic" TEXT);
INSERT INTO "rulebook" VALUES
('kettle', '2', '30da4e46e7d906ae3f2f8fef70df214fadbede1f9115d3c5ff1638e21207eeb5', NULL);

CREATE TABLE "rulebook_questions" ("word" BIGINT, "bit" BIGINT, "attribute" TEXT, "asks" TEXT);
INSERT INTO "rulebook_questions" VALUES
(1, 1, 'leaf', 'is `green`'),
(1, 2, 'kind', 'is `infusion`'),
(1, 4, 'hot', 'is `true`'),
(1, 8, 'minutes', 'is `15`'),
(1, 16, 'minutes', 'is `15` or `unknown`'),
(1, 32, 'minutes', 'is from -5 to 29'),
(1, 64, 'minutes', 'is from 30 to 60'),
(1, 128, 'extras', 'includes `honey`'),
(1, 256, 'extras', 'includes `milk`');

CREATE TABLE "rulebook_rules" ("place" BIGINT, "rule" TEXT, "topic" TEXT);
INSERT INTO "rulebook_rules" VALUES
(1, 'a-long-time-is-cool', 'brew'),
(2, 'green-is-warm', 'brew'),
(3, 'infusions-boil', 'brew'),
(4, 'a-quarter-and-a-half-ring', 'serve'),
(5, 'all-of-it-wants-a-spoon', 'serve'),
(6, 'cold-cups-crack', 'serve'),
(7, 'milk-last', 'serve');

CREATE TABLE "rulebook_rows" ("rule" TEXT, "failure" TEXT, "asks_1" BIGINT, "wants_1" BIGINT, "condition" TEXT);
INSERT INTO "rulebook_rows" VALUES
('a-long-time-is-cool', NULL, 66, 64, 'kind: not infusion; minutes: >= 30'),
('green-is-warm', NULL, 1, 1, 'leaf: green'),
('infusions-boil', NULL, 18, 18, 'kind: infusion; minutes: 15, unknown'),
('infusions-boil', NULL, 34, 34, 'kind: infusion; minutes: <= 29'),
('a-quarter-and-a-half-ring', NULL, 10, 10, 'kind: infusion; minutes: 15'),
('all-of-it-wants-a-spoon', NULL, 402, 402, 'kind: infusion; minutes: 15, unknown; extras: has all of milk, honey'),
('all-of-it-wants-a-spoon', NULL, 418, 418, 'kind: infusion; minutes: <= 29; extras: has all of milk, honey'),
('cold-cups-crack', NULL, 22, 18, 'kind: infusion; hot: not true; minutes: 15, unknown'),
('cold-cups-crack', NULL, 38, 34, 'kind: infusion; hot: not true; minutes: <= 29'),
('milk-last', NULL, 274, 274, 'kind: infusion; minutes: 15, unknown; extras: has milk'),
('milk-last', NULL, 290, 290, 'kind: infusion; minutes: <= 29; extras: has milk'),
(NULL, 'rules `a-long-time-is-cool` and `infusions-boil` of topic `brew` both stand and disagree on `water`: `warm` or `boiling`; let one override the other', 66, 66, 'kind: infusion; minutes: >= 30'),
(NULL, 'no rule of topic `brew` fills `water`', 19, 16, 'leaf: not green; kind: not infusion; minutes: 15, unknown'),
(NULL, 'no rule of topic `brew` fills `water`', 35, 32, 'leaf: not green; kind: not infusion; minutes: <= 29');

CREATE TABLE "rulebook_conclusions" ("place" BIGINT, "rule" TEXT, "slot" TEXT, "list" BOOLEAN, "value" TEXT);
INSERT INTO "rulebook_conclusions" VALUES
(1, 'a-long-time-is-cool', 'water', FALSE, 'warm'),
(2, 'green-is-warm', 'water', FALSE, 'warm'),
(3, 'green-is-warm', 'grams', FALSE, '2.5'),
(4, 'green-is-warm', 'sugar', FALSE, 'false'),
(5, 'infusions-boil', 'water', FALSE, 'boiling'),
(6, 'infusions-boil', 'cups', FALSE, '2'),
(7, 'a-quarter-and-a-half-ring', 'notes', TRUE, 'wait for the bell'),
(8, 'all-of-it-wants-a-spoon', 'notes', TRUE, 'give a spoon'),
(9, 'cold-cups-crack', 'notes', TRUE, 'warm the cup'),
(10, 'milk-last', 'notes', TRUE, 'milk last'),
(11, 'milk-last', 'notes', TRUE, 'stir; then wait');

CREATE TABLE IF NOT EXISTS "situations" (
  "situation" BIGINT PRIMARY KEY,
  "leaf" TEXT,
  "kind" TEXT,
  "hot" BOOLEAN,
  "minutes" BIGINT,
  "extras.milk" BOOLEAN,
  "extras.honey" BOOLEAN
);

CREATE VIEW "rulebook_answers" AS
WITH given AS (SELECT "situation", NULLIF("leaf", 'unknown') AS "leaf", NULLIF("kind", 'unknown') AS "kind", "hot", "minutes", "extras.milk", "extras.honey"
FROM "situations"),
completed AS (SELECT "situation", "leaf", COALESCE("kind", CASE "leaf" WHEN 'green' THEN 'tea' END) AS "kind", COALESCE("hot", CASE "leaf" WHEN 'green' THEN TRUE END) AS "hot", "minutes", "extras.milk", "extras.honey"
FROM given)
SELECT "situation",
CASE
WHEN "leaf" NOT IN ('green', 'black', 'it''s mint') THEN 'leaf: not one of its values'
WHEN "kind" NOT IN ('tea', 'infusion') THEN 'kind: not one of its values'
WHEN "hot" NOT IN (TRUE, FALSE) THEN 'hot: not one of its values'
WHEN "minutes" NOT BETWEEN -5 AND 60 OR "minutes" <> CAST("minutes" AS BIGINT) THEN 'minutes: not one of its values'
WHEN "extras.milk" NOT IN (TRUE, FALSE) THEN 'extras.milk: not one of its values'
WHEN "extras.honey" NOT IN (TRUE, FALSE) THEN 'extras.honey: not one of its values'
WHEN "leaf" = 'green' AND "kind" <> 'tea' THEN 'kind: contradicts leaf'
WHEN "leaf" = 'green' AND "hot" <> TRUE THEN 'hot: contradicts leaf'
WHEN "leaf" = 'it''s mint' AND "minutes" IS NOT NULL THEN 'minutes: contradicts leaf'
WHEN "leaf" IS NULL THEN 'leaf: required'
END AS "problem",
(CASE WHEN "leaf" IN ('green') THEN 1 ELSE 0 END | CASE WHEN "kind" IN ('infusion') THEN 2 ELSE 0 END | CASE WHEN "hot" IN (TRUE) THEN 4 ELSE 0 END | CASE WHEN "minutes" BETWEEN -5 AND 14 OR "minutes" BETWEEN 16 AND 29 THEN 32 WHEN "minutes" BETWEEN 15 AND 15 THEN 56 WHEN "minutes" BETWEEN 30 AND 60 THEN 64 ELSE 16 END | CASE WHEN "extras.milk" THEN 256 ELSE 0 END | CASE WHEN "extras.honey" THEN 128 ELSE 0 END) AS "yes_1"
FROM completed;

CREATE VIEW "decided" AS
WITH a AS MATERIALIZED (SELECT * FROM "rulebook_answers")
SELECT a."situation",
  COALESCE(a."problem", MAX(r."failure")) AS "failure",
  MAX(CASE WHEN c."slot" = 'water' THEN c."value" END) AS "water",
  CAST(MAX(CASE WHEN c."slot" = 'grams' THEN c."value" END) AS DOUBLE PRECISION) AS "grams",
  CAST(MAX(CASE WHEN c."slot" = 'cups' THEN c."value" END) AS BIGINT) AS "cups",
  CASE MAX(CASE WHEN c."slot" = 'sugar' THEN c."value" END) WHEN 'true' THEN TRUE WHEN 'false' THEN FALSE END AS "sugar"
FROM a
LEFT JOIN "rulebook_rows" r ON a."problem" IS NULL AND (a."yes_1" & r."asks_1") = r."wants_1"
LEFT JOIN "rulebook_conclusions" c ON c."rule" = r."rule" AND NOT c."list"
GROUP BY a."situation", a."problem";

CREATE VIEW "decided_rules" AS
WITH a AS MATERIALIZED (SELECT * FROM "rulebook_answers")
SELECT DISTINCT a."situation",
  u."place",
  u."topic",
  u."rule"
FROM a
JOIN "rulebook_rows" r ON a."problem" IS NULL AND (a."yes_1" & r."asks_1") = r."wants_1"
JOIN "rulebook_rules" u ON u."rule" = r."rule";

CREATE VIEW "decided_lists" AS
WITH a AS MATERIALIZED (SELECT * FROM "rulebook_answers")
SELECT a."situation",
  c."slot",
  MIN(c."place") AS "place",
  c."value"
FROM a
JOIN "rulebook_rows" r ON a."problem" IS NULL AND (a."yes_1" & r."asks_1") = r."wants_1"
JOIN "rulebook_conclusions" c ON c."rule" = r."rule" AND c."list"
GROUP BY a."situation", c."slot", c."value";
