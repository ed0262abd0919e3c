"""The show on disk: settings, folders, publication. Only this package knows the file layout."""
