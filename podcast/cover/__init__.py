"""Cover images: drawn from a title, or prepared from a file."""
