"""How staff sign in: passwords, limits, the second factor, devices, and what is kept of it."""
