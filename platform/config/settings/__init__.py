"""Settings: `base` holds everywhere; `local`, `test` and `prod` add what differs."""
