"""Static files under hashed names, so that they can be cached for ever."""

from __future__ import annotations

from whitenoise.storage import CompressedManifestStaticFilesStorage


class Hashed(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """Also rewrites the imports inside ES modules."""

    support_js_module_import_aggregation = True
