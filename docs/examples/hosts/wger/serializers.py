"""The glue: each exercise of the API says whether to squeeze in it."""

from exercises import models
from rest_framework import serializers

from squeezelogic import Exercise, InvalidInput, recommend


class AdvisedExercise(serializers.ModelSerializer):
    """An exercise with advice for `context["who"]`, or why there is none."""

    advice = serializers.SerializerMethodField()

    class Meta:
        model, fields = models.Exercise, ["uuid", "name", "advice"]

    def get_advice(self, row):
        """Read name and equipment as the catalogue spells them."""
        data = {"name": row.name, "equipment": list(row.equipment.values("name"))}
        try:
            return recommend(self.context["who"], Exercise.from_record(data)).to_dict()
        except InvalidInput as error:
            return {"problems": list(error.problems)}
