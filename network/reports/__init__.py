"""What the public says is wrong: taken, checked, weighed, settled and forgotten."""
