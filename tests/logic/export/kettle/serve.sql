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
('kettle', '2', '45a0e864d5986eeb5e377af88181baff9b90a57b247fbc5f1e2544cb542d9272', 'serve');

CREATE TABLE "rulebook_rows" ("lookup" BIGINT, "key" BIGINT, "holds" BIGINT, PRIMARY KEY ("lookup", "key"));
INSERT INTO "rulebook_rows" VALUES
(1, 1, 4),
(1, 3, 5),
(1, 5, 12),
(1, 7, 13),
(1, 9, 4),
(1, 11, 5),
(1, 13, 14),
(1, 15, 15),
(1, 19, 1),
(1, 21, 8),
(1, 23, 9),
(1, 27, 1),
(1, 29, 10),
(1, 31, 11);

CREATE TABLE "rulebook_slots" ("slot" TEXT, "column" TEXT, "type" TEXT, "list" BOOLEAN, "sums" BOOLEAN, "required" BOOLEAN);
INSERT INTO "rulebook_slots" VALUES
('notes', NULL, 'list', TRUE, FALSE, FALSE);

CREATE TABLE "rulebook_conclusions" ("place" BIGINT, "rule" TEXT, "slot" TEXT, "list" BOOLEAN, "value" TEXT, PRIMARY KEY ("rule", "place"));
INSERT INTO "rulebook_conclusions" VALUES
(1, 'a-quarter-and-a-half-ring', 'notes', TRUE, 'wait for the bell'),
(2, 'all-of-it-wants-a-spoon', 'notes', TRUE, 'give a spoon'),
(3, 'cold-cups-crack', 'notes', TRUE, 'warm the cup'),
(4, 'milk-last', 'notes', TRUE, 'milk last'),
(5, 'milk-last', 'notes', TRUE, 'stir; then wait');

CREATE TABLE "rulebook_rules" ("place" BIGINT, "rule" TEXT, "topic" TEXT, "word" BIGINT, "bit" BIGINT);
INSERT INTO "rulebook_rules" VALUES
(1, 'a-quarter-and-a-half-ring', 'serve', 1, 1),
(2, 'all-of-it-wants-a-spoon', 'serve', 1, 2),
(3, 'cold-cups-crack', 'serve', 1, 4),
(4, 'milk-last', 'serve', 1, 8);

CREATE TABLE IF NOT EXISTS "situations" (
  "situation" BIGINT PRIMARY KEY,
  "hot" BOOLEAN,
  "minutes" BIGINT,
  "extras.milk" BOOLEAN,
  "extras.honey" BOOLEAN,
  "water" TEXT
);

CREATE VIEW "rulebook_standing" AS
WITH given AS (SELECT "situation", "hot", "minutes", "extras.milk", "extras.honey", NULLIF("water", 'unknown') AS "water"
FROM "situations"),
completed AS (SELECT "situation", "hot", "minutes", "extras.milk", "extras.honey", "water"
FROM given),
step_0 AS MATERIALIZED (SELECT
  "situation",
  CASE
WHEN "hot" NOT IN (TRUE, FALSE) THEN 'hot: not one of its values'
WHEN "minutes" NOT BETWEEN -5 AND 60 OR "minutes" <> CAST("minutes" AS BIGINT) THEN 'minutes: not one of its values'
WHEN "extras.milk" NOT IN (TRUE, FALSE) THEN 'extras.milk: not one of its values'
WHEN "extras.honey" NOT IN (TRUE, FALSE) THEN 'extras.honey: not one of its values'
WHEN "water" NOT IN ('warm', 'boiling') THEN 'water: not one of its values'
END AS "problem",
  (CASE WHEN "water" IN ('boiling') THEN 1 ELSE 0 END + CASE WHEN (("minutes" >= 15 AND "minutes" <= 15) OR ("minutes" >= 30 AND "minutes" <= 30)) THEN 2 ELSE 0 END + (CASE WHEN "extras.milk" THEN 4 ELSE 0 END + CASE WHEN "extras.honey" THEN 8 ELSE 0 END) + CASE WHEN "hot" IN (TRUE) THEN 16 ELSE 0 END) AS "key_1"
FROM completed),
step_1 AS MATERIALIZED (SELECT
  "situation",
  "problem" AS "problem",
  COALESCE(t1."holds", 0) AS "word_1"
FROM step_0
LEFT JOIN "rulebook_rows" t1 ON t1."lookup" = 1 AND t1."key" = "key_1")
SELECT "situation",
  COALESCE("problem", NULL) AS "problem",
  "word_1"
FROM step_1;

CREATE VIEW "decided" AS
SELECT "situation",
  "problem" AS "failure"
FROM "rulebook_standing";

CREATE VIEW "decided_rules" AS
SELECT s."situation",
  u."place",
  u."topic",
  u."rule"
FROM "rulebook_standing" s
JOIN "rulebook_rules" u ON (CASE u."word" WHEN 1 THEN s."word_1" END & u."bit") <> 0
WHERE s."problem" IS NULL;

CREATE VIEW "decided_lists" AS
SELECT r."situation",
  c."slot",
  MIN(c."place") AS "place",
  c."value"
FROM "decided_rules" r
JOIN "rulebook_conclusions" c ON c."rule" = r."rule" AND c."list"
GROUP BY r."situation", c."slot", c."value";
