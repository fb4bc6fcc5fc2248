use super::*;
use crate::domain::artwork::Segment;

const RING: &str = r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 200"><rect width="200" height="200" fill="#fff"/>
<circle cx="100" cy="100" r="90" fill="none" stroke="#d71a1a" stroke-width="6"/>
<path d="M100 60 l10 30 h30 l-24 18 9 30 -25 -18 -25 18 9 -30 -24 -18 h30 z" fill="#d71a1a"/></svg>"##;

/// A red ring on a ground.
fn scan(side: u32, ground: [u8; 4], ink: [u8; 3]) -> Vec<u8> {
    let mut rgba = Vec::new();
    let middle = f64::from(side) / 2.0;
    for y in 0..side {
        for x in 0..side {
            let away = (f64::from(x) + 0.5 - middle).hypot(f64::from(y) + 0.5 - middle) / middle;
            if (0.86..0.94).contains(&away) || away < 0.3 {
                rgba.extend_from_slice(&[ink[0], ink[1], ink[2], 255]);
            } else {
                rgba.extend_from_slice(&ground);
            }
        }
    }
    let artwork = pixels::of(side, side, rgba);
    write(&artwork).unwrap()
}

fn sentence(result: Result<Artwork, Unfit>) -> String {
    result.unwrap_err().0
}

#[test]
fn a_vector_seal_is_cut_to_its_ring_and_written_as_paths_only() {
    let seal = seal(read(RING.as_bytes()).unwrap()).unwrap();
    assert_eq!(pixels::sides(seal.width, seal.height), (1000, 1000));
    let Figure::Shapes(shapes) = &seal.figure else { panic!() };
    assert_eq!(shapes.len(), 2, "the white ground is gone");
    let bytes = write(&seal).unwrap();
    let text = String::from_utf8(bytes.clone()).unwrap();
    assert!(text.starts_with("<svg") && !text.contains("circle") && mime(&bytes).starts_with("image/svg"));
    let again = open(&bytes).unwrap();
    assert_eq!(write(&again).unwrap(), bytes, "what was written is read as the same");
    let edge = shapes[0].outline.iter().flat_map(Segment::points).map(|(x, _)| x).fold(f32::MIN, f32::max);
    assert!((edge - 1000.0).abs() < 1.0, "{edge}");
}

#[test]
fn what_could_run_load_or_change_is_refused_by_name() {
    let within = |inner: &str| {
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" viewBox=\"0 0 9 9\">{inner}</svg>"
        )
    };
    for (inner, word) in [
        ("<script>alert(1)</script>", "脚本"),
        ("<path d='M0 0h9v9z' onload='x()'/>", "onload"),
        ("<image href='x.png' width='9' height='9'/>", "位图"),
        ("<use href='https://example.org/a.svg#x'/>", "外部"),
        ("<use xlink:href='file:///etc/passwd'/>", "外部"),
        ("<path d='M0 0h9v9z' fill='url(https://example.org/x)'/>", "外部"),
        ("<style>@import 'https://example.org/x.css';</style><path d='M0 0h9v9z'/>", "外部"),
        ("<style>path{fill:url(//example.org/x)}</style><path d='M0 0h9v9z'/>", "外部"),
        ("<text x='1' y='5'>章</text>", "轮廓"),
        ("<foreignObject><p/></foreignObject>", "网页"),
        ("<a href='#x'><path d='M0 0h9v9z'/></a>", "网页"),
        ("<path d='M0 0h9v9z'><animate attributeName='d'/></path>", "动画"),
        (
            "<linearGradient id='g'><stop stop-color='red'/><stop offset='1' stop-color='blue'/></linearGradient><path d='M0 0h9v9z' fill='url(#g)'/>",
            "渐变",
        ),
        ("<?xml-stylesheet href='x.css'?><path d='M0 0h9v9z'/>", "处理指令"),
        ("", "没有可见"),
    ] {
        let why = sentence(read(within(inner).as_bytes()));
        assert!(why.contains(word), "{inner}: {why}");
    }
    assert!(sentence(read(b"<svg")).contains("格式有误"));
    assert!(sentence(read(b"GIF89a")).contains("SVG 或 PNG"));
    assert!(sentence(read(&vec![0; MOST_BYTES + 1])).contains("最大 2 MB"));
    assert!(sentence(read(b"\x89PNG\r\n\x1a\nrest")).contains("PNG 文件不完整"));
    assert!(sentence(read(b"")).contains("请选择"));
}

#[test]
fn pictures_that_grow_when_read_are_refused() {
    let mut bomb = String::from(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 9 9\"><defs><path id=\"a0\" d=\"M0 0h9v9z\"/>",
    );
    for level in 1..30 {
        let below = level - 1;
        bomb.push_str(&format!("<g id=\"a{level}\"><use href=\"#a{below}\"/><use href=\"#a{below}\"/></g>"));
    }
    bomb.push_str("</defs><use href=\"#a29\"/></svg>");
    assert!(sentence(read(bomb.as_bytes())).contains("太多"));
    let circle =
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 9 9\"><g id=\"a\"><use href=\"#a\"/></g></svg>";
    assert!(read(circle.as_bytes()).is_err());
    let laughs = "<!DOCTYPE svg [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;\"><!ENTITY c \"&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;\"><!ENTITY d \"&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;\">]><svg xmlns=\"http://www.w3.org/2000/svg\"><desc>&d;&d;&d;</desc></svg>";
    assert!(read(laughs.as_bytes()).is_err());
}

#[test]
fn a_scan_on_white_loses_its_ground_and_keeps_one_ink() {
    let seal = seal(read(&scan(1400, [252, 251, 250, 255], [0xC8, 0x20, 0x24])).unwrap()).unwrap();
    let Figure::Pixels(rgba) = &seal.figure else { panic!() };
    assert_eq!(pixels::sides(seal.width, seal.height), (992, 992));
    assert!(rgba.chunks_exact(4).all(|pixel| pixel[..3] == [0xC8, 0x20, 0x24]));
    assert_eq!(rgba[3], 0, "the corner is empty");
    let middle = (496 * 992 + 496) * 4;
    assert_eq!(rgba[middle + 3], 255);
    let bytes = write(&seal).unwrap();
    assert_eq!(open(&bytes).unwrap(), seal);
    assert_eq!(mime(&bytes), "image/png");
}

#[test]
fn seals_that_would_print_badly_are_refused_with_what_was_measured() {
    let clear = [0, 0, 0, 0];
    let why = sentence(seal(read(&scan(500, clear, [0xD7, 0x1A, 0x1A])).unwrap()));
    assert!(why.contains("470×470") || why.contains("46") && why.contains("600"), "{why}");
    assert!(sentence(seal(read(&scan(800, clear, [0x10, 0x20, 0xC0])).unwrap())).contains("红色"));
    assert!(sentence(seal(read(&scan(800, [200, 200, 200, 255], [0xD7, 0x1A, 0x1A])).unwrap())).contains("底色"));
    let flat = RING.replace(
        "viewBox=\"0 0 200 200\"",
        "viewBox=\"0 0 200 200\" preserveAspectRatio=\"none\" width=\"400\" height=\"200\"",
    );
    assert!(sentence(seal(read(flat.as_bytes()).unwrap())).contains("圆形"));
    let over = RING.replace("</svg>", "<circle cx=\"100\" cy=\"100\" r=\"20\" fill=\"#fff\"/></svg>");
    assert!(sentence(seal(read(over.as_bytes()).unwrap())).contains("白色图形"));
    let blue = RING.replace("fill=\"#d71a1a\"", "fill=\"#1a1ad7\"");
    assert!(sentence(seal(read(blue.as_bytes()).unwrap())).contains("红色"));
}

#[test]
fn a_logo_is_neither_flat_nor_tiny_and_no_larger_than_needed() {
    let large = logo(read(&scan(1200, [0, 0, 0, 0], [0x16, 0x4A, 0x8A])).unwrap()).unwrap();
    assert_eq!(pixels::sides(large.width, large.height), (512, 512));
    assert!(sentence(logo(read(&scan(64, [0, 0, 0, 0], [0x16, 0x4A, 0x8A])).unwrap())).contains("64×64"));
    let long = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 300 100\"><path d=\"M0 0h300v100H0z\"/></svg>";
    assert!(sentence(logo(read(long.as_bytes()).unwrap())).contains("两倍"));
    assert!(logo(read(RING.as_bytes()).unwrap()).unwrap().is_vector());
}

#[test]
fn a_clip_that_cuts_nothing_off_is_let_through() {
    let clipped = |side: u32| {
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 100 100\"><defs><clipPath id=\"c\"><rect width=\"{side}\" height=\"{side}\"/></clipPath></defs>\
            <g clip-path=\"url(#c)\"><circle cx=\"50\" cy=\"50\" r=\"40\" fill=\"#164a8a\"/></g></svg>"
        )
    };
    assert!(read(clipped(100).as_bytes()).is_ok());
    assert!(sentence(read(clipped(60).as_bytes())).contains("裁剪"));
}
