"""What two rulebooks decide and say differently, over all situations."""
