"""What pages of the apps below say about reports."""
