"""Two bare tables."""

from __future__ import annotations

from django.db import models


class FloorEdition(models.Model):
    """Something with places."""

    code = models.CharField(max_length=40)
    title = models.CharField(max_length=200)
    starts_at = models.DateTimeField()
    state = models.CharField(max_length=20)
    capacity = models.PositiveIntegerField()

    class Meta:
        app_label = "floor"
        indexes = [models.Index(fields=["starts_at", "id"], name="floor_by_start")]

    def __str__(self) -> str:
        return self.code


class FloorEnrolment(models.Model):
    """A place taken."""

    edition = models.ForeignKey(FloorEdition, on_delete=models.CASCADE)
    person = models.BigIntegerField()
    state = models.CharField(max_length=20)

    class Meta:
        app_label = "floor"

    def __str__(self) -> str:
        return f"{self.edition_id} {self.person}"
