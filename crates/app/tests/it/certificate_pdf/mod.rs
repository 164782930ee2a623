//! The certificate as a person, a camera, a screen reader and an archive will meet it: read back with tools that
//! know nothing of how it was drawn.

mod sample;
pub mod tool;

use forprev_app::render::archive::{file_name, zip_certificates};
use forprev_app::render::certificate::{CertificateSheet, render_certificate, render_certificates};
use forprev_core::certificate::signature::{codes_in, extract_code, find_in_pdf, verify};
use proptest::prelude::*;
use sample::{Certified, Signer};
use tool::{Pdf, letters};

/// Every certificate's text that a reader looks for.
fn printed(sheet: &CertificateSheet) -> Vec<String> {
    vec![
        sheet.dispositif_label.clone(),
        format!("({})", sheet.dispositif_code),
        format!("Niveau {}", sheet.level),
        sheet.certificate_label.clone(),
        format!("{} {}", sheet.first_name, sheet.last_name),
        sheet.place.clone(),
        sheet.certificate_number.clone(),
        sheet.organisation_name.clone(),
        sheet.habilitation_number.clone(),
        sheet.formateur_name.clone(),
        sheet.generated_by.clone(),
        sheet.verification_url.clone(),
    ]
}

fn assert_prints(pdf: &Pdf, sheet: &CertificateSheet) {
    let text = letters(&pdf.text());
    for expected in printed(sheet) {
        assert!(text.contains(&letters(&expected)), "{expected:?} is not in {text}");
    }
}

#[test]
fn every_field_reads_back_with_its_accents() {
    let mut certified =
        Signer::new("fields").certify(&sample::person("Nguyễn-Łukaszewicz", "Œdipe Țuțea Iğdır"));
    certified.sheet.birth_date = "1990-03-01".parse().unwrap();
    let pdf = Pdf::of(&certified.sheet);
    assert_prints(&pdf, &certified.sheet);
    let text = pdf.text().split_whitespace().collect::<Vec<_>>().join(" ");
    for expected in ["1er mars 1990", "Formation initiale", "2 octobre 2026"] {
        assert!(text.contains(expected), "{expected:?} is not in {text}");
    }
    // In columns, lines of several facts stand side by side.
    let text = letters(&pdf.text_in_reading_order());
    assert!(text.contains(&letters("Du 28 au 29 septembre 2026")), "{text}");
    assert!(text.contains(&letters("Du 29 septembre 2026 au 28 septembre 2028")), "{text}");
}

#[test]
fn letters_of_every_kind_read_back() {
    let signer = Signer::new("letters");
    for (last, first) in [
        ("ŒÆÇÐÞŁŊŒß", "œæçðþłŋœßıĳ"),
        ("Șțğİışŝŵŷẁẃ", "ĀĂĄĆČĎĐĒĖĘĚĞĢĪĮĶĻŁŃŅŇŌŐŘŚŠŢŤŪŮŰŲŹŻŽ"),
        ("Ễặữợỵẫ", "Nguyễn Thị Hằng"),
        ("Ɓaɗo Ɛsi Ɔkɔ", "Ŋgaraŋ Ƴero"),
        ("O’Neill d'Été", "Jean-Noël St. Clair"),
        ("x\u{302}y\u{308}\u{301} M\u{331}", "A\u{328}\u{301}"),
        ("Παπαδόπουλος", "Дмитрий Ћирић"),
    ] {
        let certified = signer.certify(&sample::person(last, first));
        let pdf = Pdf::of(&certified.sheet);
        let text = letters(&pdf.text());
        assert!(text.contains(&letters(&format!("{first} {last}"))), "{first} {last} is not in {text}");
        pdf.assert_sound();
    }
}

#[test]
fn fonts_are_embedded_and_the_file_is_sound() {
    let signer = Signer::new("sound");
    let one = Pdf::of(&signer.certify(&sample::person("Martin", "Anne")).sheet);
    one.assert_sound();
    assert_eq!(one.fonts_not_embedded(), Vec::<String>::new());
    let many: Vec<_> = (0..3).map(|_| signer.certify(&sample::person("Martin", "Anne")).sheet).collect();
    let many = Pdf::new(render_certificates(&many).unwrap());
    many.assert_sound();
    assert_eq!(many.fonts_not_embedded(), Vec::<String>::new());
}

// krilla validated the file against both standards when it was made (a rule that is broken is an error there): here
// the claims are read back from the file.
#[test]
fn the_file_claims_pdf_a_2a_and_pdf_ua_1_with_language_title_and_structure() {
    let certified = Signer::new("claims").certify(&sample::person("Lefèvre", "Éloïse"));
    let pdf = Pdf::of(&certified.sheet);
    for claim in [
        "<pdfaid:part>2</pdfaid:part>",
        "<pdfaid:conformance>A</pdfaid:conformance>",
        "<pdfuaid:part>1</pdfuaid:part>",
        "<rdf:li>fr-FR</rdf:li>",
        "<rdf:li xml:lang=\"x-default\">Sauveteur secouriste du travail – Éloïse Lefèvre</rdf:li>",
    ] {
        assert!(pdf.contains(claim), "{claim} is not in the XMP metadata");
    }
    assert!(
        pdf.contains("/Lang(fr-FR)") && pdf.contains("/DisplayDocTitle true") && pdf.contains("/Marked true")
    );
    let info = pdf.info();
    for expected in ["Tagged: yes", "Pages: 1", "Page size: 595.276 x 841.89 pts (A4)", "PDF version: 1.7"] {
        assert!(info.contains(expected), "{expected:?} is not in {info}");
    }
    let structure = pdf.structure();
    for element in ["H1", "H2", "LI", "Lbl", "LBody", "Figure", "Link"] {
        assert!(structure.contains(&element.to_owned()), "no {element} in {structure:?}");
    }
}

#[test]
fn c6_the_file_itself_can_be_verified() {
    let signer = Signer::new("file");
    let Certified { sheet, content } = signer.certify(&sample::person("Lefèvre & Fils <b>", "Éloïse"));
    let pdf = render_certificate(&sheet).unwrap();
    let code = find_in_pdf(&pdf).unwrap();
    assert_eq!(code, sheet.signed_code);
    assert_eq!(verify(code, &signer.keys()).unwrap(), content);
    assert!(Pdf::new(pdf).contains(&format!("<pdf:Keywords>{}</pdf:Keywords>", sheet.signed_code)));
}

fn assert_camera_reads(pdf: &Pdf, certified: &Certified, signer: &Signer) {
    let read = pdf.qr_code(200);
    assert_eq!(read, format!("{}#{}", certified.sheet.verification_url, certified.sheet.signed_code));
    assert_eq!(verify(extract_code(&read).unwrap(), &signer.keys()).unwrap(), certified.content);
}

#[test]
fn c6_a_camera_reads_the_code_back_also_with_the_longest_names() {
    let signer = Signer::new("camera");
    for person in [
        sample::person("Nguyễn", "Éloïse"),
        sample::longest("Anne "),
        sample::longest("É"),
        sample::longest("Ễ"),
    ] {
        let certified = signer.certify(&person);
        assert_camera_reads(&Pdf::of(&certified.sheet), &certified, &signer);
    }
}

#[test]
fn the_longest_texts_neither_overflow_nor_overlap_nor_get_lost() {
    let signer = Signer::new("longest");
    for filling in ["W", "Ễ", "i", "Marie-Antoinette Éléonore d’Ŵxyz ", "Jg Åp ", "WWWWWWWWW-"] {
        for (dispositif, label) in sample::longest_labels() {
            let mut sheet = signer.certify(&sample::longest(filling)).sheet;
            sheet.dispositif_label = dispositif;
            sheet.certificate_label = label;
            sheet.certificate_number = "FORM-ECHAFROUL-2026-73S0ZG9CA".into();
            sheet.verification_url =
                "https://certificats.prevention-des-risques.forprev.example/verifier".into();
            let pdf = Pdf::of(&sheet);
            assert_prints(&pdf, &sheet);
            assert!(pdf.info().contains("Pages: 1"));
            pdf.assert_nothing_overlaps();
            // Their QR codes have more than twice the modules of a usual one.
            assert!(pdf.bytes().len() <= 64_000, "{} bytes", pdf.bytes().len());
        }
    }
}

#[test]
fn usual_certificates_are_small() {
    let sheet = Signer::new("size").certify(&sample::person("Nguyễn-Lefèvre", "Éloïse Marie")).sheet;
    let size = render_certificate(&sheet).unwrap().len();
    assert!(size <= 40_000, "{size} bytes");
}

#[test]
fn every_certificate_of_the_catalogue_is_drawn_with_and_without_end_of_validity() {
    let signer = Signer::new("catalogue");
    for (dispositif, code, level, label) in sample::catalogue() {
        for valid_until in [None, Some("2028-09-28".parse().unwrap())] {
            let mut person = sample::person("Martin", "Anne");
            person.valid_until = valid_until;
            let mut certified = signer.certify(&person);
            certified.sheet.dispositif_label = dispositif.clone();
            certified.sheet.dispositif_code = code.clone();
            certified.sheet.level = level;
            certified.sheet.certificate_label = label.clone();
            let pdf = Pdf::of(&certified.sheet);
            assert_prints(&pdf, &certified.sheet);
            pdf.assert_nothing_overlaps();
            let text = letters(&pdf.text_in_reading_order());
            assert_eq!(text.contains(&letters("sans limite de durée")), valid_until.is_none());
            assert_eq!(verify(find_in_pdf(pdf.bytes()).unwrap(), &signer.keys()).unwrap(), certified.content);
        }
    }
}

#[test]
fn c2_the_same_sheet_gives_the_same_bytes_each_time() {
    let sheet = Signer::new("bytes").certify(&sample::person("Nguyễn", "Éloïse")).sheet;
    let first = render_certificate(&sheet).unwrap();
    // Through storage and another thread, as after a restart.
    let stored = serde_json::to_string(&sheet).unwrap();
    let second = std::thread::spawn(move || {
        let sheet: CertificateSheet = serde_json::from_str(&stored).unwrap();
        render_certificate(&sheet).unwrap()
    });
    assert!(first == second.join().unwrap());
    assert!(first == render_certificate(&sheet).unwrap());
    let mut other = sheet;
    other.place.push('s');
    assert!(first != render_certificate(&other).unwrap());
}

#[test]
fn an_archive_and_a_merged_file_hold_all_of_a_hundred_certificates() {
    let signer = Signer::new("hundred");
    // Namesakes, at the maximum of trainees: the number alone tells them apart.
    let all: Vec<_> = (0..100).map(|_| signer.certify(&sample::person("Martin", "Anne"))).collect();
    let files: Vec<_> =
        all.iter().map(|one| (file_name(&one.sheet), render_certificate(&one.sheet).unwrap())).collect();
    let archive = zip_certificates(&files).unwrap();
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(archive)).unwrap();
    assert_eq!(archive.len(), 100);
    for (index, one) in all.iter().enumerate() {
        let mut file = archive.by_index(index).unwrap();
        assert_eq!(file.name().unwrap(), file_name(&one.sheet));
        let mut bytes = Vec::new();
        std::io::Read::read_to_end(&mut file, &mut bytes).unwrap();
        assert_eq!(verify(find_in_pdf(&bytes).unwrap(), &signer.keys()).unwrap(), one.content);
    }

    let sheets: Vec<_> = all.iter().map(|one| one.sheet.clone()).collect();
    let merged = Pdf::new(render_certificates(&sheets).unwrap());
    assert!(merged.info().contains("Pages: 100"));
    // Each page's link carries its own code, once, in the order of the pages.
    let codes: Vec<_> = codes_in(merged.bytes()).collect();
    assert_eq!(codes, sheets.iter().map(|sheet| sheet.signed_code.as_str()).collect::<Vec<_>>());
    let text = letters(&merged.text());
    assert!(sheets.iter().all(|sheet| text.contains(&letters(&sheet.certificate_number))));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    // "A name in a bulk ZIP was another person's": the name of the file, the name on the page and the name in the
    // signed code are one.
    #[test]
    fn file_name_printed_name_and_signed_name_agree(
        people in prop::collection::vec(("[A-ZÀ-ÏÑ-ÖØ-ÝŁŞȚ][a-zà-ïñ-öø-ýÿœğışțłễ]{0,12}( [A-Z][a-z]{1,5})?", "[A-ZÉÎ][a-zéïöŵ]{1,12}(-[A-Z][a-z]{2,5})?"), 3..5)
    ) {
        let signer = Signer::new("property");
        let all: Vec<_> = people.iter().map(|(last, first)| signer.certify(&sample::person(last, first))).collect();
        let files: Vec<_> =
            all.iter().map(|one| (file_name(&one.sheet), render_certificate(&one.sheet).unwrap())).collect();
        let mut archive = zip::ZipArchive::new(std::io::Cursor::new(zip_certificates(&files).unwrap())).unwrap();
        for index in 0..archive.len() {
            let mut file = archive.by_index(index).unwrap();
            let name = file.name().unwrap().into_owned();
            let mut bytes = Vec::new();
            std::io::Read::read_to_end(&mut file, &mut bytes).unwrap();
            let signed = verify(find_in_pdf(&bytes).unwrap(), &signer.keys()).unwrap();
            let text = letters(&Pdf::new(bytes).text());
            let whole = letters(&format!("{} {}", signed.first_name, signed.last_name));
            prop_assert!(text.contains(&whole), "{} is not in {}", whole, text);
            prop_assert!(text.contains(&letters(signed.certificate_number.as_str())));
            let key = |text: &str| forprev_core::text::identity_key(text);
            let mut parts = name.trim_end_matches(".pdf").split('_');
            prop_assert_eq!(parts.next(), Some(signed.certificate_number.as_str()));
            prop_assert_eq!(key(parts.next().unwrap()), key(&signed.last_name));
            prop_assert_eq!(key(parts.next().unwrap()), key(&signed.first_name));
            prop_assert!(name.is_ascii());
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    // Whatever the texts are, there is a page, and it is valid: a letter that no face holds is no reason to fail.
    #[test]
    fn no_text_stops_a_certificate(text in "\\PC{0,90}", any in ".{0,60}") {
        let mut sheet: CertificateSheet = serde_json::from_str(include_str!("certificate_sheet.json")).unwrap();
        sheet.last_name.clone_from(&text);
        sheet.first_name.clone_from(&any);
        sheet.organisation_name = text;
        sheet.place = any.clone();
        sheet.certificate_label.clone_from(&any);
        sheet.certificate_number = any;
        prop_assert!(render_certificate(&sheet).is_ok());
        prop_assert!(file_name(&sheet).is_ascii());
    }
}
