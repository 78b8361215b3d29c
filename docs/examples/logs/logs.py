"""Workout logs as apps export them, read with polars: one row a set, with date, exercise, kilograms and repetitions."""

import json
from pathlib import Path

import polars as pl

from squeezelogic import find_exercise

POUND = 0.45359237  # kg


def number(column: str) -> pl.Expr:
    """The number in a text such as `102,5 kg`; null where there is none."""
    return (
        pl.col(column)
        .str.replace(",", ".")
        .str.extract(r"(-?\d+(?:\.\d+)?)")
        .cast(pl.Float64)
    )


def read_strong(path: Path, kilograms: float = 1.0) -> pl.DataFrame:
    """A log of Strong; `kilograms` is the weight of its unit, which the file does not say."""
    log = pl.read_csv(path, infer_schema=False).filter(
        pl.col("Set Order") != "Rest Timer"
    )
    date = pl.col("Date").str.to_datetime()
    return log.select(
        date=date,
        exercise="Exercise Name",
        kg=number("Weight") * kilograms,
        reps=number("Reps"),
    )


def read_hevy(path: Path) -> pl.DataFrame:
    """A log of Hevy, in kilograms or pounds."""
    log = pl.read_csv(path, infer_schema=False)
    date = pl.col("start_time").str.to_datetime("%d %b %Y, %H:%M")
    kg = (
        number("weight_kg")
        if "weight_kg" in log.columns
        else number("weight_lbs") * POUND
    )
    return log.select(date=date, exercise="exercise_title", kg=kg, reps=number("reps"))


def read_fitbod(path: Path) -> pl.DataFrame:
    """A log of Fitbod, which always exports kilograms."""
    log = pl.read_csv(path, infer_schema=False)
    date = (
        pl.col("Date")
        .str.to_datetime("%Y-%m-%d %H:%M:%S %z")
        .dt.replace_time_zone(None)
    )
    return log.select(
        date=date, exercise="Exercise", kg=number("Weight(kg)"), reps=number("Reps")
    )


def read_fitnotes(path: Path) -> pl.DataFrame:
    """A log of FitNotes, each weight in its own unit."""
    log = pl.read_csv(path, infer_schema=False)
    unit = pl.when(pl.col("Weight Unit") == "lbs").then(POUND).otherwise(1.0)
    date = pl.col("Date").str.to_datetime("%Y-%m-%d")
    return log.select(
        date=date, exercise="Exercise", kg=number("Weight") * unit, reps=number("Reps")
    )


def read_gymbook(path: Path) -> pl.DataFrame:
    """A log of GymBook, with the headers of its language (here Italian), in UTF-16, with units beside the numbers."""
    log = pl.read_csv(path.read_text("utf-16").encode(), infer_schema=False).filter(
        pl.col("Saltato") == "No"
    )
    date = (pl.col("Data") + " " + pl.col("Orario")).str.to_datetime("%d/%m/%y %H:%M")
    kg = pl.when(pl.col("Peso / Distanza").str.contains("kg")).then(
        number("Peso / Distanza")
    )
    reps = pl.when(pl.col("Ripetizioni / Tempo").str.contains("ripetizioni")).then(
        number("Ripetizioni / Tempo")
    )
    return log.select(date=date, exercise="Esercizio", kg=kg, reps=reps)


def read_wger(path: Path) -> pl.DataFrame:
    """A log of wger, from its API's `workoutlog`; exercises come as numbers, which `find_exercise` knows."""
    log = pl.DataFrame(
        json.loads(path.read_text("utf-8"))["results"], infer_schema_length=None
    )
    names = {number: name_wger(number) for number in log["exercise"].unique()}
    exercise = pl.col("exercise").replace_strict(names, return_dtype=pl.String)
    date = pl.col("date").str.to_datetime(time_zone="UTC").dt.replace_time_zone(None)
    return log.select(
        date=date, exercise=exercise, kg=number("weight"), reps=number("repetitions")
    )


def name_wger(number: int) -> str | None:
    """The name of wger's thrust or hinge of this number; None for its other exercises."""
    try:
        return find_exercise(("wger", str(number))).matched
    except ValueError:
        return None


def derive_load(log: pl.DataFrame) -> pl.DataFrame:
    """The log with `load`: each set's weight against the lifter's own best in that exercise.

    The best is the estimated one-repetition maximum by Epley's formula, kg × (1 + reps / 30), of sets of up to ten
    repetitions, beyond which such formulas get worse (LeSuer et al., J. Strength Cond. Res. 11(4), 1997, 211–213). Less
    than 60 % of it is light, from 80 % on heavy: these two are our choice. Without a weight the load is unknown.
    """
    one = (
        pl.when(pl.col("reps") == 1)
        .then("kg")
        .otherwise(pl.col("kg") * (1 + pl.col("reps") / 30))
    )
    best = pl.when(pl.col("reps").is_between(1, 10)).then(one).max().over("exercise")
    share = pl.when(pl.col("kg") > 0).then(pl.col("kg") / best)
    load = (
        pl.when(share < 0.6)
        .then(pl.lit("light"))
        .when(share < 0.8)
        .then(pl.lit("moderate"))
    )
    return log.with_columns(load=load.when(share >= 0.8).then(pl.lit("heavy")))
