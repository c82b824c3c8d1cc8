"""The API of trainings."""
