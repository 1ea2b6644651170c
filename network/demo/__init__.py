"""An invented network to try the project on: the same places on every run.

What belongs to a city stands in its fixtures folder: `demo_mix.csv` (how many of each
category), `demo_districts.csv` (how many people), `demo_anchors.csv` (where in a street
its places lie) and `demo_accounts.csv`.
"""

from typing import Final

# Username to what it may edit; which bodies these are says `demo_accounts.csv`.
ACCOUNTS: Final = {
    "demo-city": "the whole city",
    "demo-district": "one district",
    "demo-street": "one street",
}
PASSWORD: Final = "demo-union-12351"  # noqa: S105 - production refuses to start with it

__all__ = ["ACCOUNTS", "PASSWORD"]
