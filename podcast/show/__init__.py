"""The show on disk: settings, folders, publication. The only room that knows where files lie."""
