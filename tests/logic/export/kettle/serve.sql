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
('kettle', '2', '30da4e46e7d906ae3f2f8fef70df214fadbede1f9115d3c5ff1638e21207eeb5', 'serve');

CREATE TABLE "rulebook_questions" ("word" BIGINT, "bit" BIGINT, "attribute" TEXT, "asks" TEXT);
INSERT INTO "rulebook_questions" VALUES
(1, 1, 'hot', 'is `true`'),
(1, 2, 'minutes', 'is `15` or `30`'),
(1, 4, 'extras', 'includes `honey`'),
(1, 8, 'extras', 'includes `milk`'),
(1, 16, 'water', 'is `boiling`');

CREATE TABLE "rulebook_rules" ("place" BIGINT, "rule" TEXT, "topic" TEXT);
INSERT INTO "rulebook_rules" VALUES
(1, 'a-quarter-and-a-half-ring', 'serve'),
(2, 'all-of-it-wants-a-spoon', 'serve'),
(3, 'cold-cups-crack', 'serve'),
(4, 'milk-last', 'serve');

CREATE TABLE "rulebook_rows" ("rule" TEXT, "failure" TEXT, "asks_1" BIGINT, "wants_1" BIGINT, "condition" TEXT);
INSERT INTO "rulebook_rows" VALUES
('a-quarter-and-a-half-ring', NULL, 18, 18, 'minutes: 15, 30; water: boiling'),
('all-of-it-wants-a-spoon', NULL, 28, 28, 'extras: has all of milk, honey; water: boiling'),
('cold-cups-crack', NULL, 17, 16, 'hot: not true; water: boiling'),
('milk-last', NULL, 24, 24, 'extras: has milk; water: boiling');

CREATE TABLE "rulebook_conclusions" ("place" BIGINT, "rule" TEXT, "slot" TEXT, "list" BOOLEAN, "value" TEXT);
INSERT INTO "rulebook_conclusions" VALUES
(1, 'a-quarter-and-a-half-ring', 'notes', TRUE, 'wait for the bell'),
(2, 'all-of-it-wants-a-spoon', 'notes', TRUE, 'give a spoon'),
(3, 'cold-cups-crack', 'notes', TRUE, 'warm the cup'),
(4, 'milk-last', 'notes', TRUE, 'milk last'),
(5, 'milk-last', 'notes', TRUE, 'stir; then wait');

CREATE TABLE IF NOT EXISTS "situations" (
  "situation" BIGINT PRIMARY KEY,
  "hot" BOOLEAN,
  "minutes" BIGINT,
  "extras.milk" BOOLEAN,
  "extras.honey" BOOLEAN,
  "water" TEXT
);

CREATE VIEW "rulebook_answers" AS
WITH given AS (SELECT "situation", "hot", "minutes", "extras.milk", "extras.honey", NULLIF("water", 'unknown') AS "water"
FROM "situations"),
completed AS (SELECT "situation", "hot", "minutes", "extras.milk", "extras.honey", "water"
FROM given)
SELECT "situation",
CASE
WHEN "hot" NOT IN (TRUE, FALSE) THEN 'hot: not one of its values'
WHEN "minutes" NOT BETWEEN -5 AND 60 OR "minutes" <> CAST("minutes" AS BIGINT) THEN 'minutes: not one of its values'
WHEN "extras.milk" NOT IN (TRUE, FALSE) THEN 'extras.milk: not one of its values'
WHEN "extras.honey" NOT IN (TRUE, FALSE) THEN 'extras.honey: not one of its values'
WHEN "water" NOT IN ('warm', 'boiling') THEN 'water: not one of its values'
END AS "problem",
(CASE WHEN "hot" IN (TRUE) THEN 1 ELSE 0 END | CASE WHEN "minutes" BETWEEN 15 AND 15 OR "minutes" BETWEEN 30 AND 30 THEN 2 ELSE 0 END | CASE WHEN "extras.milk" THEN 8 ELSE 0 END | CASE WHEN "extras.honey" THEN 4 ELSE 0 END | CASE WHEN "water" IN ('boiling') THEN 16 ELSE 0 END) AS "yes_1"
FROM completed;

CREATE VIEW "decided" AS
WITH a AS MATERIALIZED (SELECT * FROM "rulebook_answers")
SELECT a."situation",
  COALESCE(a."problem", MAX(r."failure")) AS "failure"
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
