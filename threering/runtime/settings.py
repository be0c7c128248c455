"""Django's settings, from the environment (env.py). Nothing here is decided twice."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from pghistory import ForeignKey

from threering.runtime.env import env, read, secret_key, secret_key_before

PACKAGE = Path(__file__).resolve().parent.parent
ENV = env()

SECRET_KEY = secret_key()
SECRET_KEY_FALLBACKS = [before] if (before := secret_key_before()) else []
DEBUG = False
DEMO = read("THREERING_DEMO") == "1"
DATA = ENV.data
SMTP_URL = ENV.smtp_url
URL = ENV.url
PUSH_CONTACT = ENV.push_contact
UNDO = ENV.undo
SMTP_LISTEN = ENV.smtp_listen.pair if ENV.smtp_listen else None
LMTP_LISTEN = ENV.lmtp_listen.pair if ENV.lmtp_listen else None
DEMO_OUTBOX = ENV.demo_outbox.pair if ENV.demo_outbox else None
PRIVATE_HOSTS = ENV.private_hosts
MAILBOX_PACE = ENV.mailbox_pace
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]", *ENV.hosts]
AUTHSERV_IDS = ENV.authserv_ids
ROOT_URLCONF = "threering.runtime.urls"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "procrastinate.contrib.django",
    "pgtrigger",
    "pghistory",
    "threering.organisation",
    "threering.ledger",
    "threering.channels",
    "threering.customers",
    "threering.tickets",
    "threering.knowledge",
    "threering.jobs",
    "threering.web",
]
MIDDLEWARE = [
    "threering.web.security.Headers",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "threering.web.signing.cookies.Sessions",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "threering.web.strangers.Strangers",
    "threering.web.audit.whence.Whence",
    "threering.web.signing.seen.Seen",
    "threering.web.security.ReaderZone",
]


def database(url: str) -> dict[str, object]:
    """Django's form of a postgresql:// address; a socket folder may stand in ?host=."""
    parts = urlsplit(url)
    query = {key: values[0] for key, values in parse_qs(parts.query).items()}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")) or "threering",
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.pop("host", parts.hostname or ""),
        "PORT": query.pop("port", str(parts.port or "")),
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {**query, "application_name": "threering", "connect_timeout": 5},
    }


DATABASES = {"default": database(ENV.database_url or "postgresql:///threering")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "organisation.Agent"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email", "name")},
    },
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_ADAPTER = "threering.web.account.ClosedDoor"
ACCOUNT_FORMS = {"login": "threering.web.account.SignInForm"}
# Of all attempts, then of wrong ones: from one address, at one account. An office may share an
# address; who guesses at one account from many has five guesses in ten minutes all the same.
ACCOUNT_RATE_LIMITS = {"login": "120/m/ip", "login_failed": "50/10m/ip,5/10m/key"}
ACCOUNT_SESSION_REMEMBER = None
# A proxy of the owner's stands before us where it is HTTPS: it says whose address it is.
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if read("THREERING_HTTPS") == "1" else 0
MFA_ADAPTER = "threering.web.signing.factors.Factors"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_TOTP_ISSUER = "Threering"
MFA_TOTP_TOLERANCE = 1
MFA_RATE_LIMITS = {"webauthn_login": "120/m/ip"}
SOCIALACCOUNT_ADAPTER = "threering.web.signing.elsewhere.Elsewhere"
SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [ENV.sign_on.app] if ENV.sign_on else []}}
SOCIALACCOUNT_REQUESTS_TIMEOUT = 10  # seconds
# The limits above are kept here: in the database, so that all processes count together. Adding
# what is not there yet is one statement of its own, which PostgreSQL lets only one succeed with.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "organisation_remembered",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}
# The history of settings: the moment of each line, and no index for every id in it.
PGHISTORY_CREATED_AT_FUNCTION = "CLOCK_TIMESTAMP()"
PGHISTORY_FOREIGN_KEY_FIELD = ForeignKey(db_index=False)
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_LOGOUT_REDIRECT_URL = "/login"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = read("THREERING_HTTPS") == "1"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SESSION_COOKIE_SECURE else None
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ENV.hosts]
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "threering.web.errors.csrf_failed"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [PACKAGE / "web" / "templates"],
        "OPTIONS": {
            "environment": "threering.web.jinja.environment",
            "context_processors": ["threering.web.jinja.reader"],
        },
    },
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
    },
]
STATIC_URL = "/static/"
STATIC_ROOT = PACKAGE / "web" / "static_root"
STATICFILES_DIRS = [PACKAGE / "web" / "static"]
STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "threering.web.assets.Hashed"},
}
WHITENOISE_MAX_AGE = 31_536_000

USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("de", "Deutsch"), *((name, name) for name in ENV.languages)]
LOCALE_PATHS = [*([ENV.locale] if ENV.locale else []), PACKAGE / "locale"]

LARGEST_FORM = 30 * 2**20
DATA_UPLOAD_MAX_MEMORY_SIZE = 72 * 2**20  # the largest mail (50 MB) as a provider codes it

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {"threering": {"level": "INFO"}},
}
