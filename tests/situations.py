"""Strategies for lifters, exercises and what was seen, as values: the library's own kit, nothing fixed."""

from squeezelogic import testing

profiles = testing.profiles()
exercises = testing.exercises()
observations = testing.observations()
