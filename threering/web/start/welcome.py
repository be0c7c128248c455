"""The page that greets where nobody is yet. Its door is the word that `threering start` prints.

Without it a stranger on the network could take the house. Once somebody is here it opens nothing.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from threering.kernel.founding import is_founding_word
from threering.kernel.time import now
from threering.organisation.founding import AlreadyFounded, Founder, has_clients, nobody_is_here
from threering.organisation.models import Agent
from threering.stories.found_house import found_house
from threering.web.people.coming import BACKEND


class FoundForm(forms.Form):
    """Who begins, and whose customers write."""

    name = forms.CharField(
        max_length=200, error_messages={"required": gettext_lazy("Write your name.")}
    )
    email = forms.EmailField(
        error_messages={
            "required": gettext_lazy("Write your e-mail address."),
            "invalid": gettext_lazy("Write an e-mail address, like name@shop.example."),
        }
    )
    password = forms.CharField(
        strip=False,
        max_length=4096,
        error_messages={"required": gettext_lazy("Choose a password.")},
    )
    client = forms.CharField(
        max_length=200,
        error_messages={"required": gettext_lazy("Write the name of the company.")},
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        if has_clients():
            del self.fields["client"]

    def clean(self) -> dict[str, Any]:
        """The password has to be a good one for this very person."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if word := data.get("password"):
            person = Agent(email=data.get("email", ""), name=data.get("name", ""))
            try:
                validate_password(word, person)
            except ValidationError as error:
                self.add_error("password", error)
        return data

    def founder(self) -> Founder:
        """Who begins."""
        data = self.cleaned_data
        return Founder(
            email=data["email"],
            name=data["name"],
            password=data["password"],
            language=translation.get_language() or "en",
            client=" ".join(data.get("client", "").split()),
        )


@require_GET
def greet(request: HttpRequest) -> HttpResponse:
    """Say where the address is that lets the first person in."""
    if not nobody_is_here():
        return redirect("home")
    return render(request, "start/greeting.html", {"wrong": False})


@require_http_methods(["GET", "POST"])
def come(request: HttpRequest, word: str) -> HttpResponse:
    """Let the first person in."""
    if not nobody_is_here():
        return redirect("home")
    if not is_founding_word(word, settings.SECRET_KEY):
        return render(request, "start/greeting.html", {"wrong": True}, status=404)
    form = FoundForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            person = found_house(form.founder(), at=now())
        except AlreadyFounded:
            return redirect("home")
        login(request, person, BACKEND)
        return redirect("start")
    return render(request, "start/founding.html", {"form": form})
