"""What a browser shows: cover, pages, and files that belong to none."""
