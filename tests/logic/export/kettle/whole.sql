-- Decides every row of "situations" by a rulebook. Made by `squeezelogic table --format sql`; made anew, not edited.
-- In: "situations", a column for each fact, NULL for unknown; for a set, a column for each element, NULL for not in it.
-- Out: "decided" (a row for each situation), "decided_lists" and "decided_rules" (a row for each item and rule).

DROP VIEW IF EXISTS "decided_lists";
DROP VIEW IF EXISTS "decided_rules";
DROP VIEW IF EXISTS "decided";
DROP VIEW IF EXISTS "rulebook_standing";
DROP VIEW IF EXISTS "rulebook_answers";
DROP TABLE IF EXISTS "rulebook";
DROP TABLE IF EXISTS "rulebook_rows";
DROP TABLE IF EXISTS "rulebook_slots";
DROP TABLE IF EXISTS "rulebook_conclusions";
DROP TABLE IF EXISTS "rulebook_rules";
DROP TABLE IF EXISTS "rulebook_questions";

CREATE TABLE "rulebook" ("name" TEXT, "version" TEXT, "digest" TEXT, "topic" TEXT);
INSERT INTO "rulebook" VALUES
('kettle', '2', '45a0e864d5986eeb5e377af88181baff9b90a57b247fbc5f1e2544cb542d9272', NULL);

CREATE TABLE "rulebook_rows" ("lookup" BIGINT, "key" BIGINT, "holds" BIGINT, PRIMARY KEY ("lookup", "key"));
INSERT INTO "rulebook_rows" VALUES
(1, 1, 1),
(1, 2, 2),
(1, 3, 3),
(1, 4, 4),
(1, 5, 5),
(1, 6, 6),
(1, 7, 7),
(2, 1, 4),
(2, 3, 5),
(2, 5, 12),
(2, 7, 13),
(2, 9, 4),
(2, 11, 5),
(2, 13, 14),
(2, 15, 15),
(2, 19, 1),
(2, 21, 8),
(2, 23, 9),
(2, 27, 1),
(2, 29, 10),
(2, 31, 11);

CREATE TABLE "rulebook_slots" ("slot" TEXT, "column" TEXT, "type" TEXT, "list" BOOLEAN, "sums" BOOLEAN, "required" BOOLEAN);
INSERT INTO "rulebook_slots" VALUES
('water', 'water', 'enum', FALSE, FALSE, TRUE),
('grams', 'grams', 'number', FALSE, FALSE, FALSE),
('cups', 'cups', 'integer', FALSE, FALSE, FALSE),
('sugar', 'sugar', 'boolean', FALSE, FALSE, FALSE),
('notes', NULL, 'list', TRUE, FALSE, FALSE);

CREATE TABLE "rulebook_conclusions" ("place" BIGINT, "rule" TEXT, "slot" TEXT, "list" BOOLEAN, "value" TEXT, PRIMARY KEY ("rule", "place"));
INSERT INTO "rulebook_conclusions" VALUES
(1, 'a-long-time-is-cool', 'water', FALSE, 'warm'),
(2, 'a-long-time-is-cool', 'sugar', FALSE, 'false'),
(3, 'green-is-warm', 'water', FALSE, 'warm'),
(4, 'green-is-warm', 'grams', FALSE, '2.5'),
(5, 'green-is-warm', 'sugar', FALSE, 'false'),
(6, 'infusions-boil', 'water', FALSE, 'boiling'),
(7, 'infusions-boil', 'cups', FALSE, '2'),
(8, 'a-quarter-and-a-half-ring', 'notes', TRUE, 'wait for the bell'),
(9, 'all-of-it-wants-a-spoon', 'notes', TRUE, 'give a spoon'),
(10, 'cold-cups-crack', 'notes', TRUE, 'warm the cup'),
(11, 'milk-last', 'notes', TRUE, 'milk last'),
(12, 'milk-last', 'notes', TRUE, 'stir; then wait');

CREATE TABLE "rulebook_rules" ("place" BIGINT, "rule" TEXT, "topic" TEXT, "word" BIGINT, "bit" BIGINT);
INSERT INTO "rulebook_rules" VALUES
(1, 'a-long-time-is-cool', 'brew', 1, 1),
(2, 'green-is-warm', 'brew', 1, 2),
(3, 'infusions-boil', 'brew', 1, 4),
(4, 'a-quarter-and-a-half-ring', 'serve', 2, 1),
(5, 'all-of-it-wants-a-spoon', 'serve', 2, 2),
(6, 'cold-cups-crack', 'serve', 2, 4),
(7, 'milk-last', 'serve', 2, 8);

CREATE TABLE IF NOT EXISTS "situations" (
  "situation" BIGINT PRIMARY KEY,
  "leaf" TEXT,
  "kind" TEXT,
  "hot" BOOLEAN,
  "minutes" BIGINT,
  "extras.milk" BOOLEAN,
  "extras.honey" BOOLEAN
);

CREATE VIEW "rulebook_standing" AS
WITH given AS (SELECT "situation", NULLIF("leaf", 'unknown') AS "leaf", NULLIF("kind", 'unknown') AS "kind", "hot", "minutes", "extras.milk", "extras.honey"
FROM "situations"),
completed AS (SELECT "situation", "leaf", COALESCE("kind", CASE "leaf" WHEN 'green' THEN 'tea' END) AS "kind", COALESCE("hot", CASE "leaf" WHEN 'green' THEN TRUE END) AS "hot", "minutes", "extras.milk", "extras.honey"
FROM given),
step_0 AS MATERIALIZED (SELECT
  "situation",
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
  (CASE WHEN ("minutes" >= 30 AND "minutes" <= 60) THEN 1 ELSE 0 END + CASE WHEN "leaf" IN ('green') THEN 2 ELSE 0 END + CASE WHEN "kind" IN ('infusion') THEN 4 ELSE 0 END) AS "key_1",
  (CASE WHEN (("minutes" >= 15 AND "minutes" <= 15) OR ("minutes" >= 30 AND "minutes" <= 30)) THEN 2 ELSE 0 END + (CASE WHEN "extras.milk" THEN 4 ELSE 0 END + CASE WHEN "extras.honey" THEN 8 ELSE 0 END) + CASE WHEN "hot" IN (TRUE) THEN 16 ELSE 0 END) AS "key_2"
FROM completed),
step_1 AS MATERIALIZED (SELECT
  "situation",
  "problem" AS "problem",
  "key_2",
  COALESCE(t1."holds", 0) AS "word_1"
FROM step_0
LEFT JOIN "rulebook_rows" t1 ON t1."lookup" = 1 AND t1."key" = "key_1"),
step_2 AS MATERIALIZED (SELECT
  "situation",
  "problem" AS "problem",
  "word_1",
  COALESCE(t2."holds", 0) AS "word_2"
FROM step_1
LEFT JOIN "rulebook_rows" t2 ON t2."lookup" = 2 AND t2."key" = ("key_2" | CASE WHEN (("word_1" & 4) <> 0) THEN 1 ELSE 0 END))
SELECT "situation",
  COALESCE("problem", CASE
WHEN (CASE WHEN (("word_1" & 3) <> 0) THEN 1 ELSE 0 END + CASE WHEN (("word_1" & 4) <> 0) THEN 1 ELSE 0 END) > 1 THEN 'rules of topic `brew` disagree on `water`'
WHEN NOT (("word_1" & 7) <> 0) THEN 'no rule of topic `brew` fills `water`'
END) AS "problem",
  "word_1",
  "word_2"
FROM step_2;

CREATE VIEW "decided" AS
SELECT "situation",
  "problem" AS "failure",
  CASE WHEN "problem" IS NOT NULL THEN NULL WHEN (("word_1" & 3) <> 0) THEN 'warm' WHEN (("word_1" & 4) <> 0) THEN 'boiling' END AS "water",
  CASE WHEN "problem" IS NOT NULL THEN NULL WHEN (("word_1" & 2) <> 0) THEN CAST('2.5' AS DOUBLE PRECISION) END AS "grams",
  CASE WHEN "problem" IS NOT NULL THEN NULL WHEN (("word_1" & 4) <> 0) THEN CAST('2' AS BIGINT) END AS "cups",
  CASE WHEN "problem" IS NOT NULL THEN NULL WHEN (("word_1" & 3) <> 0) THEN FALSE END AS "sugar"
FROM "rulebook_standing";

CREATE VIEW "decided_rules" AS
SELECT s."situation",
  u."place",
  u."topic",
  u."rule"
FROM "rulebook_standing" s
JOIN "rulebook_rules" u ON (CASE u."word" WHEN 1 THEN s."word_1" WHEN 2 THEN s."word_2" END & u."bit") <> 0
WHERE s."problem" IS NULL;

CREATE VIEW "decided_lists" AS
SELECT r."situation",
  c."slot",
  MIN(c."place") AS "place",
  c."value"
FROM "decided_rules" r
JOIN "rulebook_conclusions" c ON c."rule" = r."rule" AND c."list"
GROUP BY r."situation", c."slot", c."value";
