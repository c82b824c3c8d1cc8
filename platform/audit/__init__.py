"""An append-only record of who did what to what, written by services in the transaction of the change."""
