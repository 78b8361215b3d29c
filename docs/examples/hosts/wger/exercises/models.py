"""Wger's models, as far as they matter here."""

from django.db import models


class Equipment(models.Model):
    """Something to train with, by wger's label."""

    name = models.CharField(max_length=50)


class Exercise(models.Model):
    """An exercise; its names are translations."""

    uuid = models.UUIDField(unique=True)
    equipment = models.ManyToManyField(Equipment)

    @property
    def name(self) -> str:
        """The English name."""
        return self.translations.get(language="en").name


class Translation(models.Model):
    """What an exercise is called in one language."""

    name = models.CharField(max_length=200)
    language = models.CharField(max_length=2)
    exercise = models.ForeignKey(Exercise, models.CASCADE, related_name="translations")
