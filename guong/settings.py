"""One settings file, read from the environment. docs/operations.md describes every variable; a test checks that."""

from pathlib import Path
from typing import Any

import environ
from csp.constants import NONE, SELF

from guong import installation
from guong.jobs import logs
from guong.packs import load

env = environ.Env()

# --- the installation
GUONG_DATA: Path = installation.data_folder()
GUONG_KEYS: Path = installation.keys_folder()
GUONG_INSTALLATION = installation.read()
GUONG_PACK: str = env.str("GUONG_PACK", default=GUONG_INSTALLATION.pack)
GUONG_SAMPLE: bool = GUONG_INSTALLATION.sample
PACK = load(GUONG_PACK)


def secret_key() -> str:
    """`GUONG_SECRET_KEY`, else the file that `guong init` wrote, else a key of this process alone."""
    given: str = env.str("GUONG_SECRET_KEY", default="")
    stored = GUONG_KEYS / "secret_key"
    if given:
        return given
    return stored.read_text("utf-8").strip() if stored.is_file() else "unset-" + "0" * 50


SECRET_KEY = secret_key()
DEBUG = False
ALLOWED_HOSTS: list[str] = ["127.0.0.1", "localhost", "[::1]", *env.list("GUONG_HOSTS", default=[])]
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in env.list("GUONG_HOSTS", default=[])]
GUONG_PUBLIC_URL: str = env.str("GUONG_PUBLIC_URL", default="http://localhost:8000")

# --- rooms, top to bottom, then what they stand on
INSTALLED_APPS = [
    "guong.ops",
    "guong.desk",
    "guong.intake",
    "guong.portal",
    "guong.papers",
    "guong.figures",
    "guong.reviews",
    "guong.rounds",
    "guong.registry",
    "guong.tally",
    "guong.units",
    "guong.trail",
    "guong.search",
    "guong.visits",
    "guong.files",
    "guong.accounts",
    "guong.jobs",
    "guong.ui",
    "guong.keys",
    "guong.portal.overrides",  # words over Wagtail's, after our own
    "wagtail.contrib.redirects",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "axes",
    "csp",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "django_structlog",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django_structlog.middlewares.RequestMiddleware",
    "guong.portal.connection.PublicPages",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "guong.units.middleware.Capacity",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
    "guong.accounts.middleware.Entry",
    "guong.portal.middleware.EditorsDoor",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "guong.urls"
WSGI_APPLICATION = "guong.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "guong.ui.context.shell",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "guong.ui.templatetags.ui",
            ],
        },
    }
]

# --- the database (design section 9; each choice was measured)
SQLITE_OPTIONS: dict[str, Any] = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    # What is deleted is zeroed (secure_delete): taking out a paper relies on it.
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-65536;"
    " PRAGMA secure_delete=ON;",
}


def database(url: str) -> dict[str, Any]:
    """Django's settings for a database address; SQLite gets the options that survive power cuts and crowds."""
    config: dict[str, Any] = dict(environ.Env.db_url_config(url))
    if config["ENGINE"].endswith("sqlite3"):
        config["OPTIONS"] = dict(SQLITE_OPTIONS)
        config["CONN_MAX_AGE"] = None  # opening costs more than a page; the worker watches the open one for changes
    else:
        # Compiling a statement costs more than any page's own takes.
        config.setdefault("OPTIONS", {}).setdefault("options", "-c jit=off")
        config["CONN_MAX_AGE"] = 60
        config["CONN_HEALTH_CHECKS"] = True
    return config


DATABASES = {"default": database(env.str("DATABASE_URL", default=f"sqlite:///{GUONG_DATA / 'guong.sqlite3'}"))}
# Public pages read under a role of their own, which `guong portal_role` sets up.
if env.str("GUONG_PORTAL_DATABASE_URL", default=""):
    DATABASES["portal"] = database(env.str("GUONG_PORTAL_DATABASE_URL"))
DATABASE_ROUTERS = ["guong.portal.connection.PublicReads"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {"default": env.cache_url("GUONG_CACHE_URL", default="locmemcache://")}
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

# --- people
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "MinimumLengthValidator", "CommonPasswordValidator")
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/desk/"
LOGOUT_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "guong.accounts.adapter.ClosedAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 900
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Gương"
MFA_TOTP_TOLERANCE = 1  # phones of the mountains keep poor time; `second_step` takes each code once
MFA_ADAPTER = "guong.accounts.adapter.TwoStepAdapter"
ACCOUNT_FORMS = {
    "login": "guong.accounts.forms.LoginForm",
    "change_password": "guong.accounts.forms.ChangePasswordForm",
    "reset_password": "guong.accounts.forms.ResetPasswordForm",
    "reset_password_from_key": "guong.accounts.forms.ResetPasswordKeyForm",
    "reauthenticate": "guong.accounts.forms.ReauthenticateForm",
}
MFA_FORMS = {
    "authenticate": "guong.accounts.forms.CodeForm",
    "reauthenticate": "guong.accounts.forms.CodeAgainForm",
    "activate_totp": "guong.accounts.forms.ActivateCodeForm",
    "add_webauthn": "guong.accounts.forms.AddPasskeyForm",
    "edit_webauthn": "guong.accounts.forms.EditPasskeyForm",
}
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
# An office shares one address, so addresses are hardly counted; passwords are slowed down by accounts.throttle, codes
# of the second step by `login_failed`.
ACCOUNT_RATE_LIMITS = {"login": "300/m/ip", "login_failed": "10/300s/key", "reset_password": "60/m/ip,5/m/key"}
MFA_RATE_LIMITS = {"webauthn_login": "60/m/ip"}
AXES_HANDLER = "guong.accounts.throttle.Handler"
AXES_USERNAME_CALLABLE = "guong.accounts.throttle.username"
AXES_LOCKOUT_CALLABLE = "guong.accounts.throttle.locked"
AXES_CLIENT_IP_CALLABLE = "guong.accounts.throttle.no_address"
# An office shares one address, so log-ins are slowed by account alone.
SILENCED_SYSTEM_CHECKS = ["axes.W006"]
AXES_LOCKOUT_PARAMETERS = ["username"]
AXES_FAILURE_LIMIT = 5
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_DISABLE_ACCESS_LOG = True
AXES_VERBOSE = False
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
GUONG_HTTPS: bool = env.bool("GUONG_HTTPS", default=False)
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = GUONG_HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if GUONG_HTTPS else None
SECURE_HSTS_SECONDS = 31_536_000 if GUONG_HTTPS else 0
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

# --- the interface for programs
GUONG_API_PER_MINUTE: int = env.int("GUONG_API_PER_MINUTE", default=120)
GUONG_SUBMIT_PER_MINUTE: int = env.int("GUONG_SUBMIT_PER_MINUTE", default=600)

# --- logs: JSON lines, no personal data (guong.jobs.logs says what is left out)
logs.configure()
LOGGING = logs.LOGGING
DJANGO_STRUCTLOG_IP_LOGGING_ENABLED = False
DJANGO_STRUCTLOG_USER_ID_FIELD = None
DJANGO_STRUCTLOG_STATUS_4XX_LOG_LEVEL = logs.INFO

# --- language, time
LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]
USE_I18N = USE_TZ = True
TIME_ZONE = PACK.time_zone
FORMAT_MODULE_PATH = ["guong.ui.formats"]

# --- files, mail, portal
STATIC_URL = "/static/"
STATIC_ROOT = GUONG_DATA / "static"
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "guong.ui.finders.BuiltFinder",
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "guong.ui.storage.CompressedStorage"},
}
MEDIA_ROOT = GUONG_DATA / "media"
MEDIA_URL = "/media/"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000
# Uploads stay in memory: no clear copy of minutes or pictures lies in a temporary folder. files.rules limits them.
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]
FILE_UPLOAD_MAX_MEMORY_SIZE = 60 * 2**20
vars().update(env.email_url("GUONG_EMAIL_URL", default="consolemail://"))
WAGTAIL_SITE_NAME = "Gương"
WAGTAILADMIN_BASE_URL = GUONG_PUBLIC_URL
WAGTAIL_I18N_ENABLED = WAGTAIL_ALLOW_UNICODE_SLUGS = False
WAGTAILADMIN_LOGIN_URL = WAGTAIL_FRONTEND_LOGIN_URL = "account_login"
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAILADMIN_PERMITTED_LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAIL_WORKFLOW_REQUIRE_REAPPROVAL_ON_EDIT = True
WAGTAILIMAGES_IMAGE_MODEL = "portal.Picture"
WAGTAILIMAGES_EXTENSIONS = ["jpg", "jpeg", "png", "webp"]  # no SVG: a drawing file can carry script
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database", "AUTO_UPDATE": False}}
