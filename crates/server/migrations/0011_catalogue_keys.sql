-- Values of dictionaries are found by their text, and certificates by the products they stand for. The keys are made by
-- the program: a database does not fold the letters of every language.

alter table dictionary_value add column key_ru text not null default '';

alter table dictionary_value add column key_en text not null default '';

create index dictionary_value_ru on dictionary_value (dictionary_id, key_ru);

create index dictionary_value_en on dictionary_value (dictionary_id, key_en);

-- Empty but in a world that is older than the keys.
create index dictionary_value_keyless on dictionary_value (dictionary_id, value_id) where key_ru = '';

create index certificate_product_bound on certificate_product (seller_id, product_id, certificate_id);
