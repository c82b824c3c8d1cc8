"""Courses, dated editions, places in them, attendance."""
