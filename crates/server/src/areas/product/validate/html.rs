//! Which HTML a description may hold: line breaks, paragraphs, lists and emphasis, all without attributes.

const TAGS: &[&str] = &["br", "p", "b", "strong", "i", "em", "u", "ul", "ol", "li"];

/// The first tag that is not allowed, if there is one. A `<` before anything but a tag is plain text.
pub(super) fn forbidden_tag(text: &str) -> Option<String> {
    text.split('<').skip(1).find_map(|rest| {
        let start = rest.strip_prefix('/').unwrap_or(rest);
        if !start.starts_with(|first: char| first.is_ascii_alphabetic() || matches!(first, '!' | '?')) {
            return None;
        }
        let tag = start.split('>').next().unwrap_or(start);
        let name = tag.trim_end().trim_end_matches('/').trim_end().to_ascii_lowercase();
        let allowed = start.contains('>') && TAGS.contains(&name.as_str());
        (!allowed).then(|| tag.chars().take(40).collect())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_pass_and_scripts_do_not() {
        for text in ["Просто текст", "<ul><li>Один</LI></ul><br/>и<BR />ещё", "вес < 5 кг и <3", "<p>a</p>"]
        {
            assert_eq!(forbidden_tag(text), None, "{text}");
        }
        for text in [
            "<script>x</script>",
            "<p onclick=\"x\">a</p>",
            "a<iframe/>",
            "<!-- a -->",
            "<br",
            "</a>",
            "<svg/onload=x>",
        ] {
            assert!(forbidden_tag(text).is_some(), "{text}");
        }
    }
}
