"""Static files with content hashes in their names, module imports included."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # untyped base
    """Hashed and compressed; rewrites `import … from` in ES modules too."""

    support_js_module_import_aggregation = True
