//! A letter's words once more as HTML, for readers that show it: paragraphs and links, nothing fetched from anywhere.

/// The page behind the words.
const BODY: &str = "margin:0;padding:24px 12px;background:#f5f7f9;color:#1c2733;\
                    font:16px/1.7 'PingFang SC','Microsoft YaHei','Noto Sans CJK SC',sans-serif";
const SHEET: &str = "max-width:600px;margin:0 auto;padding:24px;background:#ffffff;border:1px solid #dfe4ea;\
                     border-radius:6px;overflow-wrap:anywhere";
const LINK: &str = "color:#164a8a";

/// The words as a page of their own; `subject` is its title. Lines stay lines, empty ones part paragraphs.
pub fn page(subject: &str, text: &str) -> String {
    let paragraphs: Vec<String> = text
        .split("\n\n")
        .filter(|paragraph| !paragraph.trim().is_empty())
        .map(|paragraph| {
            let lines: Vec<String> = paragraph.trim_matches('\n').lines().map(line).collect();
            format!("<p style=\"margin:0 0 16px\">{}</p>\n", lines.join("<br>\n"))
        })
        .collect();
    format!(
        "<!DOCTYPE html>\n<html lang=\"zh-CN\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n<title>{}</title>\n</head>\n\
         <body style=\"{BODY}\">\n<div style=\"{SHEET}\">\n{}</div>\n</body>\n</html>\n",
        escaped(subject),
        paragraphs.concat()
    )
}

/// One line; addresses of the web become links that say where they lead.
fn line(text: &str) -> String {
    let mut html = String::new();
    let mut rest = text;
    while let Some(at) = ["https://", "http://"].iter().filter_map(|scheme| rest.find(scheme)).min() {
        let (before, from) = rest.split_at(at);
        let end = from.find(|c: char| !is_of_address(c)).unwrap_or(from.len());
        // A full stop or comma after an address belongs to the sentence.
        let address = from[..end].trim_end_matches(['.', ',', ';', ':', '!', '?', ')']);
        html.push_str(&escaped(before));
        html.push_str(&format!("<a style=\"{LINK}\" href=\"{0}\">{0}</a>", escaped(address)));
        rest = &from[address.len()..];
        if address.ends_with("://") {
            // A scheme alone leads nowhere; it was written out above, and the search goes on behind it.
            break;
        }
    }
    html.push_str(&escaped(rest));
    html
}

fn is_of_address(c: char) -> bool {
    c.is_ascii_alphanumeric() || "-._~:/?#[]@!$&'()*+,;=%".contains(c)
}

fn escaped(text: &str) -> String {
    let mut html = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            '\'' => html.push_str("&#39;"),
            c if c.is_control() => html.push(' '),
            c => html.push(c),
        }
    }
    html
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_words_and_addresses_lead_where_they_say() {
        let html =
            page("<b>", "您好：\n\n打开 https://cert.example.org/verify，选择附件。\n第二行 <script>x</script>\n\n");
        assert!(html.contains("<title>&lt;b&gt;</title>"));
        assert!(
            html.contains(
                "href=\"https://cert.example.org/verify\">https://cert.example.org/verify</a>，选择附件。<br>"
            )
        );
        assert!(html.contains("&lt;script&gt;x&lt;/script&gt;") && !html.contains("<script"));
        assert_eq!(html.matches("<p ").count(), 2);
        assert!(line("见 http://a.example/x?a=1&b=2.").contains("href=\"http://a.example/x?a=1&amp;b=2\""));
        assert!(line("https://x.example/\" onclick=\"y").contains("href=\"https://x.example/\">"));
        assert!(line("https://").matches("https://").count() >= 1);
        assert!(!html.contains("<img") && !html.contains("url("), "nothing is fetched");
    }
}
