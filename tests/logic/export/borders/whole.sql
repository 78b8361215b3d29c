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
('borders', '1', 'a8fd91b8e6ba46206f37bc36380059c2b8f90ccac0cd54628482e86ed2ddad61', NULL);

CREATE TABLE "rulebook_rows" ("lookup" BIGINT, "key" BIGINT, "holds" BIGINT, PRIMARY KEY ("lookup", "key"));
INSERT INTO "rulebook_rows" VALUES
(1, 1, 1),
(1, 3, 8),
(1, 4, 16),
(1, 5, 4),
(1, 6, 1),
(1, 9, 3),
(1, 10, 2),
(1, 11, 10),
(1, 12, 18),
(1, 13, 6),
(1, 14, 3),
(1, 17, 1),
(1, 19, 8),
(1, 20, 16),
(1, 21, 4),
(1, 22, 1),
(1, 25, 3),
(1, 26, 2),
(1, 27, 10),
(1, 28, 18),
(1, 29, 6),
(1, 30, 3),
(1, 32, 64),
(1, 33, 65),
(1, 34, 64),
(1, 35, 72),
(1, 36, 80),
(1, 37, 68),
(1, 38, 65),
(1, 40, 64),
(1, 41, 67),
(1, 42, 66),
(1, 43, 74),
(1, 44, 82),
(1, 45, 70),
(1, 46, 67),
(1, 48, 64),
(1, 49, 65),
(1, 50, 64),
(1, 51, 72),
(1, 52, 80),
(1, 53, 68),
(1, 54, 65),
(1, 56, 64),
(1, 57, 67),
(1, 58, 66),
(1, 59, 74),
(1, 60, 82),
(1, 61, 70),
(1, 62, 67),
(1, 64, 32),
(1, 65, 33),
(1, 66, 32),
(1, 67, 40),
(1, 68, 48),
(1, 69, 36),
(1, 70, 33),
(1, 72, 32),
(1, 73, 35),
(1, 74, 34),
(1, 75, 42),
(1, 76, 50),
(1, 77, 38),
(1, 78, 35),
(1, 81, 1),
(1, 83, 8),
(1, 84, 16),
(1, 85, 4),
(1, 86, 1),
(1, 89, 3),
(1, 90, 2),
(1, 91, 10),
(1, 92, 18),
(1, 93, 6),
(1, 94, 3),
(2, 3, 1),
(2, 5, 1),
(2, 6, 1),
(2, 7, 1),
(2, 11, 1),
(2, 13, 1),
(2, 14, 1),
(2, 15, 1),
(2, 16, 2),
(2, 17, 2),
(2, 18, 2),
(2, 19, 3),
(2, 20, 2),
(2, 21, 3),
(2, 22, 3),
(2, 23, 3),
(2, 27, 1),
(2, 29, 1),
(2, 30, 1),
(2, 31, 1);

CREATE TABLE "rulebook_slots" ("slot" TEXT, "column" TEXT, "type" TEXT, "list" BOOLEAN, "sums" BOOLEAN, "required" BOOLEAN);
INSERT INTO "rulebook_slots" VALUES
('band', 'band', 'enum', FALSE, FALSE, FALSE),
('fee', 'fee', 'number', FALSE, FALSE, FALSE),
('express', 'express', 'boolean', FALSE, FALSE, FALSE),
('marks', NULL, 'list', TRUE, FALSE, FALSE);

CREATE TABLE "rulebook_conclusions" ("place" BIGINT, "rule" TEXT, "slot" TEXT, "list" BOOLEAN, "value" TEXT, PRIMARY KEY ("rule", "place"));
INSERT INTO "rulebook_conclusions" VALUES
(1, 'closed-then-open', 'fee', FALSE, '100'),
(2, 'open-then-closed', 'band', FALSE, 'narrow'),
(3, 'open-then-closed', 'fee', FALSE, '0.1'),
(4, 'below-or-above', 'band', FALSE, 'wide'),
(5, 'one-size', 'band', FALSE, 'wide'),
(6, 'one-size', 'fee', FALSE, '-2.5'),
(7, 'known-and-light', 'fee', FALSE, '7'),
(8, 'days-between', 'marks', TRUE, 'january'),
(9, 'from-a-day', 'marks', TRUE, 'summer'),
(10, 'from-a-day', 'marks', TRUE, 'rare'),
(11, 'two-tags-are-too-many', 'marks', TRUE, 'tangled'),
(12, 'unpaid-is-slow', 'express', FALSE, 'false');

CREATE TABLE "rulebook_rules" ("place" BIGINT, "rule" TEXT, "topic" TEXT, "word" BIGINT, "bit" BIGINT);
INSERT INTO "rulebook_rules" VALUES
(1, 'closed-then-open', 'size', 1, 4),
(2, 'open-then-closed', 'size', 1, 8),
(3, 'below-or-above', 'size', 1, 1),
(4, 'one-size', 'size', 1, 16),
(5, 'known-and-light', 'size', 3, 1),
(6, 'days-between', 'mark', 1, 64),
(7, 'from-a-day', 'mark', 1, 32),
(8, 'two-tags-are-too-many', 'mark', 2, 1),
(9, 'unpaid-is-slow', 'mark', 2, 2);

CREATE TABLE IF NOT EXISTS "situations" (
  "situation" BIGINT PRIMARY KEY,
  "size" DOUBLE PRECISION,
  "grams" DOUBLE PRECISION,
  "day" DATE,
  "count" BIGINT,
  "tags.red" BOOLEAN,
  "tags.green" BOOLEAN,
  "tags.blue" BOOLEAN,
  "paid" BOOLEAN
);

CREATE VIEW "rulebook_standing" AS
WITH given AS (SELECT "situation", "size", "grams", "day", "count", "tags.red", "tags.green", "tags.blue", "paid"
FROM "situations"),
completed AS (SELECT "situation", "size", "grams", "day", "count", "tags.red", "tags.green", "tags.blue", "paid"
FROM given),
step_0 AS MATERIALIZED (SELECT
  "situation",
  CASE
WHEN "size" NOT BETWEEN -1.7976931348623157e+308 AND 1.7976931348623157e+308 OR "size" <> CAST("size" AS DOUBLE PRECISION) THEN 'size: not one of its values'
WHEN "grams" NOT BETWEEN 0.5 AND 9.5 OR "grams" <> CAST("grams" AS DOUBLE PRECISION) THEN 'grams: not one of its values'
WHEN "day" NOT BETWEEN '0001-01-01' AND '9999-12-31' OR CAST("day" AS TEXT) NOT LIKE '____-__-__' OR SUBSTR(CAST("day" AS TEXT), 6, 2) NOT BETWEEN '01' AND '12' OR SUBSTR(CAST("day" AS TEXT), 9, 2) NOT BETWEEN '01' AND '31' THEN 'day: not one of its values'
WHEN "count" NOT BETWEEN -9223372036854775808 AND 9223372036854775807 OR "count" <> CAST("count" AS BIGINT) THEN 'count: not one of its values'
WHEN "tags.red" NOT IN (TRUE, FALSE) THEN 'tags.red: not one of its values'
WHEN "tags.green" NOT IN (TRUE, FALSE) THEN 'tags.green: not one of its values'
WHEN "tags.blue" NOT IN (TRUE, FALSE) THEN 'tags.blue: not one of its values'
WHEN "paid" NOT IN (TRUE, FALSE) THEN 'paid: not one of its values'
WHEN "paid" IS NULL THEN 'paid: required'
END AS "problem",
  (CASE WHEN ("size" < -1) THEN 1 WHEN (("size" >= -1 AND "size" <= 1) OR ("size" > 2.5 AND "size" < 5) OR ("size" > 5 AND "size" < 10) OR ("size" >= 20 AND "size" <= 30)) THEN 2 WHEN ("size" > 1 AND "size" <= 2.5) THEN 3 WHEN ("size" >= 5 AND "size" <= 5) THEN 4 WHEN ("size" >= 10 AND "size" < 20) THEN 5 WHEN ("size" > 30) THEN 6 ELSE 0 END + CASE WHEN ("grams" >= 0.5 AND "grams" <= 1.5) THEN 8 ELSE 0 END + CASE WHEN ("count" >= 3 AND "count" <= 7) THEN 16 ELSE 0 END + CASE WHEN ("day" >= '2026-01-02' AND "day" <= '2026-01-31') THEN 32 WHEN ("day" >= '2026-06-01') THEN 64 ELSE 0 END) AS "key_1",
  ((CASE WHEN "tags.red" THEN 1 ELSE 0 END + CASE WHEN "tags.green" THEN 2 ELSE 0 END + CASE WHEN "tags.blue" THEN 4 ELSE 0 END) + CASE WHEN "paid" IN (FALSE) THEN 16 ELSE 0 END) AS "key_2"
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
  COALESCE(t2."holds", 0) AS "word_2",
  CASE WHEN ("word_1" & 2) <> 0 AND NOT (("word_1" & 28) <> 0) THEN 1 ELSE 0 END AS "word_3"
FROM step_1
LEFT JOIN "rulebook_rows" t2 ON t2."lookup" = 2 AND t2."key" = ("key_2" | CASE WHEN (("word_1" & 17) <> 0) THEN 8 ELSE 0 END))
SELECT "situation",
  COALESCE("problem", NULL) AS "problem",
  "word_1",
  "word_2",
  "word_3"
FROM step_2;

CREATE VIEW "decided" AS
SELECT "situation",
  "problem" AS "failure",
  CASE WHEN "problem" IS NOT NULL THEN NULL WHEN (("word_1" & 8) <> 0) THEN 'narrow' WHEN (("word_1" & 17) <> 0) THEN 'wide' END AS "band",
  CASE WHEN "problem" IS NOT NULL THEN NULL WHEN (("word_1" & 4) <> 0) THEN CAST('100' AS DOUBLE PRECISION) WHEN (("word_1" & 8) <> 0) THEN CAST('0.1' AS DOUBLE PRECISION) WHEN (("word_1" & 16) <> 0) THEN CAST('-2.5' AS DOUBLE PRECISION) WHEN (("word_3" & 1) <> 0) THEN CAST('7' AS DOUBLE PRECISION) END AS "fee",
  CASE WHEN "problem" IS NOT NULL THEN NULL WHEN (("word_2" & 2) <> 0) THEN FALSE END AS "express"
FROM "rulebook_standing";

CREATE VIEW "decided_rules" AS
SELECT s."situation",
  u."place",
  u."topic",
  u."rule"
FROM "rulebook_standing" s
JOIN "rulebook_rules" u ON (CASE u."word" WHEN 1 THEN s."word_1" WHEN 2 THEN s."word_2" WHEN 3 THEN s."word_3" END & u."bit") <> 0
WHERE s."problem" IS NULL;

CREATE VIEW "decided_lists" AS
SELECT r."situation",
  c."slot",
  MIN(c."place") AS "place",
  c."value"
FROM "decided_rules" r
JOIN "rulebook_conclusions" c ON c."rule" = r."rule" AND c."list"
GROUP BY r."situation", c."slot", c."value";
