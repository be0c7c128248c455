from importlib import import_module

from django.apps import AppConfig


class Room(AppConfig):
    name = "threering.customers"

    def import_models(self) -> None:
        """Also those of the room's parts."""
        super().import_models()
        import_module("threering.customers.consent.models")
