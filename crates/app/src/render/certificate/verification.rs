//! How to verify the certificate: the QR code, and the address in letters.

use krilla::action::{Action, LinkAction};
use krilla::annotation::{Annotation, LinkAnnotation, Target};
use krilla::geom::{Rect, Size, Transform};
use krilla::image::Image;
use krilla::page::Page;
use krilla::tagging::{BBox, ContentTag, SpanTag, Tag, TagGroup};

use super::design::{ACCENT, INK, LEFT, PALE, QUIET, WIDTH};
use super::page::heading;
use super::{CertificateSheet, RenderError};
use crate::render::canvas::{Align, Canvas, Place};
use crate::render::fonts::Fonts;
use crate::render::qr::Qr;
use crate::render::text::{Block, Room, Shaped};

/// The quiet zone around a QR code, in modules: no text comes nearer. On its left the margin does as well.
const QUIET_ZONE: f32 = 4.0;
const TOP: f32 = 662.0;
const BOTTOM: f32 = 802.0;
const TITLE: &str = "Vérifier ce certificat";
const HOW: &str = "Visez le code avec l’appareil photo d’un téléphone, ou ouvrez l’adresse qui suit et déposez-y ce \
                   fichier. La signature se contrôle même sans réseau.";
const ALT: &str = "Code QR de vérification";

/// What the foot of the page holds, laid out.
pub(super) struct Verification {
    qr: Qr,
    picture: Image,
    title: Block,
    how: Block,
    address: Block,
    target: String,
    page_index: usize,
}

impl Verification {
    /// # Errors
    /// [`RenderError::QrCode`] when the signed code fits no QR code.
    pub(super) fn new(
        fonts: &'static Fonts,
        sheet: &CertificateSheet,
        page_index: usize,
    ) -> Result<Self, RenderError> {
        let opening = format!("{}#", sheet.verification_url);
        let qr = Qr::new(&opening, &sheet.signed_code)?;
        let width = text_width(&qr);
        let room = Room { width, height: 34.0, size: 10.5, one_line: 8.5, wrapped: 9.0, leading: 1.35 };
        Ok(Self {
            title: Shaped::constant(&fonts.display, TITLE).wrap(16.0, width, 1.35),
            how: Shaped::constant(&fonts.text, HOW).wrap(9.25, width, 1.45),
            address: Shaped::new(&fonts.text, &sheet.verification_url).fit(room),
            target: opening + &sheet.signed_code,
            picture: qr.picture()?,
            qr,
            page_index,
        })
    }

    /// Draws the foot of the page, and returns the address, which is still to become a link.
    pub(super) fn draw(&self, canvas: &mut Canvas<'_, '_>, content: &mut TagGroup) -> TagGroup {
        canvas.decorate(|canvas| canvas.rule(LEFT, TOP - 8.0, WIDTH, 0.5, PALE));
        let figure = self.figure(canvas);
        let place = self.text_place();
        content.push(canvas.text(heading(2, TITLE), &self.title, place, ACCENT));
        let below = Place { top: place.top + self.title.height() + 3.0, ..place };
        content.push(canvas.text(Tag::P, &self.how, below, QUIET));
        content.push(figure);
        canvas.text(Tag::Link, &self.address, self.address_place(), INK)
    }

    fn figure(&self, canvas: &mut Canvas<'_, '_>) -> TagGroup {
        let side = side(&self.qr);
        let x = LEFT;
        let y = f32::midpoint(TOP, BOTTOM) - side / 2.0;
        let area = Rect::from_xywh(x, y, side, side).map(|area| BBox::new(self.page_index, area));
        let mut figure = TagGroup::new(Tag::Figure(Some(ALT.to_owned())).with_bbox(area));
        let id = canvas.surface.start_tagged(ContentTag::Span(SpanTag::empty()));
        if let Some(size) = Size::from_wh(side, side) {
            canvas.surface.push_transform(&Transform::from_translate(x, y));
            canvas.surface.draw_image(self.picture.clone(), size);
            canvas.surface.pop();
        }
        canvas.surface.end_tagged();
        figure.push(id);
        figure
    }

    fn text_place(&self) -> Place {
        let height = self.title.height() + 3.0 + self.how.height() + 6.0 + self.address.height();
        let top = f32::midpoint(TOP, BOTTOM) - height / 2.0;
        Place { x: text_left(&self.qr), top, width: text_width(&self.qr), align: Align::Left }
    }

    fn address_place(&self) -> Place {
        let place = self.text_place();
        Place { top: place.top + self.title.height() + 3.0 + self.how.height() + 6.0, ..place }
    }

    /// Makes the address a link that opens the page with the code in its fragment: for who reads on a screen.
    pub(super) fn link(&self, page: &mut Page<'_>, mut address: TagGroup) -> TagGroup {
        let place = self.address_place();
        if let Some(area) = Rect::from_xywh(place.x, place.top, self.address.width(), self.address.height()) {
            let target = Target::Action(Action::Link(LinkAction::new(self.target.clone())));
            let annotation = Annotation::new_link(LinkAnnotation::new(area, target), Some(TITLE.to_owned()));
            address.push(page.add_tagged_annotation(annotation));
        }
        let mut paragraph = TagGroup::new(Tag::P);
        paragraph.push(address);
        paragraph
    }
}

fn side(qr: &Qr) -> f32 {
    qr.modules() as f32 * qr.module()
}

fn text_left(qr: &Qr) -> f32 {
    LEFT + side(qr) + QUIET_ZONE * qr.module() + 16.0
}

fn text_width(qr: &Qr) -> f32 {
    LEFT + WIDTH - text_left(qr)
}
