"""How typed words are understood: people, items, days and options, in any order; pure."""
