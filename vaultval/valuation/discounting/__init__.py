"""Discounted cash flows: of a segment, of a company, and from enterprise value to a share."""
