"""How passwords are kept."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class StaffArgon2(Argon2PasswordHasher):
    """Argon2id with OWASP's smallest sound cost: 19 MiB, two passes, one lane.

    Django's own 100 MiB and eight lanes are for machines that do nothing else: eight people who
    sign in at once would take 800 MiB from the workers that serve the public.
    """

    memory_cost = 19_456
    time_cost = 2
    parallelism = 1
