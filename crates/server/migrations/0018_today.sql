-- Carriages that are created before they are approved, digital goods that are sold before they have a code.

-- `is_draft`: the postings are chosen, nobody has approved it. `meant` is the JSON list of the chosen postings.
alter table carriage add column is_draft bigint not null default 0 check (is_draft in (0, 1));

alter table carriage add column meant text not null default '[]';

create index carriage_created on carriage (seller_id, created_at, carriage_id);

-- `is_open`: a unit that can be sold, or was, and has no code yet. Its `code` is a space and its number, which no code is.
alter table digital_code add column is_open bigint not null default 0 check (is_open in (0, 1));

drop index digital_code_free;

create index digital_code_free on digital_code (seller_id, product_id, is_open, code_id) where posting_number = '';
