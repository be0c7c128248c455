from importlib import import_module

from django.apps import AppConfig


class Room(AppConfig):
    name = "threering.organisation"

    def import_models(self) -> None:
        """Also those of the room's parts."""
        super().import_models()
        import_module("threering.organisation.presence.models")
        import_module("threering.organisation.skills.models")
        import_module("threering.organisation.standins.models")
