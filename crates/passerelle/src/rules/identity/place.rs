//! Places: that they can be found, that their codes agree, and that their coordinates lie where their country is.

use rust_iso3166::iso3166_2;

use super::country::{Standing, standing};
use super::data::COUNTRY_BOXES;
use crate::error::Code;
use crate::json::Pointer;
use crate::record::{Content, Decimal, Edtf, Place};
use crate::rules::{Context, Report, at};

/// The radius of the earth in kilometres (mean radius of the IUGG).
const EARTH_RADIUS_KM: f64 = 6371.009;

/// How far outside its country a place may lie before it is worth a second look.
const TOLERANCE_KM: f64 = 50.0;

/// A place of a record, where it stands, and the date of what is said with it.
pub(super) struct Located<'a> {
    pub(super) at: Pointer,
    pub(super) place: &'a Place,
    pub(super) date: Option<&'a Edtf>,
}

/// Every place of a record's content.
pub(super) fn places(content: &Content) -> Vec<Located<'_>> {
    let mut located = Vec::new();
    let mut add = |at: Pointer, place, date| located.push(Located { at, place, date });
    match content {
        Content::Profile(profile) => {
            for (index, birth) in profile.births.iter().enumerate() {
                if let Some(place) = &birth.place {
                    add(at("/content/births").index(index).child("place"), place, birth.date.as_ref());
                }
            }
            for (index, residence) in profile.residences.iter().enumerate() {
                let at = at("/content/residences").index(index).child("place");
                add(at, &residence.place, residence.assertion.first.as_ref());
            }
            for (index, place) in profile.activity_area.iter().enumerate() {
                add(at("/content/activity_area").index(index), place, None);
            }
        }
        Content::ModusOperandi(method) => {
            for (index, leg) in method.legs.iter().enumerate() {
                let at = at("/content/legs").index(index);
                let date = leg.assertion.first.as_ref();
                add(at.child("from"), &leg.origin, date);
                add(at.child("to"), &leg.destination, date);
                if let Some(place) = &leg.border_point {
                    add(at.child("border_point"), place, date);
                }
            }
            for (index, facility) in method.facilities.iter().enumerate() {
                if let Some(place) = &facility.place {
                    let at = at("/content/facilities").index(index).child("place");
                    add(at, place, facility.assertion.first.as_ref());
                }
            }
        }
        Content::Network(network) => {
            for (index, place) in network.activity_area.iter().enumerate() {
                add(at("/content/activity_area").index(index), place, network.active_from.as_ref());
            }
        }
        Content::Sighting(sighting) => add(at("/content/where"), &sighting.place, Some(&sighting.time)),
        Content::Notice(notice) => {
            if let Some(hit) = &notice.hit {
                add(at("/content/hit/where"), &hit.place, Some(&hit.time));
            }
        }
        Content::Link(_) => {}
    }
    located
}

pub(super) fn check(context: &Context<'_>, report: &mut Report) {
    for Located { at, place, .. } in places(&context.record.content) {
        place_has_anchor(place, &at, report);
        unlocode_country_agrees(place, &at, report);
        subdivision_belongs(place, &at, report);
        coordinates_outside_country(place, &at, report);
    }
}

/// spec: PSR-REC-018
fn place_has_anchor(place: &Place, at: &Pointer, report: &mut Report) {
    let coordinates = [place.lat.is_some(), place.lon.is_some(), place.precision_m.is_some()];
    let whole = coordinates.iter().all(|there| *there);
    let anchored = place.country.is_some() || place.unlocode.is_some() || whole;
    if !anchored || !whole && coordinates.contains(&true) {
        report.add(Code::RulePlaceHasAnchor, at.clone());
    }
}

/// spec: PSR-REC-019
fn unlocode_country_agrees(place: &Place, at: &Pointer, report: &mut Report) {
    if let (Some(country), Some(unlocode)) = (&place.country, &place.unlocode)
        && !unlocode.as_str().starts_with(country.as_str())
    {
        report.add(Code::RuleUnlocodeCountryAgrees, at.child("unlocode"));
    }
}

/// spec: PSR-REC-017
fn subdivision_belongs(place: &Place, at: &Pointer, report: &mut Report) {
    let Some(subdivision) = &place.subdivision else { return };
    let (prefix, _) = subdivision.as_str().split_once('-').unwrap_or_default();
    let belongs = place.country.as_ref().is_none_or(|country| country.as_str() == prefix);
    // ISO 3166-2 says nothing about the parts of invented or former countries; whether those may stand is asked of the country.
    let known = match standing(prefix) {
        Standing::Current | Standing::Unknown => iso3166_2::from_code(subdivision.as_str()).is_some(),
        Standing::Former(_) | Standing::UserAssigned | Standing::Invented => true,
    };
    if !belongs || !known {
        report.add(Code::RuleSubdivisionBelongs, at.child("subdivision"));
    }
}

/// spec: PSR-REC-020
fn coordinates_outside_country(place: &Place, at: &Pointer, report: &mut Report) {
    let coordinate = |value: &Option<Decimal>| value.as_ref().and_then(degrees);
    let (Some(country), Some(lat), Some(lon)) = (&place.country, coordinate(&place.lat), coordinate(&place.lon)) else {
        return;
    };
    let Ok(index) = COUNTRY_BOXES.binary_search_by(|(code, _)| (*code).cmp(country.as_str())) else { return };
    let boxes = COUNTRY_BOXES.get(index).map_or(&[][..], |(_, boxes)| boxes);
    if boxes.iter().all(|country_box| distance_km((lat, lon), country_box) > TOLERANCE_KM) {
        report.add(Code::RuleCoordinatesOutsideCountry, at.child("lat"));
    }
}

fn degrees(decimal: &Decimal) -> Option<f64> {
    decimal.as_str().parse().ok()
}

/// The great-circle distance from a point to the point of a box that has the nearest latitude and the nearest longitude.
fn distance_km((lat, lon): (f64, f64), &[south, west, north, east]: &[i16; 4]) -> f64 {
    let [south, west, north, east] = [south, west, north, east].map(|hundredths| f64::from(hundredths) / 100.0);
    let nearest_lat = lat.clamp(south, north);
    let east_of = |from: f64, to: f64| (to - from).rem_euclid(360.0);
    let apart = if (west..=east).contains(&lon) { 0.0 } else { east_of(east, lon).min(east_of(lon, west)) };
    let half = |degrees: f64| (degrees.to_radians() / 2.0).sin().powi(2);
    let chord = half(nearest_lat - lat) + lat.to_radians().cos() * nearest_lat.to_radians().cos() * half(apart);
    2.0 * EARTH_RADIUS_KM * chord.sqrt().min(1.0).asin()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distances_are_those_of_the_globe() {
        let equator = [-100, -100, 100, 100];
        assert_eq!(distance_km((0.0, 0.0), &equator), 0.0);
        // One degree of a great circle is 111.195 km.
        assert!((distance_km((2.0, 0.0), &equator) - 111.195).abs() < 0.01);
        assert!((distance_km((0.0, -2.0), &equator) - 111.195).abs() < 0.01);
        // The way over the 180th meridian is the shorter one.
        assert!((distance_km((0.0, -179.0), &[-100, 17000, 100, 18000]) - 111.195).abs() < 0.01);
    }

    #[test]
    fn capitals_lie_in_their_countries() {
        for (country, lat, lon) in [
            ("AU", -35.28, 149.13),
            ("BR", -15.79, -47.88),
            ("FJ", -18.14, 178.44),
            ("FR", 48.86, 2.35),
            ("GB", 51.51, -0.13),
            ("GR", 37.98, 23.73),
            ("ID", -6.21, 106.85),
            ("IT", 41.9, 12.5),
            ("LY", 32.89, 13.19),
            ("MX", 19.43, -99.13),
            ("NZ", -41.29, 174.78),
            ("RU", 55.76, 37.62),
            ("TN", 36.81, 10.18),
            ("TR", 39.93, 32.86),
            ("UA", 50.45, 30.52),
            ("US", 38.91, -77.04),
            ("XK", 42.66, 21.17),
            ("ZA", -25.75, 28.19),
        ] {
            let boxes = COUNTRY_BOXES.iter().find(|(code, _)| *code == country).unwrap().1;
            assert!(boxes.iter().any(|country_box| distance_km((lat, lon), country_box) == 0.0), "{country}");
        }
    }
}
