//! A badge: the claim, in green where it reaches L2.

use super::{Report, escaped};

/// How wide a letter is, about.
const LETTER: usize = 7;

pub(super) fn write(report: &Report) -> String {
    let (left, right) = ("passerelle", report.claim.as_str());
    let colour = match right.split(" / ").nth(1) {
        Some("L3" | "L4") => "#1a7f4b",
        Some("L2") => "#3d7a1f",
        Some("L1") => "#8a6100",
        _ => "#b3261e",
    };
    let (a, b) = (left.len() * LETTER + 14, right.len() * LETTER + 14);
    let all = a + b;
    format!(
        r##"<svg xmlns="http://www.w3.org/2000/svg" width="{all}" height="20" role="img" aria-label="{left}: {label}">
<title>{left}: {label}</title>
<clipPath id="r"><rect width="{all}" height="20" rx="3"/></clipPath>
<g clip-path="url(#r)"><rect width="{a}" height="20" fill="#3c4654"/><rect x="{a}" width="{b}" height="20" fill="{colour}"/></g>
<g fill="#fff" font-family="Verdana,DejaVu Sans,sans-serif" font-size="11" text-anchor="middle">
<text x="{x}" y="14" textLength="{la}">{left}</text><text x="{y}" y="14" textLength="{lb}">{label}</text>
</g>
</svg>
"##,
        label = escaped(right),
        x = a / 2,
        y = a + b / 2,
        la = a - 14,
        lb = b - 14,
    )
}
