//! A registered seal: red, round (as wide as it is tall), sharp enough for 42 mm, on no ground. What comes out is cut
//! to the seal itself, so that its edge is the picture's edge and its size on paper is exact.

use crate::artwork::{Unfit, pixels, unfit};
use crate::domain::artwork::{Artwork, Figure, Rgb, Shape};

/// Least pixels from edge to edge: 360 dpi on 42 mm.
const LEAST_SIDE: u32 = 600;

/// Most pixels that are kept: 600 dpi on 42 mm.
const MOST_SIDE: u32 = 992;

/// How far width and height may differ, as a share.
const SQUARE: f32 = 0.03;

/// Steps of transparency that are kept: more are not seen in print and make each certificate larger.
const STEPS: f32 = 31.0;

const NOT_RED: &str = "印章应为红色。这个图片里有其他颜色的内容，请只留下印章本身。";

/// Checks and trims a seal.
pub fn seal(artwork: Artwork) -> Result<Artwork, Unfit> {
    let Artwork { width, height, figure } = artwork;
    match figure {
        Figure::Shapes(shapes) => shapes_of(width, height, shapes),
        Figure::Pixels(rgba) => pixels_of(pixels::sides(width, height), &rgba),
    }
}

/// Whether a colour is a seal's red: its hue within 20 degrees of pure red, strong, and not dark.
fn is_red([red, green, blue]: Rgb) -> bool {
    let (red, green, blue) = (f32::from(red), f32::from(green), f32::from(blue));
    let (most, least) = (green.max(blue), green.min(blue));
    let spread = red - least;
    // The hue of a colour whose largest part is red is 60 degrees times this share.
    red >= 120.0 && red > most && spread / red >= 0.5 && (most - least) / spread <= 1.0 / 3.0
}

fn is_white(colour: Rgb) -> bool {
    colour.iter().all(|part| *part >= 245)
}

fn square(width: f32, height: f32) -> Result<(), Unfit> {
    let longer = width.max(height);
    if (width - height).abs() / longer > SQUARE {
        return unfit(format!(
            "社会团体的印章是圆形，宽和高应相等。这个图片里的内容宽 {width:.0}、高 {height:.0}，请只留下印章本身。"
        ));
    }
    Ok(())
}

fn shapes_of(width: f32, height: f32, mut shapes: Vec<Shape>) -> Result<Artwork, Unfit> {
    // A white sheet under everything is the ground, and is not drawn.
    if let Some(first) = shapes.first()
        && is_white(first.colour)
        && let Some((left, top, right, bottom)) = bounds(std::slice::from_ref(first))
        && (right - left) * (bottom - top) >= 0.9 * width * height
    {
        shapes.remove(0);
    }
    if shapes.iter().any(|shape| is_white(shape.colour)) {
        return unfit(
            "印章 SVG 用白色图形盖住了红色的一部分，印在文字上会出现白块。请把图形合并（减去顶层）后再导出。",
        );
    }
    if shapes.iter().any(|shape| !is_red(shape.colour)) {
        return unfit(NOT_RED);
    }
    if shapes.iter().any(|shape| shape.opacity < 0.99) {
        return unfit("印章 SVG 使用了半透明的填充，请改为不透明的红色后再导出。");
    }
    let Some((left, top, right, bottom)) = bounds(&shapes) else {
        return unfit("这个 SVG 文件里没有可见的图形。");
    };
    square(right - left, bottom - top)?;
    // 1000 units from edge to edge, so that every seal is kept in the same measure.
    let side = (right - left).max(bottom - top);
    let scale = 1000.0 / side;
    let (dx, dy) = ((side - (right - left)) / 2.0 - left, (side - (bottom - top)) / 2.0 - top);
    for shape in &mut shapes {
        for part in &mut shape.outline {
            *part = part.placed(dx, dy, scale);
        }
    }
    Ok(Artwork { width: 1000.0, height: 1000.0, figure: Figure::Shapes(shapes) })
}

/// The box around all points. Control points lie a little outside of round shapes drawn with few curves; outlines of
/// circles touch their box at the points themselves.
fn bounds(shapes: &[Shape]) -> Option<(f32, f32, f32, f32)> {
    let mut found: Option<(f32, f32, f32, f32)> = None;
    for shape in shapes {
        for part in &shape.outline {
            for (x, y) in part.points() {
                let (left, top, right, bottom) = found.unwrap_or((x, y, x, y));
                found = Some((left.min(x), top.min(y), right.max(x), bottom.max(y)));
            }
        }
    }
    found
}

fn pixels_of((width, height): (u32, u32), rgba: &[u8]) -> Result<Artwork, Unfit> {
    let transparent = rgba.chunks_exact(4).any(|pixel| pixel[3] < 250);
    if !transparent && !corners_are_white(width, height, rgba) {
        return unfit("印章图片的底色应是透明或白色。请去掉底色，或者在白纸上盖章后重新扫描。");
    }
    let ink = ink(rgba)?;
    let alpha = if transparent { own_alpha(rgba) } else { alpha_on_white(rgba, ink) };
    let (left, top, right, bottom) = trim(width, &alpha)?;
    let (wide, tall) = (right - left, bottom - top);
    #[expect(clippy::cast_precision_loss, reason = "sides are at most 6000")]
    square(wide as f32, tall as f32)?;
    if wide.min(tall) < LEAST_SIDE {
        return unfit(format!(
            "印章部分只有 {wide}×{tall} 像素，按 42 毫米打印会模糊。印章的直径至少要 {LEAST_SIDE} 像素。"
        ));
    }
    // Within a square, so that neither side is stretched.
    let side = wide.max(tall);
    let (before_left, before_top) = ((side - wide) / 2, (side - tall) / 2);
    let mut cut = Vec::with_capacity(side as usize * side as usize * 4);
    for y in 0..side {
        for x in 0..side {
            let (from_x, from_y) = ((left + x).checked_sub(before_left), (top + y).checked_sub(before_top));
            let inside = from_x.zip(from_y).filter(|(x, y)| (left..right).contains(x) && (top..bottom).contains(y));
            let value = inside.map_or(0, |(x, y)| alpha[(y * width + x) as usize]);
            cut.extend_from_slice(&[ink[0], ink[1], ink[2], value]);
        }
    }
    #[expect(clippy::cast_precision_loss, reason = "sides are at most 6000")]
    let small = pixels::at_most(side as f32, side as f32, cut, MOST_SIDE);
    let Figure::Pixels(mut rgba) = small.figure else { return Ok(small) };
    for pixel in rgba.chunks_exact_mut(4) {
        let steps = (f32::from(pixel[3]) / 255.0 * STEPS).round();
        pixel[..3].copy_from_slice(&ink);
        pixel[3] = pixels::byte(steps / STEPS * 255.0);
    }
    Ok(Artwork { figure: Figure::Pixels(rgba), ..small })
}

fn corners_are_white(width: u32, height: u32, rgba: &[u8]) -> bool {
    let near = |at: u32, side: u32| at < side / 25 + 1 || at + side / 25 + 1 >= side;
    let (mut sum, mut count) = (0_u64, 0_u64);
    for y in (0..height).filter(|y| near(*y, height)) {
        for x in (0..width).filter(|x| near(*x, width)) {
            let at = (y as usize * width as usize + x as usize) * 4;
            sum += u64::from(rgba[at].min(rgba[at + 1]).min(rgba[at + 2]));
            count += 1;
        }
    }
    count > 0 && sum / count >= 232
}

/// The seal's one colour: the mean of its clearly coloured pixels. A seal has one ink; what differs is how much of it
/// there is, and that becomes transparency. Other inks are refused.
fn ink(rgba: &[u8]) -> Result<Rgb, Unfit> {
    let (mut sum, mut red, mut other) = ([0_u64; 3], 0_u64, 0_u64);
    for pixel in rgba.chunks_exact(4).filter(|pixel| pixel[3] >= 128) {
        let colour = [pixel[0], pixel[1], pixel[2]];
        if is_red(colour) {
            for (total, part) in sum.iter_mut().zip(colour) {
                *total += u64::from(part);
            }
            red += 1;
        } else if colour.iter().any(|part| *part < 150) && !is_reddish(colour) {
            other += 1;
        }
    }
    if red == 0 || other * 20 > red {
        return unfit(NOT_RED);
    }
    let mean = |at: usize| u8::try_from(sum[at] / red).unwrap_or(u8::MAX);
    Ok([mean(0), mean(1), mean(2)])
}

/// Pale or dark red, as at the edge of a line.
fn is_reddish([red, green, blue]: Rgb) -> bool {
    u16::from(red) > u16::from(green.max(blue)) + 20
}

fn own_alpha(rgba: &[u8]) -> Vec<u8> {
    // A white ground inside the transparent one is ground too.
    rgba.chunks_exact(4).map(|pixel| if is_white([pixel[0], pixel[1], pixel[2]]) { 0 } else { pixel[3] }).collect()
}

/// How much ink lies on white paper: what of green and blue it swallows, beside what the full ink does.
fn alpha_on_white(rgba: &[u8], ink: Rgb) -> Vec<u8> {
    let swallowed = |green: u8, blue: u8| 510.0 - f32::from(green) - f32::from(blue);
    let full = swallowed(ink[1], ink[2]).max(1.0);
    let of = |pixel: &[u8]| {
        let share = (swallowed(pixel[1], pixel[2]) / full).clamp(0.0, 1.0);
        // Paper is never quite white; its grain is not ink.
        if share < 0.12 { 0 } else { pixels::byte(share * 255.0) }
    };
    rgba.chunks_exact(4).map(of).collect()
}

/// The box around what is inked, by rows and columns that have more of it than a speck of dust.
fn trim(width: u32, alpha: &[u8]) -> Result<(u32, u32, u32, u32), Unfit> {
    let height = u32::try_from(alpha.len()).unwrap_or(u32::MAX) / width.max(1);
    let inked = |x: u32, y: u32| alpha[(y * width + x) as usize] >= 64;
    let enough = |count: usize, side: u32| count > (side / 400) as usize;
    let row = |y: &u32| enough((0..width).filter(|x| inked(*x, *y)).count(), width);
    let column = |x: &u32| enough((0..height).filter(|y| inked(*x, *y)).count(), height);
    let found =
        ((0..width).find(column), (0..height).find(row), (0..width).rev().find(column), (0..height).rev().find(row));
    match found {
        (Some(left), Some(top), Some(right), Some(bottom)) => Ok((left, top, right + 1, bottom + 1)),
        _ => unfit(NOT_RED),
    }
}
