"""What a feed says of its show and its episodes."""
