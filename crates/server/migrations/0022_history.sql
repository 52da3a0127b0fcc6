-- What happened to a product, for people: its last price changes and its last decisions, 30 of each. A number that counts
-- up says which came later; its rest by 30 is the slot that a row takes, so that the newest takes the place of the oldest.

alter table product add column price_changes bigint not null default 0;

create table price_history (
    seller_id bigint not null,
    product_id bigint not null,
    slot bigint not null,
    number bigint not null,
    changed_at bigint not null,
    way text not null,
    was_price bigint,
    price bigint,
    was_old_price bigint,
    old_price bigint,
    was_premium_price bigint,
    premium_price bigint,
    was_min_price bigint,
    min_price bigint,
    primary key (seller_id, product_id, slot)
) without rowid;

create table product_event (
    seller_id bigint not null,
    product_id bigint not null,
    slot bigint not null,
    number bigint not null,
    happened_at bigint not null,
    event text not null,
    reasons text not null,
    primary key (seller_id, product_id, slot)
) without rowid;

-- The imports of one product, newest first.
create index import_item_product on import_item (seller_id, product_id, task_id, position);

-- What the seller set last, and what could be sold until then; nothing before the first time.
alter table stock add column set_from bigint;

alter table stock add column set_to bigint;
