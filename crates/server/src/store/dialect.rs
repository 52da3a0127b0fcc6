//! What differs between the two databases, in one place: placeholders, column words, bulk rows, collation.

use std::borrow::Cow;

use super::Arg;

/// Which database runs. Named in `store` only.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Dialect {
    Lite,
    Pg,
}

/// Behind a select: its rows are kept from other writers until the transaction ends.
const HELD: &str = "{held}";
/// The same, leaving out rows that another transaction holds.
const FREE: &str = "{free}";

/// The columns of a table in their order: name, whether it is text, place in the key from 1 on.
pub(super) const LITE_COLUMNS: &str =
    "select name, case lower(type) when 'text' then 1 else 0 end, pk from pragma_table_info($1) order by cid";
pub(super) const PG_COLUMNS: &str = "select a.attname::text, (a.atttypid = 'text'::regtype)::int::bigint, \
    coalesce(array_position(i.indkey::int2[], a.attnum) + 1, 0)::bigint \
    from pg_attribute a left join pg_index i on i.indrelid = a.attrelid and i.indisprimary \
    where a.attrelid = to_regclass($1) and a.attnum > 0 and not a.attisdropped order by a.attnum";

/// SQLite numbers `$n` by first appearance, so `select $2, $1` would bind wrongly; `?n` it takes at its word. Its writer
/// is alone, so everything is held anyway.
pub(super) fn lite_text(sql: &str) -> String {
    sql.replace('$', "?").replace(HELD, "").replace(FREE, "")
}

/// PostgreSQL's text of a statement.
pub(super) fn pg_text(sql: &str) -> Cow<'_, str> {
    if !sql.contains(HELD) && !sql.contains(FREE) {
        return sql.into();
    }
    sql.replace(HELD, "for update").replace(FREE, "for update skip locked").into()
}

impl Dialect {
    /// DDL of a migration: text compares by bytes on both, `blob` has another name, and only SQLite knows a table that is
    /// its own key (`without rowid`: one look instead of two, for narrow rows). Nothing where only PostgreSQL has what is
    /// set: room in its pages.
    pub fn ddl(self, sql: &str) -> Option<String> {
        match self {
            Self::Lite if sql.contains("set (fillfactor") => None,
            Self::Lite => Some(sql.to_owned()),
            Self::Pg => {
                let sql = sql.replace(" blob", " bytea").replace(" without rowid", "");
                Some(sql.replace(" text", " text collate \"C\""))
            }
        }
    }

    /// Splits `... {rows(a, b)} ...` around its marker and names the columns. `many`: there is more than one row.
    pub fn bulk(self, sql: &str, first: &[Arg], many: bool) -> Option<String> {
        let (before, rest) = sql.split_once("{rows(")?;
        let (names, after) = rest.split_once(")}")?;
        let names: Vec<&str> = names.split(',').map(str::trim).collect();
        if names.len() != first.len() {
            return None;
        }
        let rows = match self {
            // SQLite would build a table of one row for each row; the values can stand where the row is named.
            Self::Lite if before.starts_with("update ") => {
                let before = before.strip_suffix(" from ")?;
                return Some(format!("{}{}", in_place(before, &names)?, in_place(after, &names)?));
            }
            Self::Lite => {
                let columns: Vec<String> =
                    names.iter().enumerate().map(|(at, name)| format!("${} as {name}", at + 1)).collect();
                format!("(select {}) as v", columns.join(", "))
            }
            Self::Pg if many => {
                let columns: Vec<String> =
                    first.iter().zip(1..).map(|(arg, at)| format!("${at}::{}[]", kind(arg))).collect();
                format!("unnest({}) as v({})", columns.join(", "), names.join(", "))
            }
            // Of an array PostgreSQL expects ten rows, finds a plan for one cheaper, and so would plan anew with every call.
            Self::Pg => {
                let columns: Vec<String> =
                    first.iter().zip(1..).map(|(arg, at)| format!("${at}::{}", kind(arg))).collect();
                format!("(select {}) as v({})", columns.join(", "), names.join(", "))
            }
        };
        Some(format!("{before}{rows}{after}"))
    }
}

/// `v.name` becomes the number of its value.
fn in_place(sql: &str, names: &[&str]) -> Option<String> {
    let mut pieces = sql.split("v.");
    let mut done = pieces.next()?.to_owned();
    for piece in pieces {
        if done.ends_with(|last: char| last.is_ascii_alphanumeric() || last == '_') {
            done.push_str("v.");
            done.push_str(piece);
            continue;
        }
        let end = piece.find(|next: char| !next.is_ascii_alphanumeric() && next != '_').unwrap_or(piece.len());
        let (name, rest) = piece.split_at(end);
        let number = names.iter().position(|known| *known == name)? + 1;
        done.push_str(&format!("${number}{rest}"));
    }
    Some(done)
}

fn kind(arg: &Arg) -> &'static str {
    match arg {
        Arg::Int(_) => "bigint",
        Arg::Text(_) => "text",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bulk_statement_is_one_text_for_both() {
        let sql = "insert into t (a, b) select a, b from {rows(a, b)} where true on conflict (a) do nothing";
        let row = [Arg::from(1), Arg::from("x")];
        assert_eq!(
            Dialect::Lite.bulk(sql, &row, true).unwrap(),
            "insert into t (a, b) select a, b from (select $1 as a, $2 as b) as v where true on conflict (a) do nothing"
        );
        assert_eq!(
            Dialect::Pg.bulk(sql, &row, true).unwrap(),
            "insert into t (a, b) select a, b from unnest($1::bigint[], $2::text[]) as v(a, b) where true \
             on conflict (a) do nothing"
        );
        assert_eq!(
            Dialect::Pg.bulk(sql, &row, false).unwrap(),
            "insert into t (a, b) select a, b from (select $1::bigint, $2::text) as v(a, b) where true \
             on conflict (a) do nothing"
        );
        assert!(Dialect::Pg.bulk(sql, &row[..1], true).is_none());
        let sql = "update t set a = v.b, b = inv.b + v.a_b from {rows(a, b, a_b)} where t.a = v.a";
        let row = [Arg::from(1), Arg::from(2), Arg::from(3)];
        assert_eq!(Dialect::Lite.bulk(sql, &row, true).unwrap(), "update t set a = $2, b = inv.b + $3 where t.a = $1");
        assert!(Dialect::Lite.bulk("update t set a = v.c from {rows(a)} where true", &row[..1], true).is_none());
    }
}
