"""Strategies for lifters, exercises and observed faults, from `squeezelogic.testing`."""

from squeezelogic import testing

profiles = testing.profiles()
exercises = testing.exercises()
observations = testing.observations()
