"""A server where people have accounts: django-allauth's own OpenID Connect provider, nothing else.

A program of its own with a database of its own: `python -m tests.identity_server` and a folder that
holds plan.json. It says "ready" once it answers.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import django
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from django.conf import settings


class Server(ThreadingMixIn, WSGIServer):
    """Several at once."""

    daemon_threads = True


class Quiet(WSGIRequestHandler):
    """Without a line a request."""

    def log_message(self, format: str, *args: object) -> None:
        pass


def configure(folder: Path) -> None:
    """Settings; the cookies have names of their own, because a host shares them for all ports."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    kinds = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
    pem = key.private_bytes(*kinds, serialization.NoEncryption()).decode()
    settings.configure(
        SECRET_KEY=folder.name * 5,
        ALLOWED_HOSTS=["127.0.0.1"],
        ROOT_URLCONF="tests.identity_urls",
        DATABASES={
            "default": {"ENGINE": "django.db.backends.sqlite3", "NAME": folder / "identity.sqlite3"}
        },
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        USE_TZ=True,
        SESSION_COOKIE_NAME="identity",
        CSRF_COOKIE_NAME="identity-token",
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
        INSTALLED_APPS=[
            "django.contrib.auth",
            "django.contrib.contenttypes",
            "django.contrib.sessions",
            "django.contrib.messages",
            "allauth",
            "allauth.account",
            "allauth.idp.oidc",
        ],
        MIDDLEWARE=[
            "django.contrib.sessions.middleware.SessionMiddleware",
            "django.middleware.csrf.CsrfViewMiddleware",
            "django.contrib.auth.middleware.AuthenticationMiddleware",
            "django.contrib.messages.middleware.MessageMiddleware",
            "allauth.account.middleware.AccountMiddleware",
        ],
        TEMPLATES=[
            {
                "BACKEND": "django.template.backends.django.DjangoTemplates",
                "APP_DIRS": True,
                "OPTIONS": {
                    "context_processors": [
                        "django.template.context_processors.request",
                        "django.contrib.auth.context_processors.auth",
                        "django.contrib.messages.context_processors.messages",
                    ]
                },
            }
        ],
        AUTHENTICATION_BACKENDS=["allauth.account.auth_backends.AuthenticationBackend"],
        LOGIN_URL="/accounts/login/",
        ACCOUNT_LOGIN_METHODS={"email"},
        ACCOUNT_SIGNUP_FIELDS=["email*", "password1*"],
        ACCOUNT_EMAIL_VERIFICATION="none",
        IDP_OIDC_PRIVATE_KEY=pem,
    )


def fill(plan: dict[str, object]) -> None:
    """The people, and the one client that may ask for them."""
    from allauth.account.models import EmailAddress
    from allauth.idp.oidc.models import Client
    from django.contrib.auth.models import User
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    for address, verified in plan["people"].items():  # type: ignore[attr-defined]
        user = User.objects.create_user(address, address, plan["password"])
        EmailAddress.objects.create(user=user, email=address, verified=verified, primary=True)
    client = Client(id=plan["client"], name="Threering", scopes="openid\nprofile\nemail")
    client.set_secret(plan["secret"])
    client.set_redirect_uris(plan["redirects"])
    client.save()


def main(folder: Path) -> None:
    """Serve until killed."""
    plan = json.loads((folder / "plan.json").read_text())
    configure(folder)
    django.setup()
    fill(plan)
    from django.core.wsgi import get_wsgi_application

    application = get_wsgi_application()
    address = ("127.0.0.1", plan["port"])
    with make_server(*address, application, server_class=Server, handler_class=Quiet) as server:
        print("ready", flush=True)
        server.serve_forever()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
