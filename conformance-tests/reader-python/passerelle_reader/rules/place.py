"""Places (chapter 1)."""

import math

from ..specification import toml
from .subject import finding

EARTH_RADIUS = 6371009
FAR = 50000
"""Metres outside every box from which on a point is reported."""


def findings(subject):
    for path, place in subject.all("Place"):
        exact = [name for name in ("lat", "lon", "precision_m") if name in place]
        if exact and len(exact) < 3 or not {"country", "unlocode"} & set(place) and not exact:
            yield finding("RULE_PLACE_HAS_ANCHOR", *path)
        if "country" in place and "unlocode" in place and not place["unlocode"].startswith(place["country"]):
            yield finding("RULE_UNLOCODE_COUNTRY_AGREES", *path, "unlocode")
        if "country" in place and len(exact) == 3 and _is_far(place):
            yield finding("RULE_COORDINATES_OUTSIDE_COUNTRY", *path, "lat")


def _is_far(place):
    boxes = toml("registry/country-boxes.toml")["boxes"].get(place["country"])
    return bool(boxes) and all(_distance(float(place["lat"]), float(place["lon"]), box) > FAR for box in boxes)


def _distance(lat, lon, box):
    """Metres from a point to a box, along a great circle."""
    south, west, north, east = (edge / 100 for edge in box)
    if west <= lon <= east:
        return math.radians(max(south - lat, lat - north, 0)) * EARTH_RADIUS
    return min(_to_meridian(lat, lon, edge, south, north) for edge in (west, east))


def _to_meridian(lat, lon, edge, south, north):
    """To the nearest point of a meridian between two latitudes: the foot of the perpendicular, or an end."""
    apart = math.radians((edge - lon + 180) % 360 - 180)
    foot = math.degrees(math.atan2(math.sin(math.radians(lat)), math.cos(math.radians(lat)) * math.cos(apart)))
    candidates = [south, north] + ([foot] if south <= foot <= north else [])
    return min(_great_circle(lat, other, apart) for other in candidates)


def _great_circle(lat, other, apart):
    one, two = math.radians(lat), math.radians(other)
    half = math.sin((two - one) / 2) ** 2 + math.cos(one) * math.cos(two) * math.sin(apart / 2) ** 2
    return 2 * EARTH_RADIUS * math.asin(min(1, math.sqrt(half)))
