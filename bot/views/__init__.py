"""Forms and App Home: built here, handled by the commands they belong to."""
