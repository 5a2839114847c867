"""What the bot can do, as ratios of two things measured in the same run."""
