"""What there is and what would be said. Reads, and changes nothing but its own memory."""
