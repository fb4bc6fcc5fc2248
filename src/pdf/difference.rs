//! The shortest edit between two texts (Myers 1986), to name the words that differ.

use std::ops::Range;

/// A place where the texts differ: a piece of the left one stands for a piece of the right one; either may be empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hunk {
    pub left: Range<usize>,
    pub right: Range<usize>,
}

/// Edits after which two texts are called different altogether.
const MOST_EDITS: usize = 1500;
/// Fewer equal characters than this between two hunks are chance.
const BRIDGE: usize = 2;

/// The hunks in order, or `None` where the texts have little in common.
pub fn hunks(left: &[char], right: &[char]) -> Option<Vec<Hunk>> {
    let head = left.iter().zip(right).take_while(|(a, b)| a == b).count();
    let (left_rest, right_rest) = (&left[head..], &right[head..]);
    let tail = left_rest.iter().rev().zip(right_rest.iter().rev()).take_while(|(a, b)| a == b).count();
    let (a, b) = (&left_rest[..left_rest.len() - tail], &right_rest[..right_rest.len() - tail]);
    let mut hunks: Vec<Hunk> = Vec::new();
    for (x, y, deleted) in edits(a, b)? {
        let (x, y) = (x + head, y + head);
        let (left, right) = if deleted { (x..x + 1, y..y) } else { (x..x, y..y + 1) };
        match hunks.last_mut() {
            Some(last) if left.start <= last.left.end + BRIDGE && right.start <= last.right.end + BRIDGE => {
                last.left.end = left.end.max(last.left.end);
                last.right.end = right.end.max(last.right.end);
            }
            _ => hunks.push(Hunk { left, right }),
        }
    }
    Some(hunks)
}

/// Single edits `(x, y, deleted)`: character `x` of `a` dropped, or character `y` of `b` put in.
fn edits(a: &[char], b: &[char]) -> Option<Vec<(usize, usize, bool)>> {
    let most = (a.len() + b.len()).min(MOST_EDITS);
    // Furthest x on each diagonal k = x - y; index k + most + 1.
    let width = 2 * most + 3;
    let middle = most + 1;
    let mut reach = vec![0_usize; width];
    let mut history: Vec<Vec<usize>> = Vec::new();
    for depth in 0..=most {
        history.push(reach[middle - depth..=middle + depth].to_vec());
        for index in (middle - depth..=middle + depth).step_by(2) {
            let down = index == middle - depth || index != middle + depth && reach[index - 1] < reach[index + 1];
            let mut x = if down { if depth == 0 { 0 } else { reach[index + 1] } } else { reach[index - 1] + 1 };
            let Some(mut y) = (x + middle).checked_sub(index) else { continue };
            while x < a.len() && y < b.len() && a[x] == b[y] {
                x += 1;
                y += 1;
            }
            reach[index] = x;
            if x >= a.len() && y >= b.len() {
                return Some(walk_back(&history, a.len(), b.len(), middle));
            }
        }
    }
    None
}

fn walk_back(history: &[Vec<usize>], mut x: usize, mut y: usize, middle: usize) -> Vec<(usize, usize, bool)> {
    let mut out = Vec::new();
    for (depth, reach) in history.iter().enumerate().skip(1).rev() {
        let index = x + middle - y;
        // `reach` holds the state before this depth, from diagonal -depth to depth.
        let at = |index: usize| reach.get((index + depth).wrapping_sub(middle)).copied().unwrap_or(0);
        let down = index == middle - depth || index != middle + depth && at(index - 1) < at(index + 1);
        let from = if down { index + 1 } else { index - 1 };
        let from_x = at(from);
        let from_y = from_x + middle - from;
        out.push((from_x, from_y, !down));
        (x, y) = (from_x, from_y);
    }
    out.reverse();
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn diff(left: &str, right: &str) -> Vec<(String, String)> {
        let (left, right): (Vec<char>, Vec<char>) = (left.chars().collect(), right.chars().collect());
        let text = |piece: &[char]| piece.iter().collect::<String>();
        let hunks = hunks(&left, &right).unwrap();
        hunks.into_iter().map(|hunk| (text(&left[hunk.left]), text(&right[hunk.right]))).collect()
    }

    #[test]
    fn edits_are_found_where_they_are() {
        let one = |a: &str, b: &str| vec![(a.to_string(), b.to_string())];
        assert_eq!(diff("甲乙丙", "甲乙丙"), []);
        assert_eq!(diff("甲乙丙", "甲丁丙"), one("乙", "丁"));
        assert_eq!(diff("甲乙丙", "甲丙"), one("乙", ""));
        assert_eq!(diff("甲丙", "甲乙丙"), one("", "乙"));
        assert_eq!(diff("", "甲"), one("", "甲"));
        assert_eq!(diff("甲", ""), one("甲", ""));
        let two = diff("一二三四五六七八九十", "一贰三四五六七捌九十");
        assert_eq!(two, [("二".into(), "贰".into()), ("八".into(), "捌".into())]);
    }

    #[test]
    fn replaying_the_hunks_gives_the_other_text() {
        let mut seed = 7_u32;
        let mut random = |most: u32| {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (seed >> 16) % most
        };
        for _ in 0..500 {
            let text = |random: &mut dyn FnMut(u32) -> u32| -> Vec<char> {
                (0..random(20)).map(|_| char::from(b'a' + u8::try_from(random(3)).unwrap())).collect()
            };
            let (left, right) = (text(&mut random), text(&mut random));
            let mut made = Vec::new();
            let mut at = 0;
            for hunk in hunks(&left, &right).unwrap() {
                made.extend_from_slice(&left[at..hunk.left.start]);
                made.extend_from_slice(&right[hunk.right]);
                at = hunk.left.end;
            }
            made.extend_from_slice(&left[at..]);
            assert_eq!(made, right, "{left:?}");
        }
    }
}
