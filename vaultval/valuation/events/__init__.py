"""Milestones and kill switches: what they do, what is at stake, whether odds and factors agree."""
