//! Attachments: what bytes are, however they come, and what they are called.

use forprev_core::attachment::{
    Inspector, MediaType, NAME_MAX, SIZE_MAX, clean_name, disposition, inspect, name_in,
};
use proptest::prelude::*;

const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\0IEND\xaeB`\x82";

fn told(bytes: &[u8]) -> Result<MediaType, String> {
    let mut inspector = Inspector::default();
    inspector
        .push(bytes)
        .and_then(|()| inspector.finish())
        .map(|found| found.media_type)
        .map_err(|fault| fault.code.to_string())
}

#[test]
fn bytes_say_what_a_file_is() {
    let refused = |code: &str| Err(code.to_owned());
    for (what, bytes, expected) in [
        ("a PDF", b"%PDF-1.4\n1 0 obj\n%%EOF".as_slice(), Ok(MediaType::Pdf)),
        (
            "a PDF with a line after its end",
            b"%PDF-2.0\n%%EOF\r\n<!-- printed by a portal -->",
            Ok(MediaType::Pdf),
        ),
        ("a JPEG (JFIF)", b"\xff\xd8\xff\xe0\0\x10JFIF\0\xff\xd9", Ok(MediaType::Jpeg)),
        ("a JPEG (Exif)", b"\xff\xd8\xff\xe1\0\x10Exif\0", Ok(MediaType::Jpeg)),
        ("a JPEG of four bytes", b"\xff\xd8\xff\xdb", Ok(MediaType::Jpeg)),
        ("a PNG", PNG, Ok(MediaType::Png)),
        ("nothing", b"", refused("attachment.empty")),
        ("one byte", b"%", refused("attachment.type")),
        ("a page", b"<!DOCTYPE html><script>alert(1)</script>", refused("attachment.type")),
        ("a page that holds a PDF", b"<html>%PDF-1.4 %%EOF</html>", refused("attachment.type")),
        (
            "a drawing that can hold a script",
            b"<svg xmlns=\"http://www.w3.org/2000/svg\"/>",
            refused("attachment.type"),
        ),
        (
            "an archive, or a text of a word processor",
            b"PK\x03\x04\x14\0\x06\0rest",
            refused("attachment.type"),
        ),
        ("a program", b"MZ\x90\0\x03\0\0\0\x04\0", refused("attachment.type")),
        ("a picture of another kind", b"GIF89a\x01\0\x01\0", refused("attachment.type")),
        ("spaces before a PDF", b" %PDF-1.4 %%EOF", refused("attachment.type")),
        ("a PDF that was cut", b"%PDF-1.4\n1 0 obj\n<<", refused("attachment.cut")),
        ("a PNG that was cut", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", refused("attachment.cut")),
    ] {
        assert_eq!(told(bytes), expected, "{what}");
    }
}

#[test]
fn a_pdf_ends_within_its_last_kilobyte() {
    let with = |after: usize| [b"%PDF-1.4\n%%EOF".as_slice(), &vec![b' '; after]].concat();
    assert_eq!(told(&with(1024 - 5)), Ok(MediaType::Pdf));
    assert_eq!(told(&with(1024 - 4)), Err("attachment.cut".into()));
}

#[test]
fn ten_megabytes_are_taken_and_no_byte_more() {
    let mut inspector = Inspector::default();
    let head = b"\xff\xd8\xff\xe0....";
    inspector.push(head).unwrap();
    let rest = vec![0; 64 * 1024];
    let mut left = usize::try_from(SIZE_MAX).unwrap() - head.len();
    while left > 0 {
        let some = left.min(rest.len());
        inspector.push(&rest[..some]).unwrap();
        left -= some;
    }
    assert_eq!(inspector.finish().unwrap().size, SIZE_MAX);
    let fault = inspector.push(&[0]).unwrap_err();
    assert_eq!((fault.code.as_str(), fault.code.status()), ("attachment.too_large", 413));
    assert!(fault.message.contains("10"), "{}", fault.message);
    assert_eq!(inspect(SIZE_MAX + 1, head, &[]).unwrap_err().code, fault.code);
}

proptest! {
    #[test]
    fn it_is_the_same_in_whatever_pieces_it_comes(
        kind in 0_usize..5,
        middle in proptest::collection::vec(any::<u8>(), 0..4000),
        cuts in proptest::collection::vec(0_usize..4100, 0..12),
    ) {
        let (head, tail): (&[u8], &[u8]) = [
            (b"%PDF-1.7\n".as_slice(), b"%%EOF".as_slice()),
            (b"%PDF-1.7\n", b""),
            (b"\xff\xd8\xff\xe0", b""),
            (b"\x89PNG\r\n\x1a\n", b"IEND\xaeB`\x82"),
            (b"", b""),
        ][kind];
        let whole = [head, &middle, tail].concat();
        let mut places: Vec<_> = cuts.into_iter().map(|cut| cut.min(whole.len())).chain([0, whole.len()]).collect();
        places.sort_unstable();
        let mut inspector = Inspector::default();
        let pushed = places.windows(2).try_for_each(|part| inspector.push(&whole[part[0]..part[1]]));
        let pieces = pushed.and_then(|()| inspector.finish());
        let at_once = inspect(whole.len() as u64, &whole, &whole[whole.len().saturating_sub(1024)..]);
        prop_assert_eq!(pieces.map_err(|fault| fault.code), at_once.map_err(|fault| fault.code));
    }

    #[test]
    fn a_name_is_a_name_and_comes_back_as_it_went(sent in "\\PC{0,300}", place in 0_usize..3) {
        let media_type = MediaType::ALL[place];
        let name = clean_name(&sent, media_type);
        prop_assert!(name.chars().count() <= NAME_MAX && !name.contains(['/', '\\', '\n']), "{name}");
        let ending = name.rsplit('.').next().unwrap().to_ascii_lowercase();
        prop_assert!(media_type.extensions().contains(&ending.as_str()), "{name}");
        prop_assert_eq!(&clean_name(&name, media_type), &name, "cleaned once is cleaned");
        let header = disposition(&name);
        prop_assert!(header.bytes().all(|byte| (0x20..0x7f).contains(&byte)), "{header}");
        prop_assert_eq!(name_in(&header), Some(name));
    }
}

#[test]
fn a_name_is_only_a_name() {
    for (sent, media_type, expected) in [
        ("Attestation de vigilance.pdf", MediaType::Pdf, "Attestation de vigilance.pdf"),
        ("", MediaType::Pdf, "document.pdf"),
        ("..", MediaType::Pdf, "document.pdf"),
        (".pdf", MediaType::Pdf, "pdf.pdf"),
        ("scan", MediaType::Png, "scan.png"),
        ("scan.JPEG", MediaType::Jpeg, "scan.JPEG"),
        ("a/b\\c.pdf", MediaType::Pdf, "c.pdf"),
        ("a\r\nSet-Cookie: x=y.pdf", MediaType::Pdf, "a Set-Cookie: x=y.pdf"),
        ("a\0b\u{202e}fdp.exe", MediaType::Pdf, "abfdp.exe.pdf"),
        ("He\u{301}le\u{300}ne.pdf", MediaType::Pdf, "Hélène.pdf"),
        ("  deux   espaces .pdf ", MediaType::Pdf, "deux espaces.pdf"),
        ("l’\"été\" à 10 €.pdf", MediaType::Pdf, "l’\"été\" à 10 €.pdf"),
        ("点検.png", MediaType::Png, "点検.png"),
        ("facture.pdf.", MediaType::Pdf, "facture.pdf"),
    ] {
        assert_eq!(clean_name(sent, media_type), expected, "{sent:?}");
    }
    let long = clean_name(&format!("{}.pdf", "é".repeat(300)), MediaType::Pdf);
    assert_eq!(long.chars().count(), NAME_MAX);
    assert!(long.ends_with("é.pdf"));
}

#[test]
fn a_name_is_read_from_what_programs_send() {
    for (header, expected) in [
        ("attachment; filename=\"scan.pdf\"", Some("scan.pdf")),
        ("attachment;filename=scan.pdf;size=3", Some("scan.pdf")),
        ("attachment; filename=\"ete.pdf\"; filename*=UTF-8''%C3%A9t%C3%A9.pdf", Some("été.pdf")),
        ("attachment; filename*=utf-8'fr'%C3%A9t%C3%A9.pdf; filename=\"ete.pdf\"", Some("été.pdf")),
        ("form-data; name=\"file\"; filename=\"a;b=\\\"c\\\".pdf\"", Some("a;b=\"c\".pdf")),
        ("attachment; filename*=ISO-8859-1''%E9t%E9.pdf; filename=\"ete.pdf\"", Some("ete.pdf")),
        ("attachment; filename*=UTF-8''%E9; filename=\"ete.pdf\"", Some("ete.pdf")),
        ("attachment; filename*=UTF-8''%", None),
        ("attachment; filename=\"never closed", Some("never closed")),
        ("attachment; filename=\"\"", None),
        ("attachment", None),
        ("", None),
    ] {
        assert_eq!(name_in(header).as_deref(), expected, "{header}");
    }
}
