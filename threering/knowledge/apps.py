from django.apps import AppConfig


class Room(AppConfig):
    name = "threering.knowledge"
