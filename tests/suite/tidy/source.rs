//! A source file as the rules see it: its lines, the same lines without comments and without what stands in quotes, and
//! which of them are test code. A lexer of its own, so that a word in a sentence is never taken for code.

/// One file of the tree, with its path from the root, `/` between the parts.
pub struct Source {
    pub path: String,
    pub raw: Vec<String>,
    /// As `raw`, with comments and the insides of literals blanked.
    pub code: Vec<String>,
    /// Whether the line is inside a `#[cfg(test)]` or `#[test]` item, or the whole file is a test.
    pub test: Vec<bool>,
}

impl Source {
    pub fn new(path: &str, content: &str) -> Self {
        let raw: Vec<String> = content.lines().map(str::to_owned).collect();
        if path.rsplit('.').next() != Some("rs") {
            let test = vec![false; raw.len()];
            return Self { path: path.to_owned(), code: raw.clone(), raw, test };
        }
        let blanked = blank(content);
        let code: Vec<String> = blanked.lines().map(str::to_owned).collect();
        let whole = path.starts_with("tests/") || path.ends_with("/tests.rs") || path.contains("/tests/");
        let test = if whole { vec![true; raw.len()] } else { test_lines(&blanked, raw.len()) };
        Self { path: path.to_owned(), raw, code, test }
    }

    pub fn is_rust(&self) -> bool {
        self.path.rsplit('.').next() == Some("rs")
    }

    /// The room below `src/`, `None` for `lib.rs`, `main.rs` and what lies elsewhere.
    pub fn room(&self) -> Option<&str> {
        let inside = self.path.strip_prefix("src/")?;
        let first = inside.split('/').next()?;
        let room = first.strip_suffix(".rs").unwrap_or(first);
        (room != "lib" && room != "main").then_some(room)
    }

    /// Marks the whole file as test code: its parent declares it so.
    pub fn is_for_tests(&mut self) {
        self.test.fill(true);
    }

    /// Files that this one declares as modules in its test code, as paths without `.rs`.
    pub fn test_modules(&self) -> Vec<String> {
        let folder = self.path.rsplit_once('/').map_or("", |(folder, _)| folder);
        let stem = self.path.strip_suffix(".rs").unwrap_or(&self.path);
        let own = if stem.ends_with("/mod") || stem.ends_with("/lib") { folder } else { stem };
        let mut found = Vec::new();
        for ((code, raw), _) in self.code.iter().zip(&self.raw).zip(&self.test).filter(|(_, test)| **test) {
            if let Some(file) = raw.trim().strip_prefix("#[path = \"").and_then(|rest| rest.strip_suffix(".rs\"]")) {
                found.push(format!("{folder}/{file}"));
            }
            let declared = code.trim().strip_suffix(';').and_then(|line| line.rsplit_once("mod "));
            if let Some((_, name)) = declared {
                found.push(format!("{own}/{name}"));
            }
        }
        found
    }

    /// Line number (from 1), code and whether it is test code.
    pub fn lines(&self) -> impl Iterator<Item = (usize, &str, bool)> {
        self.code.iter().zip(&self.test).enumerate().map(|(n, (line, test))| (n + 1, line.as_str(), *test))
    }
}

/// Places (byte offsets) where `word` stands in `line` as a whole word.
pub fn words<'a>(line: &'a str, word: &'a str) -> impl Iterator<Item = usize> + 'a {
    let part_of_word = |c: char| c.is_alphanumeric() || c == '_';
    line.match_indices(word).map(|(at, _)| at).filter(move |&at| {
        !line[..at].chars().next_back().is_some_and(part_of_word)
            && !line[at + word.len()..].chars().next().is_some_and(part_of_word)
    })
}

/// Replaces comments and the insides of string and character literals by spaces; line breaks stay.
fn blank(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let at = |i: usize| chars.get(i).copied().unwrap_or('\0');
    let mut out = String::with_capacity(text.len());
    let mut i = 0;
    // Writes chars[i..end] as blanks.
    let hide = |out: &mut String, from: usize, end: usize| {
        out.extend(chars[from..end.min(chars.len())].iter().map(|&c| if c == '\n' { '\n' } else { ' ' }));
    };
    while i < chars.len() {
        let word_before = i > 0 && (at(i - 1).is_alphanumeric() || at(i - 1) == '_');
        let end = match chars[i] {
            '/' if at(i + 1) == '/' => line_end(&chars, i),
            '/' if at(i + 1) == '*' => comment_end(&chars, i),
            '"' => quote_end(&chars, i, '"'),
            'b' | 'c' if !word_before && at(i + 1) == '"' => quote_end(&chars, i + 1, '"'),
            'r' | 'b' | 'c' if !word_before && raw_hashes(&chars, i).is_some() => raw_end(&chars, i),
            // A character, not a lifetime: 'x' or '\…'.
            '\'' if at(i + 1) == '\\' || at(i + 2) == '\'' => quote_end(&chars, i, '\''),
            _ => {
                out.push(chars[i]);
                i += 1;
                continue;
            }
        };
        hide(&mut out, i, end);
        i = end;
    }
    out
}

fn line_end(chars: &[char], from: usize) -> usize {
    chars[from..].iter().position(|&c| c == '\n').map_or(chars.len(), |n| from + n)
}

fn comment_end(chars: &[char], from: usize) -> usize {
    let (mut i, mut depth) = (from, 0);
    while i < chars.len() {
        match (chars[i], chars.get(i + 1)) {
            ('/', Some('*')) => (depth, i) = (depth + 1, i + 2),
            ('*', Some('/')) => (depth, i) = (depth - 1, i + 2),
            _ => i += 1,
        }
        if depth == 0 {
            return i;
        }
    }
    chars.len()
}

/// `open` is the place of the opening quote; the place after the closing one.
fn quote_end(chars: &[char], open: usize, quote: char) -> usize {
    let mut i = open + 1;
    while i < chars.len() {
        match chars[i] {
            '\\' => i += 2,
            c if c == quote => return i + 1,
            _ => i += 1,
        }
    }
    chars.len()
}

/// For `r"`, `r#"`, `br##"`, `cr"`: the place of the quote and the number of hashes.
fn raw_hashes(chars: &[char], from: usize) -> Option<(usize, usize)> {
    let r = from + usize::from(chars[from] != 'r');
    if chars.get(r) != Some(&'r') {
        return None;
    }
    let hashes = chars[r + 1..].iter().take_while(|&&c| c == '#').count();
    (chars.get(r + 1 + hashes) == Some(&'"')).then_some((r + 1 + hashes, hashes))
}

fn raw_end(chars: &[char], from: usize) -> usize {
    let Some((quote, hashes)) = raw_hashes(chars, from) else { return from + 1 };
    (quote + 1..chars.len())
        .find(|&i| chars[i] == '"' && chars[i + 1..].iter().take_while(|&&c| c == '#').count() >= hashes)
        .map_or(chars.len(), |i| i + 1 + hashes)
}

/// Marks the lines of items under `#[cfg(test)]` or `#[test]`: from the attribute to the item's closing brace.
fn test_lines(code: &str, count: usize) -> Vec<bool> {
    let mut test = vec![false; count];
    for marker in ["#[cfg(test)]", "#[test]", "#![cfg(test)]", "#[cfg(all(test"] {
        for (start, _) in code.match_indices(marker) {
            let end = if marker.starts_with("#!") { code.len() } else { item_end(code, start + marker.len()) };
            let first = code[..start].matches('\n').count();
            let last = code[..end].matches('\n').count();
            test[first..=last.min(count - 1)].fill(true);
        }
    }
    test
}

/// The end of the item that begins at `from`: its `;`, or the brace that closes its first one.
fn item_end(code: &str, from: usize) -> usize {
    let (mut round, mut curly) = (0_i32, 0_i32);
    for (at, c) in code[from..].char_indices() {
        match c {
            '(' | '[' => round += 1,
            ')' | ']' => round -= 1,
            '{' => curly += 1,
            '}' => {
                curly -= 1;
                if curly == 0 && round == 0 {
                    return from + at;
                }
            }
            ';' if round == 0 && curly == 0 => return from + at,
            _ => {}
        }
    }
    code.len()
}
