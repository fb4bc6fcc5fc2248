//! A picture that the association gave us, its logo or its registered seal, as what is left of the upload after it was
//! read: filled shapes in flat colours, or pixels. Nothing in it can run, load or name anything else.

/// Red, green, blue.
pub type Rgb = [u8; 3];

/// A picture in a box whose corner is the origin, y downwards.
#[derive(Clone, Debug, PartialEq)]
pub struct Artwork {
    pub width: f32,
    pub height: f32,
    pub figure: Figure,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Figure {
    /// From the bottom up.
    Shapes(Vec<Shape>),
    /// Rows of RGBA, the colour not multiplied by alpha; `width` and `height` are whole numbers.
    Pixels(Vec<u8>),
}

/// A filled outline. Strokes were made into outlines when the picture was read.
#[derive(Clone, Debug, PartialEq)]
pub struct Shape {
    pub outline: Vec<Segment>,
    pub colour: Rgb,
    /// 0 to 1.
    pub opacity: f32,
    pub even_odd: bool,
}

/// A part of an outline, with absolute points.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Segment {
    Move(f32, f32),
    Line(f32, f32),
    Quad([f32; 4]),
    Cubic([f32; 6]),
    Close,
}

impl Segment {
    /// Its points, control points included.
    pub fn points(&self) -> Vec<(f32, f32)> {
        match *self {
            Self::Move(x, y) | Self::Line(x, y) => vec![(x, y)],
            Self::Quad([ax, ay, x, y]) => vec![(ax, ay), (x, y)],
            Self::Cubic([ax, ay, bx, by, x, y]) => vec![(ax, ay), (bx, by), (x, y)],
            Self::Close => Vec::new(),
        }
    }

    /// The same with each point moved and then scaled.
    #[must_use]
    pub fn placed(&self, dx: f32, dy: f32, scale: f32) -> Self {
        let to = |x: f32, y: f32| ((x + dx) * scale, (y + dy) * scale);
        match *self {
            Self::Move(x, y) => {
                let (x, y) = to(x, y);
                Self::Move(x, y)
            }
            Self::Line(x, y) => {
                let (x, y) = to(x, y);
                Self::Line(x, y)
            }
            Self::Quad([ax, ay, x, y]) => {
                let ((ax, ay), (x, y)) = (to(ax, ay), to(x, y));
                Self::Quad([ax, ay, x, y])
            }
            Self::Cubic([ax, ay, bx, by, x, y]) => {
                let ((ax, ay), (bx, by), (x, y)) = (to(ax, ay), to(bx, by), to(x, y));
                Self::Cubic([ax, ay, bx, by, x, y])
            }
            Self::Close => Self::Close,
        }
    }
}

impl Artwork {
    /// Whether it is made of outlines and so sharp at every size.
    pub fn is_vector(&self) -> bool {
        matches!(self.figure, Figure::Shapes(_))
    }
}
