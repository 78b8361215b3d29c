"""Exercises by name: what a lifter, a catalogue or an app calls them, and which family that is."""

from squeezelogic.coaching.names.errors import AmbiguousExercise, UnknownExercise
from squeezelogic.coaching.names.find import Match, classify, find_exercise

__all__ = ["AmbiguousExercise", "Match", "UnknownExercise", "classify", "find_exercise"]
