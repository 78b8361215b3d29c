"""Exercises by name: what a lifter, a catalogue or an app calls them, and which family that is."""

from squeezelogic.coaching.names.errors import AmbiguousExercise, UnknownExercise
from squeezelogic.coaching.names.find import Match, NameMatch, classify, find_exercise, match_exercise

__all__ = ["AmbiguousExercise", "Match", "NameMatch", "UnknownExercise", "classify", "find_exercise", "match_exercise"]
