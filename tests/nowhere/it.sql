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
('boat', '3', 'b3271358560cc493b932421d436ad98aad43a4b9f37da64f23d425796933d53e', NULL);

CREATE TABLE "rulebook_rows" ("lookup" BIGINT, "key" BIGINT, "holds" BIGINT, PRIMARY KEY ("lookup", "key"));
INSERT INTO "rulebook_rows" VALUES
(1, 0, 16),
(1, 1, 16),
(1, 2, 17),
(1, 4, 16),
(1, 5, 20),
(1, 6, 21),
(1, 8, 16),
(1, 9, 16),
(1, 10, 17),
(1, 12, 17),
(1, 13, 21),
(1, 14, 21),
(1, 16, 18),
(1, 17, 18),
(1, 18, 19),
(1, 20, 19),
(1, 21, 23),
(1, 22, 23),
(1, 32, 24),
(1, 33, 24),
(1, 34, 25),
(1, 36, 24),
(1, 37, 28),
(1, 38, 29),
(1, 40, 24),
(1, 41, 24),
(1, 42, 25),
(1, 44, 25),
(1, 45, 29),
(1, 46, 29),
(1, 48, 24),
(1, 49, 24),
(1, 50, 25),
(1, 52, 25),
(1, 53, 29),
(1, 54, 29),
(1, 64, 16),
(1, 65, 16),
(1, 66, 17),
(1, 68, 16),
(1, 69, 20),
(1, 70, 21),
(1, 72, 16),
(1, 73, 16),
(1, 74, 17),
(1, 76, 17),
(1, 77, 21),
(1, 78, 21),
(1, 80, 16),
(1, 81, 16),
(1, 82, 17),
(1, 84, 17),
(1, 85, 21),
(1, 86, 21),
(1, 96, 24),
(1, 97, 24),
(1, 98, 25),
(1, 100, 24),
(1, 101, 28),
(1, 102, 29),
(1, 104, 24),
(1, 105, 24),
(1, 106, 25),
(1, 108, 25),
(1, 109, 29),
(1, 110, 29),
(1, 112, 24),
(1, 113, 24),
(1, 114, 25),
(1, 116, 25),
(1, 117, 29),
(1, 118, 29),
(2, 2, 2),
(2, 5, 1),
(2, 6, 3),
(2, 8, 4),
(2, 9, 4),
(2, 10, 6),
(2, 13, 1),
(2, 14, 3);

CREATE TABLE "rulebook_slots" ("slot" TEXT, "column" TEXT, "type" TEXT, "list" BOOLEAN, "sums" BOOLEAN, "required" BOOLEAN);
INSERT INTO "rulebook_slots" VALUES
('go', 'go', 'enum', FALSE, FALSE, TRUE),
('risk', 'risk', 'integer', FALSE, TRUE, FALSE),
('tips', NULL, 'advice', TRUE, FALSE, FALSE);

CREATE TABLE "rulebook_conclusions" ("place" BIGINT, "rule" TEXT, "slot" TEXT, "list" BOOLEAN, "value" TEXT, PRIMARY KEY ("rule", "place"));
INSERT INTO "rulebook_conclusions" VALUES
(1, 'a-leak-sinks', 'go', FALSE, 'no_way'),
(2, 'ferries-wait-for-nobody', 'go', FALSE, 'no_way'),
(3, 'swim-or-wear-a-vest', 'go', FALSE, 'with_a_vest'),
(4, 'sailors-swim', 'go', FALSE, 'yes'),
(5, 'nothing-keeps-you', 'go', FALSE, 'yes'),
(6, 'shallows-scratch', 'tips', TRUE, 'tape'),
(7, 'shallows-scratch', 'risk', FALSE, '1'),
(8, 'spring-is-cold', 'risk', FALSE, '2'),
(9, 'spring-is-cold', 'tips', TRUE, 'flask'),
(10, 'spring-is-cold', 'tips', TRUE, 'wetsuit');

CREATE TABLE "rulebook_rules" ("place" BIGINT, "rule" TEXT, "topic" TEXT, "word" BIGINT, "bit" BIGINT);
INSERT INTO "rulebook_rules" VALUES
(1, 'a-leak-sinks', 'go', 1, 8),
(2, 'ferries-wait-for-nobody', 'go', 1, 2),
(3, 'swim-or-wear-a-vest', 'go', 3, 1),
(4, 'sailors-swim', 'go', 4, 1),
(5, 'nothing-keeps-you', 'go', 4, 2),
(6, 'at-home-nothing-is-packed', 'packing', 2, 1),
(7, 'shallows-scratch', 'packing', 2, 4),
(8, 'spring-is-cold', 'packing', 5, 1);

CREATE TABLE IF NOT EXISTS "situations" (
  "situation" BIGINT PRIMARY KEY,
  "boat" TEXT,
  "drive" TEXT,
  "swims" BOOLEAN,
  "damage.leak" BOOLEAN,
  "damage.loose_rudder" BOOLEAN,
  "wind" BIGINT,
  "depth" DOUBLE PRECISION,
  "day" DATE
);

CREATE VIEW "rulebook_standing" AS
WITH given AS (SELECT "situation", NULLIF("boat", 'unknown') AS "boat", NULLIF("drive", 'unknown') AS "drive", "swims", "damage.leak", "damage.loose_rudder", "wind", "depth", "day"
FROM "situations"),
completed AS (SELECT "situation", "boat", COALESCE("drive", CASE "boat" WHEN 'canoe' THEN 'paddle' WHEN 'dinghy' THEN 'sail' END) AS "drive", "swims", "damage.leak", "damage.loose_rudder", "wind", "depth", "day"
FROM given),
step_0 AS MATERIALIZED (SELECT
  "situation",
  CASE
WHEN "boat" NOT IN ('canoe', 'dinghy') THEN 'boat: not one of its values'
WHEN "drive" NOT IN ('paddle', 'sail') THEN 'drive: not one of its values'
WHEN "swims" NOT IN (TRUE, FALSE) THEN 'swims: not one of its values'
WHEN "damage.leak" NOT IN (TRUE, FALSE) THEN 'damage.leak: not one of its values'
WHEN "damage.loose_rudder" NOT IN (TRUE, FALSE) THEN 'damage.loose_rudder: not one of its values'
WHEN "wind" NOT BETWEEN 0 AND 12 OR "wind" <> CAST("wind" AS BIGINT) THEN 'wind: not one of its values'
WHEN "depth" NOT BETWEEN 0.5 AND 1.7976931348623157e+308 OR "depth" <> CAST("depth" AS DOUBLE PRECISION) THEN 'depth: not one of its values'
WHEN "day" NOT BETWEEN '0001-01-01' AND '9999-12-31' OR CAST("day" AS TEXT) NOT LIKE '____-__-__' OR SUBSTR(CAST("day" AS TEXT), 6, 2) NOT BETWEEN '01' AND '12' OR SUBSTR(CAST("day" AS TEXT), 9, 2) NOT BETWEEN '01' AND '31' THEN 'day: not one of its values'
WHEN "boat" = 'canoe' AND "drive" <> 'paddle' THEN 'drive: contradicts boat'
WHEN "boat" = 'dinghy' AND "drive" <> 'sail' THEN 'drive: contradicts boat'
WHEN "drive" IS NULL THEN 'drive: required'
END AS "problem",
  (CASE WHEN "swims" IN (TRUE) THEN 1 WHEN "swims" IN (FALSE) THEN 2 ELSE 0 END + CASE WHEN "drive" IN ('sail') THEN 4 ELSE 0 END + CASE WHEN ("wind" >= 6 AND "wind" <= 11) THEN 8 WHEN ("wind" >= 12 AND "wind" <= 12) THEN 16 ELSE 0 END + (CASE WHEN "damage.leak" THEN 32 ELSE 0 END + CASE WHEN "damage.loose_rudder" THEN 64 ELSE 0 END)) AS "key_1",
  (CASE WHEN (("day" <= '2026-02-28') OR ("day" >= '2026-05-01')) THEN 1 WHEN ("day" >= '2026-03-01' AND "day" <= '2026-04-30') THEN 2 ELSE 0 END + CASE WHEN ("depth" >= 0.5 AND "depth" < 1) THEN 8 ELSE 0 END) AS "key_2"
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
  "key_2",
  "word_1",
  CASE WHEN ("word_1" & 1) <> 0 AND NOT (("word_1" & 10) <> 0) THEN 1 ELSE 0 END AS "word_3"
FROM step_1),
step_3 AS MATERIALIZED (SELECT
  "situation",
  "problem" AS "problem",
  "key_2",
  "word_1",
  "word_3",
  (CASE WHEN ("word_1" & 4) <> 0 AND NOT ((("word_1" & 10) <> 0 OR ("word_3" & 1) <> 0)) THEN 1 ELSE 0 END + CASE WHEN ("word_1" & 16) <> 0 AND NOT ((("word_1" & 10) <> 0 OR ("word_3" & 1) <> 0)) THEN 2 ELSE 0 END) AS "word_4"
FROM step_2),
step_4 AS MATERIALIZED (SELECT
  "situation",
  "problem" AS "problem",
  "word_1",
  "word_3",
  "word_4",
  COALESCE(t2."holds", 0) AS "word_2"
FROM step_3
LEFT JOIN "rulebook_rows" t2 ON t2."lookup" = 2 AND t2."key" = ("key_2" | CASE WHEN (("word_1" & 10) <> 0) THEN 4 ELSE 0 END)),
step_5 AS MATERIALIZED (SELECT
  "situation",
  "problem" AS "problem",
  "word_1",
  "word_2",
  "word_3",
  "word_4",
  CASE WHEN ("word_2" & 2) <> 0 AND NOT (("word_2" & 1) <> 0) THEN 1 ELSE 0 END AS "word_5"
FROM step_4)
SELECT "situation",
  COALESCE("problem", CASE
WHEN NOT ((("word_1" & 10) <> 0 OR ("word_3" & 1) <> 0 OR ("word_4" & 3) <> 0)) THEN 'no rule of topic `go` fills `go`'
END) AS "problem",
  "word_1",
  "word_2",
  "word_3",
  "word_4",
  "word_5"
FROM step_5;

CREATE VIEW "decided" AS
SELECT "situation",
  "problem" AS "failure",
  CASE WHEN "problem" IS NOT NULL THEN NULL WHEN (("word_1" & 10) <> 0) THEN 'no_way' WHEN (("word_3" & 1) <> 0) THEN 'with_a_vest' WHEN (("word_4" & 3) <> 0) THEN 'yes' END AS "go",
  CASE WHEN "problem" IS NULL THEN (CASE WHEN (("word_2" & 4) <> 0) THEN CAST(1 AS BIGINT) ELSE 0 END + CASE WHEN (("word_5" & 1) <> 0) THEN CAST(2 AS BIGINT) ELSE 0 END) END AS "risk"
FROM "rulebook_standing";

CREATE VIEW "decided_rules" AS
SELECT s."situation",
  u."place",
  u."topic",
  u."rule"
FROM "rulebook_standing" s
JOIN "rulebook_rules" u ON (CASE u."word" WHEN 1 THEN s."word_1" WHEN 2 THEN s."word_2" WHEN 3 THEN s."word_3" WHEN 4 THEN s."word_4" WHEN 5 THEN s."word_5" END & u."bit") <> 0
WHERE s."problem" IS NULL;

CREATE VIEW "decided_lists" AS
SELECT r."situation",
  c."slot",
  MIN(c."place") AS "place",
  c."value"
FROM "decided_rules" r
JOIN "rulebook_conclusions" c ON c."rule" = r."rule" AND c."list"
GROUP BY r."situation", c."slot", c."value";
