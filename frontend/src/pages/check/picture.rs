//! Brightness of a picture, row by row: what the reader of QR codes takes.

use leptos::prelude::document;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{CanvasRenderingContext2d, File, HtmlCanvasElement, HtmlVideoElement, ImageBitmap};

/// Pixels from 0 for black to 255 for white.
pub(super) struct Picture {
    pub pixels: Vec<u8>,
    pub width: u32,
}

/// The picture that a file holds, upright; none where the browser cannot read it.
pub(super) async fn bitmap(file: &File) -> Option<ImageBitmap> {
    let promise = leptos::prelude::window().create_image_bitmap_with_blob(file).ok()?;
    JsFuture::from(promise).await.ok()?.dyn_into().ok()
}

/// A picture with its longest side cut down to `side`.
pub(super) fn of_bitmap(bitmap: &ImageBitmap, side: u32) -> Option<Picture> {
    let (width, height) = (f64::from(bitmap.width()), f64::from(bitmap.height()));
    let scale = (f64::from(side) / width.max(height)).min(1.0);
    drawn(width * scale, height * scale, |context, width, height| {
        context.draw_image_with_image_bitmap_and_dw_and_dh(bitmap, 0.0, 0.0, width, height)
    })
}

/// The square in the middle of what a camera sees: the page shows the same.
pub(super) fn of_video(video: &HtmlVideoElement) -> Option<Picture> {
    let (width, height) = (f64::from(video.video_width()), f64::from(video.video_height()));
    let side = width.min(height);
    let (left, top) = ((width - side) / 2.0, (height - side) / 2.0);
    drawn(side, side, |context, _, _| {
        context.draw_image_with_html_video_element_and_sw_and_sh_and_dx_and_dy_and_dw_and_dh(
            video, left, top, side, side, 0.0, 0.0, side, side,
        )
    })
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "sizes in pixels: small and whole"
)]
fn drawn(
    width: f64,
    height: f64,
    draw: impl FnOnce(&CanvasRenderingContext2d, f64, f64) -> Result<(), JsValue>,
) -> Option<Picture> {
    let (wide, high) = (width.round() as u32, height.round() as u32);
    if wide == 0 || high == 0 {
        return None;
    }
    let canvas: HtmlCanvasElement = document().create_element("canvas").ok()?.dyn_into().ok()?;
    canvas.set_width(wide);
    canvas.set_height(high);
    let context: CanvasRenderingContext2d = canvas.get_context("2d").ok()??.dyn_into().ok()?;
    // Under what is transparent.
    context.set_fill_style_str("white");
    context.fill_rect(0.0, 0.0, wide.into(), high.into());
    draw(&context, wide.into(), high.into()).ok()?;
    let colours = context.get_image_data(0.0, 0.0, wide.into(), high.into()).ok()?.data();
    let (dots, _) = colours.as_chunks::<4>();
    let pixels = dots.iter().map(|[red, green, blue, _]| brightness(*red, *green, *blue)).collect();
    Some(Picture { pixels, width: wide })
}

/// As ITU-R BT.601 weighs the colours.
fn brightness(red: u8, green: u8, blue: u8) -> u8 {
    let sum = 299 * u32::from(red) + 587 * u32::from(green) + 114 * u32::from(blue);
    u8::try_from(sum / 1000).unwrap_or(u8::MAX)
}

#[cfg(test)]
mod tests {
    use super::brightness;

    #[test]
    fn white_is_white() {
        assert_eq!(brightness(255, 255, 255), 255);
        assert_eq!(brightness(0, 0, 0), 0);
    }
}
