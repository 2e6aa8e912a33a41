//! Places: that they can be found, that their codes agree, and that their coordinates lie where their country is.

use rust_iso3166::iso3166_2;

use super::country::{Standing, standing};
use super::data::COUNTRY_BOXES;
use crate::error::Code;
use crate::json::Node;
use crate::json::walk::Trail;
use crate::record::RecordType;
use crate::rules::{CONTENT, Context, Report};

/// The radius of the earth in kilometres (mean radius of the IUGG).
const EARTH_RADIUS_KM: f64 = 6371.009;

/// How far outside its country a place may lie before it is worth a second look.
const TOLERANCE_KM: f64 = 50.0;

/// Shows every place of a record's content, where it stands, and the date of what is said with it.
pub(super) fn every_place<'a>(context: &Context<'a>, visit: &mut dyn FnMut(&Trail<'_>, Node<'a>, Option<&'a str>)) {
    let content = context.content;
    // A place that is a member of something.
    let mut member = |at: &Trail<'_>, holder: Node<'a>, name: &str, date: Option<&'a str>| {
        if let Some(place) = holder.get(name) {
            visit(&at.child(name), place, date);
        }
    };
    let mut of_items = |list: &str, names: &[&str], date: &str| {
        let all = CONTENT.child(list);
        for (index, item) in content.list(list).enumerate() {
            names.iter().for_each(|name| member(&all.index(index), item, name, item.text(date)));
        }
    };
    match context.record_type {
        RecordType::Profile => {
            of_items("births", &["place"], "date");
            of_items("residences", &["place"], "first");
        }
        RecordType::ModusOperandi => {
            of_items("legs", &["from", "to", "border_point"], "first");
            of_items("facilities", &["place"], "first");
        }
        RecordType::Sighting => member(&CONTENT, content, "where", content.text("when")),
        RecordType::Notice => {
            if let Some(hit) = content.get("hit") {
                member(&CONTENT.child("hit"), hit, "where", hit.text("when"));
            }
        }
        RecordType::Network | RecordType::Link => {}
    }
    if matches!(context.record_type, RecordType::Profile | RecordType::Network) {
        let area = CONTENT.child("activity_area");
        for (index, place) in content.list("activity_area").enumerate() {
            visit(&area.index(index), place, content.text("active_from"));
        }
    }
}

pub(super) fn check(context: &Context<'_>, report: &mut Report) {
    every_place(context, &mut |at, place, _| {
        place_has_anchor(place, at, report);
        unlocode_country_agrees(place, at, report);
        subdivision_belongs(place, at, report);
        coordinates_outside_country(place, at, report);
    });
}

/// spec: PSR-REC-018
fn place_has_anchor(place: Node<'_>, at: &Trail<'_>, report: &mut Report) {
    let coordinates = ["lat", "lon", "precision_m"].map(|member| place.get(member).is_some());
    let whole = coordinates.iter().all(|there| *there);
    let anchored = place.get("country").is_some() || place.get("unlocode").is_some() || whole;
    if !anchored || !whole && coordinates.contains(&true) {
        report.add(Code::RulePlaceHasAnchor, at.pointer());
    }
}

/// spec: PSR-REC-019
fn unlocode_country_agrees(place: Node<'_>, at: &Trail<'_>, report: &mut Report) {
    if let Some((unlocode, country)) = place.text("unlocode").zip(place.text("country"))
        && !unlocode.starts_with(country)
    {
        report.add(Code::RuleUnlocodeCountryAgrees, at.child("unlocode").pointer());
    }
}

/// spec: PSR-REC-017
fn subdivision_belongs(place: Node<'_>, at: &Trail<'_>, report: &mut Report) {
    let Some(subdivision) = place.text("subdivision") else { return };
    let (prefix, _) = subdivision.split_once('-').unwrap_or_default();
    let belongs = place.text("country").is_none_or(|country| country == prefix);
    // ISO 3166-2 says nothing about the parts of invented or former countries; whether those may stand is asked of the country.
    let known = match standing(prefix) {
        Standing::Current | Standing::Unknown => iso3166_2::from_code(subdivision).is_some(),
        Standing::Former(_) | Standing::UserAssigned | Standing::Invented => true,
    };
    if !belongs || !known {
        report.add(Code::RuleSubdivisionBelongs, at.child("subdivision").pointer());
    }
}

/// spec: PSR-REC-020
fn coordinates_outside_country(place: Node<'_>, at: &Trail<'_>, report: &mut Report) {
    let degrees = |member| place.text(member).and_then(|decimal| decimal.parse().ok());
    let (Some(lat), Some(lon), Some(country)) = (degrees("lat"), degrees("lon"), place.text("country")) else {
        return;
    };
    let Ok(index) = COUNTRY_BOXES.binary_search_by(|(code, _)| (*code).cmp(country)) else { return };
    let boxes = COUNTRY_BOXES.get(index).map_or(&[][..], |(_, boxes)| boxes);
    if boxes.iter().all(|country_box| distance_km((lat, lon), country_box) > TOLERANCE_KM) {
        report.add(Code::RuleCoordinatesOutsideCountry, at.child("lat").pointer());
    }
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
