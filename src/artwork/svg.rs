//! SVG in and out. What is read becomes flat shapes; what cannot become such a shape is refused by name.

use usvg::roxmltree::{Document, Node, NodeType, ParsingOptions};
use usvg::tiny_skia_path::{Path, PathSegment, Transform};
use usvg::{Group, ImageHrefResolver, Options, Paint, Tree};

use crate::artwork::{Unfit, unfit};
use crate::domain::artwork::{Artwork, Figure, Rgb, Segment, Shape};

/// Elements that a file may have, copies by `<use>` counted.
const MOST_ELEMENTS: u64 = 20_000;

/// Points of all outlines together.
const MOST_POINTS: usize = 200_000;

const NOT_SVG: &str = "这个 SVG 文件不完整或格式有误，无法读取。请重新导出，或者改用 PNG。";

pub fn read(text: &str) -> Result<Artwork, Unfit> {
    let options = ParsingOptions { allow_dtd: true, nodes_limit: 200_000, ..ParsingOptions::default() };
    let Ok(document) = Document::parse_with_options(text, options) else { return unfit(NOT_SVG) };
    scan(&document)?;
    // Nothing is fetched: pictures in pictures were refused above, and no resolver is there to follow them.
    let nothing = ImageHrefResolver { resolve_data: Box::new(|_, _, _| None), resolve_string: Box::new(|_, _| None) };
    let options = Options { image_href_resolver: nothing, ..Options::default() };
    let Ok(tree) = Tree::from_xmltree(&document, &options) else { return unfit(NOT_SVG) };
    let mut shapes = Vec::new();
    flatten(tree.root(), 1.0, &mut shapes)?;
    if shapes.is_empty() {
        return unfit("这个 SVG 文件里没有可见的图形。");
    }
    let size = tree.size();
    Ok(Artwork { width: size.width(), height: size.height(), figure: Figure::Shapes(shapes) })
}

/// Refuses by name what could run, load, or depend on fonts, and what would grow without end.
fn scan(document: &Document) -> Result<(), Unfit> {
    for node in document.descendants().filter(Node::is_element) {
        match node.tag_name().name() {
            "script" | "handler" | "listener" => {
                return unfit("SVG 中含有脚本（script），不能使用。请重新导出为纯图形。");
            }
            "foreignObject" | "iframe" | "a" => {
                return unfit("SVG 中嵌有网页内容或链接，不能使用。请重新导出为纯图形。");
            }
            "text" | "tspan" | "textPath" => {
                return unfit("SVG 中含有文字，不同电脑上字体会不一样。请先把文字转为轮廓（转曲）再导出。");
            }
            "image" | "feImage" => return unfit("SVG 中嵌有位图，请直接上传 PNG 图片。"),
            "animate" | "animateTransform" | "animateMotion" | "set" => {
                return unfit("SVG 中含有动画，不能使用。请导出静态图形。");
            }
            "style" if node.descendants().any(|part| part.text().is_some_and(|css| css.contains("@import"))) => {
                return unfit("SVG 的样式引用了外部文件（@import），不能使用。");
            }
            _ => {}
        }
        for attribute in node.attributes() {
            let (name, value) = (attribute.name(), attribute.value());
            if name.len() > 2 && name.get(..2).is_some_and(|two| two.eq_ignore_ascii_case("on")) {
                return unfit(format!("SVG 中含有事件脚本（{name}），不能使用。请重新导出为纯图形。"));
            }
            if name == "href" && !value.trim_start().starts_with('#') {
                return unfit("SVG 引用了外部文件或网址（href），不能使用。请把引用的内容嵌入为图形。");
            }
            if points_outside(value) {
                return unfit("SVG 引用了外部文件或网址（url），不能使用。");
            }
        }
        if node.tag_name().name() == "style" && node.descendants().filter_map(|part| part.text()).any(points_outside) {
            return unfit("SVG 的样式引用了外部文件或网址（url），不能使用。");
        }
    }
    if document.descendants().any(|node| node.node_type() == NodeType::PI) {
        return unfit("SVG 中含有处理指令（如外部样式表），不能使用。请重新导出。");
    }
    match weight(document.root_element(), document, 0) {
        Some(count) if count <= MOST_ELEMENTS => Ok(()),
        _ => unfit("SVG 的图形太多或引用层次太深，无法使用。请简化图形，或者改用 PNG。"),
    }
}

/// Whether a value has a `url(…)` that leads anywhere but to a part of the same file.
fn points_outside(value: &str) -> bool {
    value.match_indices("url(").any(|(at, _)| {
        let target = value[at + 4..].trim_start_matches([' ', '"', '\'']);
        !target.starts_with('#')
    })
}

/// How many elements are drawn where every `<use>` is followed; none where that is too deep.
fn weight(node: Node, document: &Document, depth: u8) -> Option<u64> {
    if depth > 40 {
        return None;
    }
    let mut count: u64 = 1;
    if node.tag_name().name() == "use" {
        let target = node.attributes().find(|attribute| attribute.name() == "href");
        let target = target.and_then(|href| href.value().trim().strip_prefix('#').map(str::to_owned));
        let found = target.and_then(|id| document.descendants().find(|other| other.attribute("id") == Some(&id)));
        if let Some(found) = found {
            count += weight(found, document, depth + 1)?;
        }
    }
    for child in node.children().filter(Node::is_element) {
        count += weight(child, document, depth + 1)?;
        if count > MOST_ELEMENTS {
            return None;
        }
    }
    Some(count)
}

fn flatten(group: &Group, opacity: f32, shapes: &mut Vec<Shape>) -> Result<(), Unfit> {
    if !group.filters().is_empty() || group.mask().is_some() {
        return unfit("SVG 使用了滤镜或蒙版，无法保证打印效果。请把图形合并后重新导出，或者改用 PNG。");
    }
    if let Some(clip) = group.clip_path()
        && !clips_nothing(clip, group)
    {
        return unfit("SVG 使用了裁剪路径。请把裁剪后的图形合并再导出，或者改用 PNG。");
    }
    let opacity = opacity * group.opacity().get();
    for node in group.children() {
        match node {
            usvg::Node::Group(inner) => flatten(inner, opacity, shapes)?,
            usvg::Node::Path(path) if path.is_visible() => add(path, opacity, shapes)?,
            usvg::Node::Path(_) => {}
            usvg::Node::Image(_) => return unfit("SVG 中嵌有位图，请直接上传 PNG 图片。"),
            usvg::Node::Text(_) => return unfit("SVG 中含有文字，请先把文字转为轮廓（转曲）再导出。"),
        }
        let points: usize = shapes.iter().map(|shape| shape.outline.len()).sum();
        if points > MOST_POINTS {
            return unfit("SVG 的图形太复杂，请简化后再导出，或者改用 PNG。");
        }
    }
    Ok(())
}

/// Drawing programs put a clip of the whole canvas around everything: one rectangle that cuts nothing off.
fn clips_nothing(clip: &usvg::ClipPath, group: &Group) -> bool {
    let [usvg::Node::Path(path)] = clip.root().children() else { return false };
    if clip.clip_path().is_some()
        || path.data().segments().any(|part| matches!(part, PathSegment::CubicTo(..) | PathSegment::QuadTo(..)))
    {
        return false;
    }
    let to = group.abs_transform().pre_concat(clip.transform());
    let Some(cut) = path.data().bounds().transform(to) else { return false };
    let rectangular = path.data().points().iter().all(|point| {
        let bounds = path.data().bounds();
        let near = |a: f32, b: f32| (a - b).abs() < 0.01;
        (near(point.x, bounds.left()) || near(point.x, bounds.right()))
            && (near(point.y, bounds.top()) || near(point.y, bounds.bottom()))
    });
    let drawn = group.abs_stroke_bounding_box();
    let slack = 0.005 * cut.width().max(cut.height());
    rectangular
        && drawn.left() >= cut.left() - slack
        && drawn.top() >= cut.top() - slack
        && drawn.right() <= cut.right() + slack
        && drawn.bottom() <= cut.bottom() + slack
}

fn add(path: &usvg::Path, opacity: f32, shapes: &mut Vec<Shape>) -> Result<(), Unfit> {
    let to = path.abs_transform();
    let fill = match path.fill() {
        Some(fill) => Some(Shape {
            outline: outline(path.data(), to),
            colour: flat(fill.paint())?,
            opacity: opacity * fill.opacity().get(),
            even_odd: fill.rule() == usvg::FillRule::EvenOdd,
        }),
        None => None,
    };
    let stroke = match path.stroke() {
        Some(stroke) => {
            let drawn = stroke.to_tiny_skia();
            let dashed = drawn.dash.as_ref().and_then(|dash| path.data().dash(dash, 1.0));
            let line = dashed.as_ref().unwrap_or(path.data());
            line.stroke(&drawn, 20.0).map(|body| -> Result<Shape, Unfit> {
                Ok(Shape {
                    outline: outline(&body, to),
                    colour: flat(stroke.paint())?,
                    opacity: opacity * stroke.opacity().get(),
                    even_odd: false,
                })
            })
        }
        None => None,
    };
    let stroke = stroke.transpose()?;
    match path.paint_order() {
        usvg::PaintOrder::FillAndStroke => shapes.extend(fill.into_iter().chain(stroke)),
        usvg::PaintOrder::StrokeAndFill => shapes.extend(stroke.into_iter().chain(fill)),
    }
    Ok(())
}

fn flat(paint: &Paint) -> Result<Rgb, Unfit> {
    match paint {
        Paint::Color(colour) => Ok([colour.red, colour.green, colour.blue]),
        _ => unfit("SVG 使用了渐变或图案填充，打印和小尺寸显示都不可靠。请改为纯色，或者改用 PNG。"),
    }
}

fn outline(path: &Path, to: Transform) -> Vec<Segment> {
    let Some(path) = path.clone().transform(to) else { return Vec::new() };
    path.segments()
        .map(|part| match part {
            PathSegment::MoveTo(p) => Segment::Move(p.x, p.y),
            PathSegment::LineTo(p) => Segment::Line(p.x, p.y),
            PathSegment::QuadTo(a, p) => Segment::Quad([a.x, a.y, p.x, p.y]),
            PathSegment::CubicTo(a, b, p) => Segment::Cubic([a.x, a.y, b.x, b.y, p.x, p.y]),
            PathSegment::Close => Segment::Close,
        })
        .collect()
}

/// SVG of nothing but paths.
pub fn write(artwork: &Artwork, shapes: &[Shape]) -> String {
    let (width, height) = (artwork.width, artwork.height);
    let mut text = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\">"
    );
    for shape in shapes {
        let [red, green, blue] = shape.colour;
        text.push_str(&format!("<path fill=\"#{red:02x}{green:02x}{blue:02x}\""));
        if shape.opacity < 1.0 {
            text.push_str(&format!(" fill-opacity=\"{}\"", shape.opacity));
        }
        if shape.even_odd {
            text.push_str(" fill-rule=\"evenodd\"");
        }
        text.push_str(" d=\"");
        for part in &shape.outline {
            text.push_str(match part {
                Segment::Move(..) => "M",
                Segment::Line(..) => "L",
                Segment::Quad(_) => "Q",
                Segment::Cubic(_) => "C",
                Segment::Close => "Z",
            });
            let points: Vec<String> =
                part.points().iter().map(|(x, y)| format!("{} {}", short(*x), short(*y))).collect();
            text.push_str(&points.join(" "));
        }
        text.push_str("\"/>");
    }
    text.push_str("</svg>\n");
    text
}

/// A thousandth of a unit is finer than any eye.
fn short(value: f32) -> f32 {
    (value * 1000.0).round() / 1000.0
}
