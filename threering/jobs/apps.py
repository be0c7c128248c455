from importlib import import_module

from django.apps import AppConfig


class Room(AppConfig):
    name = "threering.jobs"

    def ready(self) -> None:
        """Every process knows every job by name, so that a wrong name fails where it is said."""
        for jobs in ("bulks", "decisions", "erasures", "mailboxes", "timetable"):
            import_module(f"threering.jobs.{jobs}")
