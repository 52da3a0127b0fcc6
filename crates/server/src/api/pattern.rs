//! Paths as the operator names them: one path of a method under any of its spellings, or the beginning of paths.

use gostiny_wire::method::Info;

use crate::error::{Error, Result};

/// The longest pattern, in bytes.
const LONGEST: usize = 200;

/// `/v2/product/info`, or `/v2/product/*`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pattern {
    /// Without the star.
    text: String,
    open: bool,
}

/// All spellings of a method's path.
fn spellings(info: &Info) -> impl Iterator<Item = &'static str> {
    std::iter::once(info.path).chain(info.aliases.iter().copied())
}

impl Pattern {
    /// Reads it; a leading slash may be left out.
    ///
    /// # Errors
    /// `Invalid` for `field` when the text is empty, too long, no path, or has a star before its end.
    pub fn parse(field: &str, text: &str) -> Result<Self> {
        let text = text.trim();
        if text.is_empty() || text.len() > LONGEST {
            return Err(Error::invalid(
                field,
                format!("value length must be between 1 and {LONGEST} bytes, inclusive"),
            ));
        }
        let (begin, open) = text.strip_suffix('*').map_or((text, false), |begin| (begin, true));
        if begin.contains('*') || begin.chars().any(|c| !c.is_ascii_graphic() || c == '?' || c == '#') {
            return Err(Error::invalid(field, "value must be a path, with * at its end only"));
        }
        let slash = if begin.starts_with('/') { "" } else { "/" };
        Ok(Self { text: format!("{slash}{begin}"), open })
    }

    /// Whether a path is the one named, or begins so.
    pub fn fits(&self, path: &str) -> bool {
        if self.open { path.starts_with(&self.text) } else { path == self.text }
    }

    /// Whether a call of a method is meant: by the path that was called, or by another spelling of the method.
    pub fn covers(&self, called: &str, info: &Info) -> bool {
        self.fits(called) || spellings(info).any(|path| self.fits(path))
    }

    /// Whether the method can be called by such a path at all.
    pub fn may_cover(&self, info: &Info) -> bool {
        spellings(info).any(|path| self.fits(path) || (!self.open && same_form(path, &self.text)))
    }
}

impl std::fmt::Display for Pattern {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}{}", self.text, if self.open { "*" } else { "" })
    }
}

/// Whether a path has the form of a template: `/a/5/b` that of `/a/{id}/b`.
fn same_form(template: &str, path: &str) -> bool {
    let (mut wanted, mut given) = (template.split('/'), path.split('/'));
    loop {
        match (wanted.next(), given.next()) {
            (None, None) => return true,
            (Some(wanted), Some(given)) if wanted == given || (wanted.starts_with('{') && !given.is_empty()) => {}
            _ => return false,
        }
    }
}

#[cfg(test)]
mod tests {
    use gostiny_wire::{method::Method, posting::PostingFbsShipV3, seller_methods};
    use proptest::prelude::*;

    use super::*;

    fn pattern(text: &str) -> Pattern {
        Pattern::parse("Path", text).unwrap()
    }

    #[test]
    fn a_method_is_meant_by_each_of_its_spellings() {
        let info = PostingFbsShipV3::INFO;
        assert!(!info.aliases.is_empty());
        for named in spellings(&info) {
            for called in spellings(&info) {
                assert!(pattern(named).covers(called, &info), "{named} {called}");
            }
        }
        assert!(pattern("v3/posting/*").covers("/v3/posting/fbs/ship", &info));
        assert!(!pattern("/v3/posting/fbs/shi").covers("/v3/posting/fbs/ship", &info));
        assert!(pattern("*").covers("/anything", &info));
        let waybills = seller_methods().find(|info| info.path.contains('{')).unwrap();
        let concrete: Vec<_> =
            waybills.path.split('/').map(|part| if part.starts_with('{') { "17" } else { part }).collect();
        assert!(pattern(&concrete.join("/")).may_cover(&waybills));
        assert!(!pattern("/v9/nothing").may_cover(&waybills));
    }

    #[test]
    fn what_is_no_path_is_refused() {
        for text in ["", "   ", "/v1/*/x", "**", "/v1/a b", "/v1/продукт", "/v1/a?x=1", &"/a".repeat(101)] {
            assert!(Pattern::parse("Path", text).is_err(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn a_pattern_reads_back_as_itself(text in "/?[a-z0-9/_{}.-]{0,40}\\*?") {
            if let Ok(read) = Pattern::parse("Path", &text) {
                prop_assert_eq!(pattern(&read.to_string()), read);
            }
        }

        #[test]
        fn whatever_is_written_is_read_or_refused(text in "\\PC{0,220}", path in "\\PC{0,60}") {
            if let Ok(read) = Pattern::parse("Path", &text) {
                prop_assert!(!read.fits(&path) || path.starts_with(read.text.as_str()));
                prop_assert!(read.fits(&read.text));
            }
        }

        #[test]
        fn an_open_pattern_fits_all_that_begins_so(begin in "/[a-z0-9/]{0,20}", rest in "[a-z0-9/]{0,20}") {
            let path = format!("{begin}{rest}");
            let open = pattern(&format!("{begin}*"));
            prop_assert!(open.fits(&path));
            prop_assert_eq!(pattern(&begin).fits(&path), rest.is_empty());
        }

        #[test]
        fn a_template_has_the_form_of_its_own_paths(parts in proptest::collection::vec(("[a-z]{1,5}", any::<bool>()), 1..6)) {
            let template: String = parts.iter().map(|(part, open)| if *open { format!("/{{{part}}}") } else { format!("/{part}") }).collect();
            let path: String = parts.iter().map(|(part, open)| if *open { "/7".to_owned() } else { format!("/{part}") }).collect();
            let longer = format!("{path}/more");
            prop_assert!(same_form(&template, &path));
            prop_assert!(!same_form(&template, &longer));
        }
    }
}
