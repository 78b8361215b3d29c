"""A Django view that answers for a lifter and an exercise, and the route to it."""

import json

from django.http import HttpRequest, JsonResponse
from django.urls import path
from django.views.decorators.http import require_POST

from squeezelogic import InvalidInput, recommend


@require_POST
def recommendation(request: HttpRequest) -> JsonResponse:
    """Recommend for a JSON object with `exercise`, and maybe `profile`, `observed`.

    Every problem of the question comes back at once, with status 422.
    """
    try:
        asked = json.loads(request.body)
        answer = recommend(
            asked.get("profile"), asked["exercise"], observed=asked.get("observed", ())
        )
    except (ValueError, LookupError, AttributeError) as error:
        problems = (
            error.problems
            if isinstance(error, InvalidInput)
            else ["send a JSON object with an `exercise`"]
        )
        return JsonResponse({"problems": list(problems)}, status=422)
    return JsonResponse(answer.to_dict())


urlpatterns = [path("recommendations", recommendation)]
