//! What an installation has of its own: its logo, its colours, and the addresses of the site before it (A1).

use crate::commands::{Place, Serving, get, told};

/// A picture that would like to be more.
const LOGO: &str = "<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>";

fn has(answer: &str, header: &str) -> bool {
    answer.lines().take_while(|line| !line.is_empty()).any(|line| line.eq_ignore_ascii_case(header))
}

fn starts(answer: &str, header: &str) -> bool {
    let wanted = header.to_ascii_lowercase();
    answer.lines().any(|line| line.to_ascii_lowercase().starts_with(&wanted))
}

#[test]
fn a_logo_and_colours_are_handed_out_and_run_nothing() {
    let place = Place::new("look");
    std::fs::write(place.0.join("logo.svg"), LOGO).unwrap();
    let server = Serving::start(
        &place,
        &[
            ("FORPREV_LOGO", "logo.svg"),
            ("FORPREV_ACCENT", "#7a1fa2"),
            ("FORPREV_ACCENT_DARK", "#d9a3f0"),
            ("FORPREV_BAND", "#2b0a3d"),
        ],
    );
    server.wait_until_ready();
    let logo = get(server.port, "/logo").unwrap();
    assert!(logo.starts_with("HTTP/1.1 200") && logo.contains(LOGO), "{logo}");
    assert!(has(&logo, "content-type: image/svg+xml"), "{logo}");
    assert!(has(&logo, "x-content-type-options: nosniff"), "{logo}");
    assert!(has(&logo, "cache-control: no-cache") && starts(&logo, "etag: \""), "{logo}");
    let policy = "content-security-policy: default-src 'none'; style-src 'unsafe-inline'; sandbox";
    assert!(has(&logo, policy), "{logo}");
    // Under the name of its edition it is kept for ever.
    let edition = logo.to_ascii_lowercase().split("etag: \"").nth(1).unwrap()[..16].to_owned();
    let kept = get(server.port, &format!("/logo?v={edition}")).unwrap();
    assert!(has(&kept, "cache-control: public, max-age=31536000, immutable"), "{kept}");

    let sheet = get(server.port, "/couleurs.css").unwrap();
    assert!(has(&sheet, "content-type: text/css; charset=utf-8"), "{sheet}");
    assert!(sheet.contains("--accent: light-dark(#7a1fa2, #d9a3f0);"), "{sheet}");
    assert!(sheet.contains("--band: #2b0a3d;"), "{sheet}");
    // Every other answer keeps its policy.
    let other = get(server.port, "/api/v1/health/live").unwrap();
    assert!(starts(&other, "content-security-policy: default-src 'none'; script-src 'self'"), "{other}");
}

#[test]
fn without_settings_there_is_nothing_of_its_own() {
    let place = Place::new("plain");
    let server = Serving::start(&place, &[]);
    server.wait_until_ready();
    for path in ["/logo", "/couleurs.css"] {
        assert!(get(server.port, path).unwrap().starts_with("HTTP/1.1 404"), "{path}");
    }
}

#[test]
fn addresses_of_the_site_before_lead_to_pages_of_this_one() {
    let place = Place::new("redirects");
    let list = "# old,new\n/forprev/verif.aspx,/verifier\n/index.php?page=12,/creer-un-compte\n";
    std::fs::write(place.0.join("old.csv"), list).unwrap();
    let server = Serving::start(&place, &[("FORPREV_REDIRECTS", "old.csv")]);
    server.wait_until_ready();
    for (old, new) in [
        ("/forprev/verif.aspx", "/verifier"),
        ("/forprev/verif.aspx?numero=1&next=//mal.example", "/verifier"),
        ("/forprev/verif.aspx/", "/verifier"),
        ("/index.php?page=12", "/creer-un-compte"),
    ] {
        let answer = get(server.port, old).unwrap();
        assert!(answer.starts_with("HTTP/1.1 301"), "{old}: {answer}");
        assert!(has(&answer, &format!("location: {new}")), "{old}: {answer}");
        assert!(has(&answer, "cache-control: public, max-age=3600"), "{old}: {answer}");
    }
    for other in ["/index.php?page=13", "/forprev/other.aspx"] {
        assert!(get(server.port, other).unwrap().starts_with("HTTP/1.1 404"), "{other}");
    }
}

#[test]
fn a_wrong_file_or_colour_stops_the_start_with_a_sentence() {
    let place = Place::new("wrong_look");
    std::fs::write(place.0.join("old.csv"), "/a,/verifier\n/b,https://mal.example/\n").unwrap();
    std::fs::write(place.0.join("logo.svg"), "<html></html>").unwrap();
    for (settings, expected) in [
        (
            &[("FORPREV_REDIRECTS", "old.csv")][..],
            "FORPREV_REDIRECTS: old.csv: line 2: expected a path on this site",
        ),
        (&[("FORPREV_LOGO", "logo.svg")], "FORPREV_LOGO: logo.svg: expected an SVG or PNG file"),
        (&[("FORPREV_ACCENT", "#7a1fa2")], "FORPREV_ACCENT_DARK: expected a colour beside FORPREV_ACCENT"),
        (
            &[("FORPREV_ACCENT", "#ffd700"), ("FORPREV_ACCENT_DARK", "#ffd700")],
            "FORPREV_ACCENT: #ffd700 and #f8fafb have a contrast of 1.3:1: expected a colour that reaches 4.5:1",
        ),
    ] {
        for command in ["serve", "config"] {
            let output = place.run(&[command], settings);
            let text = told(&output);
            assert!(!output.status.success() && text.contains(expected), "{text}");
        }
    }
}
